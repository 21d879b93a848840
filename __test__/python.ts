import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { BUILD_LIMIT } from './time.js';
import { whereIs } from './where.ts';

/** A Python with packages, which are installed where they are missing, or `undefined` where that cannot be. */
export function pythonWith(...packages: readonly string[]): string | undefined {
  if (whereIs('python3') === undefined) {
    return undefined;
  }
  // In a process, and waited for: ava wants all tests of a file declared before anything is awaited.
  const program = `
    import { installPython } from './scripts/kit/python.ts';
    console.log(await installPython(${JSON.stringify(packages)}, () => {}));`;
  const args = ['--import=tsx', '--input-type=module', '--eval', program];
  const { stdout, status } = spawnSync(process.execPath, args, {
    cwd: join(import.meta.dirname, '..'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: BUILD_LIMIT,
  });
  return status === 0 ? stdout.trim() : undefined;
}
