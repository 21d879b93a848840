// NumPy, MKL, simd_rand and offloop itself, in processes of their own that measure one thing at a time, in turns with this one.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { $ } from 'zx';
import type { Summed } from '../../kit/library.ts';
import { root } from '../../kit/places.mjs';
import { installPython } from '../../kit/python.ts';
import type { DistributionCase } from './distribution-cases.ts';
import type { Case } from './measure.ts';
import { PEERS } from './places.ts';

/** A generator, and how it fills an array: see peers/generators.py. */
interface Offered {
  readonly id: string;
  readonly generator: string;
  readonly name: string;
  readonly distribution: Summed;
  readonly memory: 'again' | 'fresh';
  readonly threads: number;
}

/** Something that draws numbers one by one, and the table it is in. */
interface Drawer extends Pick<Case, 'id' | 'name' | 'kind'> {
  readonly table: string;
}

/** Something that fills an array with samples of a case of distribution-cases.ts. */
interface Sampled extends Pick<Case, 'id' | 'name' | 'kind'> {
  readonly group: string;
}

/** Processes that measure what they offer. */
interface Measured<One> {
  readonly offered: readonly One[];
  /** What cannot be measured, and why. */
  readonly leftOut: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
  /** So many samples of it, as a case. */
  caseOf(offered: Pick<Offered, 'id' | 'name' | 'threads'>, samples: number): Case;
  stop(): void;
}

/** Those that fill arrays. */
type Fillers = Measured<Offered>;

/** Other languages' generators, and offloop's own process beside them. */
export interface Others extends Fillers {
  readonly ours: Fillers;
}

/** Starts what can be installed or built here. */
export async function startOthers(quiet: boolean): Promise<Others> {
  const say = (line: string): unknown => quiet || process.stderr.write(`${line}\n`);
  const others = joined([await startPython(say), await startSimdRand(say)]);
  const ours = await startProcess(process.execPath, ['--expose-gc', join(PEERS, 'offloop.mjs')]);
  return {
    ...others,
    ours,
    stop() {
      others.stop();
      ours.stop();
    },
  };
}

function joined(all: readonly Fillers[]): Fillers {
  return {
    offered: all.flatMap(({ offered }) => offered),
    leftOut: all.flatMap(({ leftOut }) => leftOut),
    versions: Object.assign({}, ...all.map(({ versions }) => versions)),
    caseOf: (one, samples) =>
      all.find(({ offered }) => offered.some(({ id }) => id === one.id))!.caseOf(one, samples),
    stop: () => all.map(({ stop }) => stop()),
  };
}

function leftOut(line: string): Fillers {
  return { ...joined([]), leftOut: [line] };
}

type Say = (line: string) => unknown;

async function startPython(say: Say): Promise<Fillers> {
  let python: string;
  try {
    python = await installPython(['numpy', 'mkl'], say);
  } catch {
    return leftOut('NumPy and MKL: python3 with its venv module could not be run');
  }
  return startProcess(python, [join(PEERS, 'generators.py')]);
}

/** simd_rand is built for this very CPU. */
async function startSimdRand(say: Say): Promise<Fillers> {
  try {
    return await startProcess(await buildRust('simd_rand', say, { RUSTFLAGS: '-C target-cpu=native' }), []);
  } catch {
    return leftOut('simd_rand: cargo could not build it');
  }
}

/** Generators that draw numbers one by one, ours with these engines first: see peers/draws.mjs. */
export async function startDrawers(engines: readonly string[]): Promise<{
  casesOf(table: string, samples: number): Case[];
  stop(): void;
}> {
  const { offered, caseOf, stop } = await startProcess<Drawer>(process.execPath, [
    join(PEERS, 'draws.mjs'),
    ...engines,
  ]);
  return {
    casesOf: (table, samples) =>
      offered
        .filter((drawer) => drawer.table === table)
        .map(({ id, name, kind }) => ({
          ...caseOf({ id, name, threads: 1 }, samples),
          id: id.slice(table.length + 1),
          kind,
        })),
    stop,
  };
}

/** Something that does a job of peers/generator-jobs.mjs. */
interface Worker extends Pick<Case, 'id' | 'name' | 'kind'> {
  readonly samples: number;
}

/** Starts a process for each library that does a generator's job: the first of these is the one that others are compared with. */
export async function startGeneratorJob(
  table: string,
  libraries: readonly string[],
  rows: number,
  quiet: boolean,
): Promise<{
  readonly cases: readonly Case[];
  readonly leftOut: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
  stop(): void;
}> {
  const say = (line: string): unknown => quiet || process.stderr.write(`${line}\n`);
  const started: Measured<Worker>[] = [];
  const leftOut: string[] = [];
  const script = join(PEERS, 'generator-jobs.mjs');
  for (const library of libraries) {
    started.push(await startProcess<Worker>(process.execPath, [script, table, library, String(rows)]));
  }
  try {
    const python = await installPython(['numpy'], say);
    started.push(await startProcess<Worker>(python, [join(PEERS, 'generator_jobs.py'), table]));
  } catch {
    leftOut.push('NumPy: python3 with its venv module could not be run');
  }
  return {
    cases: started.flatMap(({ offered, caseOf }) =>
      offered.map(({ id, name, kind, samples }) => ({ ...caseOf({ id, name, threads: 1 }, samples), kind })),
    ),
    leftOut: [...leftOut, ...started.flatMap(({ leftOut }) => leftOut)],
    versions: Object.assign({}, ...started.map(({ versions }) => versions)),
    stop() {
      for (const { stop } of started) {
        stop();
      }
    },
  };
}

/**
 * Starts what has the distributions of some cases: ours with these engines, and as a Rust program at each SIMD level; NumPy and
 * MKL, rand_distr, JavaScript's.
 */
export async function startDistributions(
  cases: readonly DistributionCase[],
  engines: readonly string[],
  quiet: boolean,
): Promise<{
  casesOf(one: DistributionCase): Case[];
  readonly leftOut: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
  stop(): void;
}> {
  const say = (line: string): unknown => quiet || process.stderr.write(`${line}\n`);
  const asked = JSON.stringify(cases, (_, value) =>
    Number.isFinite(value) || typeof value !== 'number' ? value : String(value),
  );
  const script = (name: string, ...rest: string[]) =>
    startProcess<Sampled>(process.execPath, [join(PEERS, name), asked, ...rest]);
  const started: (Measured<Sampled> | string)[] = [
    await script('own-distributions.mjs', JSON.stringify(engines)),
    await buildRust('rand_distr', say, {}).then(
      (file) => startProcess<Sampled>(file, [asked]),
      () => 'rand_distr and the SIMD levels: cargo could not build them',
    ),
    await installPython(['numpy', 'mkl'], say).then(
      (python) => startProcess<Sampled>(python, [join(PEERS, 'distributions.py'), asked]),
      () => 'NumPy and MKL: python3 with its venv module could not be run',
    ),
    await script('distributions.mjs'),
  ];
  const running = started.filter((one) => typeof one !== 'string');
  return {
    casesOf: ({ id: group, numbers }) =>
      running.flatMap(({ offered, caseOf }) =>
        offered
          .filter((one) => one.group === group)
          .map(({ id, name, kind }) => ({
            ...caseOf({ id, name, threads: 1 }, numbers),
            id: id.slice(group.length + 1),
            kind,
          })),
      ),
    leftOut: started.flatMap((one) => (typeof one === 'string' ? one : one.leftOut)),
    versions: Object.assign({}, ...running.map(({ versions }) => versions)),
    stop() {
      for (const { stop } of running) {
        stop();
      }
    },
  };
}

/** Builds a peer that is a Rust program, and returns its file. */
async function buildRust(name: string, say: Say, env: Readonly<Record<string, string>>): Promise<string> {
  const target = join(root, 'target', name);
  const manifest = join(PEERS, name, 'Cargo.toml');
  if (!existsSync(target)) {
    say(`Building ${name} …`);
  }
  const all = { ...process.env, CARGO_TARGET_DIR: target, ...env };
  await $({ quiet: true, env: all })`cargo build --release --quiet --manifest-path ${manifest}`;
  return join(target, 'release', name);
}

async function startProcess<One = Offered>(file: string, args: readonly string[]): Promise<Measured<One>> {
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  // That it ended early is said where its answer is missed.
  child.stdin.on('error', () => {});
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await answers.next();
    if (done) {
      throw new Error(`${file} ended early`);
    }
    return JSON.parse(value);
  };
  return {
    ...(await next()),
    caseOf({ id, name, threads }, samples) {
      const measure = (milliseconds: number) => {
        child.stdin.write(`${samples} ${milliseconds} ${id}\n`);
        return next();
      };
      return { id, name: threads === 1 ? name : `${name}, ${threads} threads`, kind: 'peer', measure };
    },
    stop: () => child.stdin.end(),
  };
}
