// Makes a fresh clone ready to run: installs packages and builds what is missing or older than its sources.
// Plain JavaScript without packages, since it runs before any is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './kit/places.mjs';
import { TOOLS } from './tools.mjs';

/**
 * Installs and builds what is missing or stale, and says so.
 * @returns {{ native: boolean, whyNot?: string }} whether the native engine is built, and else why not
 */
export function setUp() {
  if (isStale(['package-lock.json'], ['node_modules/.package-lock.json'])) {
    say('Installing packages (npm ci) …');
    mustRun('npm', ['ci']);
  }
  const native = setUpNative();
  if (needsBuild()) {
    say('Building the TypeScript (npm run build:ts) …');
    mustRun('npm', ['run', '--silent', 'build:ts']);
  }
  return native;
}

function setUpNative() {
  if (!isStale(['crates', 'Cargo.toml', 'Cargo.lock', 'scripts/build-native.ts'], ['native/binding.cjs'])) {
    return { native: true };
  }
  if (spawnSync('cargo', ['--version']).error) {
    const whyNot = 'cargo is not on the PATH';
    say(`The native engine is not built: ${whyNot}. To have it, ${TOOLS.cargo}.`);
    return { native: false, whyNot };
  }
  say('Building the native engine (npm run build:native), a minute or two …');
  if (run('npm', ['run', '--silent', 'build:native']) === 0) {
    return { native: true };
  }
  const whyNot = 'its build failed, see above';
  say(`The native engine is not available: ${whyNot}.`);
  return { native: false, whyNot };
}

/** Whether dist/ is missing or older than what it is built from. */
export function needsBuild() {
  // What a build writes last: one that was cut off is done again.
  return isStale(['ts', 'package.json', 'tsconfig.json', 'tsconfig.build.json'], ['dist/browser.js']);
}

/** Whether a target is missing, or a source is newer than it. */
function isStale(sources, targets) {
  return targets.some((target) => {
    const built = join(root, target);
    return (
      !existsSync(built) || sources.some((source) => newest(join(root, source)) > statSync(built).mtimeMs)
    );
  });
}

/** When a file, or the newest file or folder below it, last changed. */
function newest(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) {
    return mtimeMs;
  }
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Runs a command in the project's folder and gives back its exit code. */
export function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    // npm is a shell script on Windows.
    shell: process.platform === 'win32',
  });
  if (error) {
    say(`${command} could not be run: ${error.message}`);
  }
  return status ?? 1;
}

function mustRun(command, args) {
  const status = run(command, args);
  if (status !== 0) {
    say(`${command} ${args.join(' ')} failed.`);
    process.exit(status);
  }
}

export function say(line) {
  console.error(line);
}
