// Options of the examples' command lines.
import { parseArgs } from 'node:util';

/**
 * Reads options such as `--draws 1e8`. What is wrong with them is said in one sentence, with exit code 2; `--help` says
 * what there is.
 *
 * Each has a line of `help` and an `initial` value, which says what it takes: a number is a whole number from `least` (1) to
 * `most`, a bigint a seed, a string anything that its `check` does not throw at, and `false` is a switch.
 */
export function readOptions(about, known) {
  const options = { ...known, help: { initial: false, help: 'these lines' } };
  try {
    const { values } = parseArgs({
      options: mapValues(options, (_, { initial }) => ({ type: kind(initial) })),
    });
    if (values.help) {
      console.log(describe(about, options));
      process.exit();
    }
    return mapValues(options, (name, option) =>
      values[name] === undefined ? option.initial : read(`--${name}`, values[name], option),
    );
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(name, value)]));
}

function kind(initial) {
  return initial === false ? 'boolean' : 'string';
}

function describe(about, options) {
  const lines = Object.entries(options).map(([name, { initial, help }]) => {
    return `  --${name.padEnd(8)} ${help}${initial === false ? '' : ` (${initial})`}`;
  });
  return [about, ...lines].join('\n');
}

function read(name, given, { initial, least = 1, most = Number.MAX_SAFE_INTEGER, check }) {
  if (typeof initial === 'number') {
    const number = given.trim() === '' ? Number.NaN : Number(given.replaceAll('_', ''));
    if (!Number.isInteger(number) || number < least || number > most) {
      throw new RangeError(`${name} must be a whole number from ${least} to ${most}, not '${given}'`);
    }
    return number;
  }
  if (typeof initial === 'bigint') {
    if (!/^\d+$/.test(given) || BigInt(given) >= 2n ** 64n) {
      throw new RangeError(`${name} must be a whole number from 0 to 2^64 - 1, not '${given}'`);
    }
    return BigInt(given);
  }
  check?.(given);
  return given;
}
