// `npm run ready`: every check that CI runs. Ends with the first that fails.
import { $ } from 'zx';

const checks: Record<string, string[]> = {
  'format and lint': ['npx', 'biome', 'ci', '.'],
  types: ['npx', 'tsc', '-p', 'tsconfig.json'],
  'unused code': ['npx', 'knip'],
  'Rust format': ['cargo', 'fmt', '--check'],
  'Rust lint': ['cargo', 'clippy', '--locked', '--workspace', '--all-targets', '--', '-D', 'warnings'],
  build: ['npm', 'run', '--silent', 'build:ts'],
  package: ['npx', 'publint', '--strict'],
  'package types': ['npx', 'attw', '--pack', '.', '--profile', 'esm-only'],
  tests: ['npm', 'test'],
};

$.stdio = 'inherit';
for (const [name, command] of Object.entries(checks)) {
  console.error(`\n=== ${name}: ${command.join(' ')} ===`);
  const { exitCode } = await $({ nothrow: true })`${command}`;
  if (exitCode !== 0) {
    console.error(`\nNot ready: ${name} failed.`);
    process.exit(1);
  }
}
console.error('\nReady: every check passed.');
