// Who uses offloop in the rehearsal, and how. Versions are exact, so that only a change in offloop can make a rehearsal
// fail.
import * as programs from './programs.ts';

export interface Consumer {
  readonly name: string;
  /** The npm packages that it needs, which may contain programs. */
  readonly tools?: Readonly<Record<string, string>>;
  /** The path of a tool's program, if its package does not say. */
  readonly bin?: string;
  readonly files: Readonly<Record<string, string>>;
  /** How it gets offloop: `npm install offloop`, if not said. */
  readonly install?: string;
  /** Commands to run before those whose output counts. */
  readonly build?: readonly string[];
  readonly run: readonly string[];
  /** What each run must print: that all vectors are equal, if not said. */
  readonly prints?: RegExp;
  /** The engine that it gets: the native one, if not said. */
  readonly engine?: 'typescript';
  readonly env?: Readonly<Record<string, string>>;
}

// The registry of the rehearsal. 6.8.0 is the last that runs on Node 20, with this node-fetch.
export const VERDACCIO = {
  dependencies: { verdaccio: '6.8.0' },
  overrides: { 'node-fetch': '2.7.0' },
};

// The oldest of each line that package.json allows, and the newest of every line that is maintained.
const NODES = ['20.19.0', '20.20.2', '22.12.0', '22.23.3', '24.21.0', '26.10.0'];

const { platform, arch } = process;
// npm's packages node, bun and deno fetch these in install scripts, which are not run here.
const packageOf = {
  node: `node-${platform === 'win32' ? 'win' : platform}-${arch}`,
  bun: `@oven/bun-${platform === 'win32' ? 'windows' : platform}-${arch === 'arm64' ? 'aarch64' : arch}`,
  deno: `@deno/${platform}-${arch}${platform === 'linux' ? '-glibc' : ''}`,
};

const deno = {
  tools: { [packageOf.deno]: '2.9.6' },
  bin: packageOf.deno,
  install: 'deno install --node-modules-dir=auto --minimum-dependency-age=0',
};
const esm = { 'esm.mjs': programs.ESM };
const tests = { 'vectors.test.mjs': programs.TEST };
const FAKE_TIMERS = '{ "fakeTimers": { "enableGlobally": true } }';
const manifest = '{ "private": true, "dependencies": { "offloop": "*" } }';

export const consumers: readonly Consumer[] = [
  ...NODES.map((version) => ({
    name: `Node ${version}`,
    tools: { [packageOf.node]: version },
    files: { ...esm, 'commonjs.cjs': programs.COMMONJS, 'worker.mjs': programs.WORKER },
    run: ['node esm.mjs', 'node commonjs.cjs', 'node worker.mjs'],
  })),
  {
    name: 'Bun',
    tools: { [packageOf.bun]: '1.4.5' },
    bin: `${packageOf.bun}/bin`,
    files: { ...esm, 'commonjs.cjs': programs.COMMONJS, 'package.json': manifest },
    install: 'bun install',
    run: ['bun esm.mjs', 'bun commonjs.cjs'],
  },
  // The oldest and the newest that lose what an addon writes to small arrays.
  ...['1.2.20', '1.3.14'].map(
    (version): Consumer => ({
      name: `Bun ${version}, which the native engine refuses`,
      tools: { [packageOf.bun]: version },
      bin: `${packageOf.bun}/bin`,
      files: { 'fallback.mjs': programs.FALLBACK, 'package.json': manifest },
      install: 'bun install',
      run: ['bun fallback.mjs'],
      prints: /\d+ vectors equal, 1 warning$/m,
      engine: 'typescript',
    }),
  ),
  {
    name: 'Deno',
    ...deno,
    files: { ...esm, 'package.json': manifest },
    run: ['deno run --allow-all --node-modules-dir=auto esm.mjs'],
  },
  {
    name: 'pnpm',
    tools: { pnpm: '12.21.0' },
    files: { ...esm, 'package.json': manifest },
    install: 'pnpm install',
    run: ['node esm.mjs'],
  },
  {
    name: "Yarn's Plug'n'Play",
    tools: { '@yarnpkg/cli-dist': '4.18.1' },
    files: { ...esm, 'package.json': manifest, 'yarn.lock': '', '.yarnrc.yml': 'nodeLinker: pnp\n' },
    install: 'yarn install --no-immutable',
    run: ['yarn node esm.mjs'],
  },
  {
    name: 'TypeScript, skipLibCheck false',
    tools: { typescript: '7.0.2', '@types/node': '20.19.43' },
    files: { 'consumer.mts': programs.TYPED, 'tsconfig.json': programs.TSCONFIG },
    build: ['tsc'],
    run: ['node consumer.mjs'],
    prints: /^types hold$/m,
  },
  {
    name: 'webpack',
    tools: { webpack: '5.112.2', 'webpack-cli': '7.3.1' },
    files: {
      ...esm,
      'webpack.config.mjs': `
const common = { mode: 'production', target: 'node20', entry: './esm.mjs' };
export default [
  { ...common, output: { filename: 'bundle.cjs' } },
  { ...common, experiments: { outputModule: true }, output: { module: true, filename: 'bundle.mjs' } },
];
`,
    },
    build: ['webpack'],
    run: ['node dist/bundle.cjs', 'node dist/bundle.mjs'],
  },
  {
    name: 'Next, with Turbopack and webpack',
    tools: { next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1' },
    files: {
      'app/vectors/route.js': programs.NEXT_ROUTE,
      'app/layout.js': 'export default ({ children }) => <html><body>{children}</body></html>;',
      'next.config.mjs': `export default { turbopack: { root: import.meta.dirname + '/..' } };`,
    },
    build: ['next build', 'mv .next/server/app/vectors.body turbopack.txt', 'next build --webpack'],
    run: ['cat turbopack.txt', 'cat .next/server/app/vectors.body'],
    env: { NEXT_TELEMETRY_DISABLED: '1', NEXT_IGNORE_INCORRECT_LOCKFILE: '1' },
  },
  {
    name: 'Vite, for a server',
    tools: { vite: '8.3.8' },
    files: { ...esm, 'vite.config.mjs': 'export default { ssr: { noExternal: true } };' },
    build: ['vite build --ssr esm.mjs'],
    run: ['node dist/esm.mjs'],
  },
  {
    // Browser bundles run in Node, too, without using any Node module.
    name: 'Vite and webpack, for a browser',
    tools: { vite: '8.3.8', webpack: '5.112.2', 'webpack-cli': '7.3.1' },
    files: {
      'browser.mjs': programs.BROWSER,
      'vite.config.mjs': `export default { build: { lib: { entry: './browser.mjs', formats: ['es'], fileName: () => 'vite.mjs' } } };`,
      'webpack.config.mjs': `export default { mode: 'production', target: 'web', entry: './browser.mjs' };`,
    },
    build: ['vite build', 'webpack --output-filename webpack.cjs'],
    run: ['node dist/vite.mjs', 'node dist/webpack.cjs'],
    engine: 'typescript',
  },
  {
    name: 'Rollup',
    tools: { rollup: '4.68.8', '@rollup/plugin-node-resolve': '16.0.3' },
    files: esm,
    build: ['esm --file dist/bundle.mjs', 'cjs --file dist/bundle.cjs'].map(
      (output) => `rollup esm.mjs -p node-resolve --format ${output}`,
    ),
    run: ['node dist/bundle.mjs', 'node dist/bundle.cjs'],
  },
  {
    name: 'esbuild',
    tools: { esbuild: '0.28.2' },
    files: esm,
    build: ['esm --outfile=dist/bundle.mjs', 'cjs --outfile=dist/bundle.cjs'].map(
      (output) => `esbuild esm.mjs --bundle --platform=node --format=${output}`,
    ),
    run: ['node dist/bundle.mjs', 'node dist/bundle.cjs'],
  },
  {
    name: 'Jest (ESM)',
    tools: { jest: '30.5.2' },
    files: { ...tests, 'jest.config.json': '{ "testMatch": ["**/*.test.mjs"] }' },
    run: ['jest'],
    env: { NODE_OPTIONS: '--experimental-vm-modules' },
  },
  {
    // The last for Node 20.
    name: 'Vitest',
    tools: { vitest: '4.1.12' },
    files: tests,
    run: ['forks', 'threads', 'vmThreads'].map((pool) => `vitest run --globals --pool ${pool}`),
  },
  // Runtimes, loaders and settings that have less than Node's newest.
  {
    name: 'Deno with few permissions',
    ...deno,
    files: { 'browser.mjs': programs.BROWSER, 'package.json': manifest },
    run: ['', ' --allow-env', ' --allow-read', ' --allow-read --allow-env', ' --allow-read --allow-ffi'].map(
      (permissions) => `deno run --no-prompt --node-modules-dir=auto${permissions} browser.mjs`,
    ),
    prints: /\d+ vectors equal(?=.*OffloopWarning: The native engine is not available)/s,
    engine: 'typescript',
  },
  {
    name: "Vercel's edge-runtime",
    tools: { 'edge-runtime': '4.0.1', esbuild: '0.28.2' },
    files: { 'worker.mjs': programs.VERCEL, 'run.mjs': programs.RUN_VERCEL },
    build: ['edge-light', 'worker'].map(
      (condition) =>
        `esbuild worker.mjs --bundle --platform=neutral --format=iife --conditions=${condition} --outfile=dist/${condition}.js`,
    ),
    run: ['node run.mjs dist/edge-light.js', 'node run.mjs dist/worker.js'],
    engine: 'typescript',
  },
  {
    name: 'esbuild for no platform',
    tools: { esbuild: '0.28.2' },
    files: { 'commonjs.cjs': programs.COMMONJS },
    build: [
      'esbuild commonjs.cjs --bundle --platform=neutral --external:node:fs --format=cjs --outfile=dist/bundle.cjs',
    ],
    run: ['node dist/bundle.cjs'],
  },
  {
    // It needs Node 22.
    name: "Cloudflare's workerd, by miniflare",
    tools: { miniflare: '4.20260730.0', esbuild: '0.28.2', [packageOf.node]: '22.23.3' },
    files: { 'worker.mjs': programs.CLOUDFLARE, 'run.mjs': programs.RUN_CLOUDFLARE },
    build: ['esbuild worker.mjs --bundle --format=esm --conditions=workerd --outfile=dist/worker.mjs'],
    run: ['node run.mjs'],
    engine: 'typescript',
  },
  {
    name: 'Jest (CommonJS, and fake timers, and jsdom)',
    tools: { jest: '30.5.2', 'jest-environment-jsdom': '30.5.2', [packageOf.node]: '20.19.0' },
    files: { 'vectors.test.js': programs.TEST_COMMONJS, 'jest.config.json': '{}', 'fake.json': FAKE_TIMERS },
    run: ['jest', 'jest --config fake.json', 'jest --env jsdom', 'jest --config fake.json --env jsdom'],
  },
  ...Object.entries({ node10: 'commonjs', node16: 'node16' }).map(([moduleResolution, module]) => ({
    name: `TypeScript 5.7, CommonJS, ${moduleResolution}`,
    tools: { typescript: '5.7.3', '@types/node': '20.19.43' },
    files: {
      'consumer.ts': programs.TYPED_COMMONJS,
      'tsconfig.json': JSON.stringify({
        compilerOptions: { ...programs.COMPILER_OPTIONS, module, moduleResolution },
      }),
    },
    build: ['tsc'],
    run: ['node consumer.js'],
    prints: /^types hold$/m,
  })),
  {
    name: 'npm install --omit=optional',
    files: { 'fallback.mjs': programs.FALLBACK },
    install: 'npm install --omit=optional offloop',
    run: ['node fallback.mjs'],
    prints: /\d+ vectors equal, 1 warning$/m,
    engine: 'typescript',
  },
];
