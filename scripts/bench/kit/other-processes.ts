// NumPy, MKL, simd_rand and offloop itself, in processes of their own that measure one thing at a time, in turns with this one.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { $ } from 'zx';
import type { Summed } from '../../kit/library.ts';
import { root } from '../../kit/places.mjs';
import { installPython } from '../../kit/python.ts';
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
  const target = join(root, 'target', 'simd_rand');
  const manifest = join(PEERS, 'simd_rand', 'Cargo.toml');
  if (!existsSync(target)) {
    say('Building simd_rand …');
  }
  const env = { ...process.env, CARGO_TARGET_DIR: target, RUSTFLAGS: '-C target-cpu=native' };
  try {
    await $({ quiet: true, env })`cargo build --release --quiet --manifest-path ${manifest}`;
  } catch {
    return leftOut('simd_rand: cargo could not build it');
  }
  return startProcess(join(target, 'release', 'simd_rand'), []);
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
