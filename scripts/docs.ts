// `npm run docs`: a reference of the public API, from the comments in the code, as a page in docs/api/.
import { $ } from 'zx';
import { root } from './kit/places.mjs';

/** TypeDoc needs the compiler's API, which TypeScript has up to 6. */
const TOOLS = ['--package', 'typedoc@0.28.15', '--package', 'typescript@5.9.3'];

const entries = ['', 'math/', 'service/', 'distributed/', 'opentelemetry/'].map(
  (folder) => `ts/${folder}index.ts`,
);

const run = $({ cwd: root, stdio: 'inherit' });
await run`npx --yes ${TOOLS} typedoc ${entries} --out docs/api --tsconfig tsconfig.build.json \
  --name offloop --readme none --excludeInternal --excludePrivate --treatWarningsAsErrors --disableSources`;
