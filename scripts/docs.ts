// `npm run docs`: a reference of the public API, from the comments in the code, as a page in docs/api/.
import { join } from 'node:path';
import { $ } from 'zx';

const root = join(import.meta.dirname, '..');

/** TypeDoc needs the compiler's API, which TypeScript has up to 6. */
const TOOLS = ['--package', 'typedoc@0.28.15', '--package', 'typescript@5.9.3'];

const entries = ['', 'math/', 'service/', 'distributed/', 'opentelemetry/'].map(
  (folder) => `ts/${folder}index.ts`,
);

await $({
  cwd: root,
  stdio: 'inherit',
})`npx --yes ${TOOLS} typedoc ${entries} --out docs/api --tsconfig tsconfig.build.json \
  --name offloop --readme none --excludeInternal --excludePrivate --treatWarningsAsErrors --disableSources`;
