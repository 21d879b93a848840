import { spawnSync } from 'node:child_process';
import test, { type ExecutionContext } from 'ava';
import { ENGINES } from '../ts/engine/choose.ts';
import type { EngineName } from '../ts/engine/engine.ts';
import { engines } from './engines.ts';

/** `test` where a machine has what the test needs, else `test.skip`, so that ava counts what was left out. */
export function testWhere(has: boolean): typeof test.skip {
  return has ? (test as typeof test.skip) : test.skip;
}

/** A test of its own for each engine: skipped for one that is not there, or where a machine lacks what else it needs. */
export function testEngines(
  title: string,
  body: (t: ExecutionContext, engine: EngineName) => Promise<void>,
  has = true,
): void {
  for (const engine of ENGINES) {
    testWhere(has && engines.includes(engine))(`${title} (${engine})`, (t) => body(t, engine));
  }
}

/** What a program prints, or '' where it is not installed. */
export function outputOf(program: string, args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 10_000 });
  return `${stdout ?? ''}${stderr ?? ''}`;
}
