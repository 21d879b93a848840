import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import test, { type Implementation } from 'ava';
import { LIMIT } from './time.js';

export type Tool = keyof typeof import('../scripts/tools.mjs').TOOLS;

/** Declares a test. */
export type Declare = (title: string, body: Implementation<[]>) => void;

/**
 * `test` where a machine has what the test needs, else `test.skip`, so that ava counts what was left out. The title then
 * says which tool is missing, for scripts/count-tests.mjs to tell at the end.
 */
export function testWhere(has: boolean, tool?: Tool): Declare {
  const need = has || tool === undefined ? '' : ` (needs ${tool})`;
  return (title, body) => (has ? test : test.skip)(title + need, body);
}

/** What a program prints, or '' where it is not installed. */
export function outputOf(program: string, args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: LIMIT });
  return `${stdout ?? ''}${stderr ?? ''}`;
}

/** The file of a program that is on the PATH. */
export function whereIs(program: string): string | undefined {
  const files = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program));
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
