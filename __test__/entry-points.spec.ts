import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('../', import.meta.url));

/** What a user's process loads, which nothing else has loaded before. */
const program = `
  import { writeSync } from 'node:fs';
  await import(process.argv[1]);
  writeSync(1, JSON.stringify(process.moduleLoadList)); // not process.stdout, which may load node:net
`;

const entryPoints = [
  {
    name: 'offloop',
    file: 'dist/index.js',
    packages: [],
    never: /^dist\/(service|example|cli|operation|distributed)\//,
    neverOfNode: ['net', 'http', 'dgram', 'worker_threads', 'child_process'],
  },
  {
    name: 'offloop/math',
    file: 'dist/math/index.js',
    sees: 'dist/math/logarithm.js',
    packages: [],
    never: /^dist\/(engine|distributions|generator|run|service|example|cli|operation|distributed)\//,
    neverOfNode: ['net', 'http', 'dgram', 'worker_threads', 'child_process'],
  },
  {
    name: 'offloop/service',
    file: 'dist/service/index.js',
    packages: [],
    never: /^dist\/(example|cli|operation|distributed)\//,
    neverOfNode: ['http', 'dgram', 'child_process'],
  },
  {
    name: 'offloop/opentelemetry',
    file: 'dist/opentelemetry/index.js',
    sees: 'dist/service/events.js',
    packages: ['@opentelemetry/api'],
    never: /^dist\/(example|cli|operation|distributed)\//,
    neverOfNode: ['http', 'dgram', 'child_process'],
  },
  {
    name: 'offloop/distributed',
    file: 'dist/distributed/index.js',
    packages: ['bullmq', 'ioredis'],
    never: /^dist\/(service|example|cli)\//,
    neverOfNode: ['http'],
  },
];

for (const { name, file, sees = 'dist/engine/native.js', packages, never, neverOfNode } of entryPoints) {
  test(`${name} leads to its own files, and to ${packages.join() || 'no package'}`, (t) => {
    const { files, packages: found } = graphOf(file);
    t.true(files.includes(sees), 'the whole graph is seen');
    t.deepEqual(
      files.filter((path) => never.test(path)),
      [],
    );
    t.deepEqual(found, packages);
  });

  test(`importing ${name} loads none of ${neverOfNode.join(', ')}`, (t) => {
    const { NODE_OPTIONS, ...env } = process.env;
    const args = ['--input-type=module', '--eval', program, name];
    const loaded: string[] = JSON.parse(
      execFileSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' }),
    );
    t.deepEqual(
      neverOfNode.filter((builtin) => loaded.includes(`NativeModule ${builtin}`)),
      [],
    );
  });
}

/** The files of the package that a file imports, at once or later, and the packages that they import. */
function graphOf(file: string): { files: string[]; packages: string[] } {
  const { metafile } = buildSync({
    entryPoints: [file],
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    // Files of which nothing is used are loaded all the same.
    ignoreAnnotations: true,
    metafile: true,
    write: false,
  });
  const imported = Object.values(metafile.inputs).flatMap(({ imports }) => imports);
  const external = imported.filter((found) => found.external).map(({ path }) => path);
  return {
    files: Object.keys(metafile.inputs),
    packages: [...new Set(external)].filter((path) => !path.startsWith('node:')).sort(),
  };
}

for (const [file, load] of [
  ['dist/index.js', "await import('./dist/index.js')"],
  ['dist/cjs/index.js', "require('./dist/cjs/index.js')"],
] as const) {
  test(`${file}: console.log of a generator shows its state`, (t) => {
    const program = `(async () => console.log(new (${load}).Generator(1)))()`;
    const shown = execFileSync(process.execPath, ['--input-type=commonjs', '--eval', program], {
      cwd: root,
      encoding: 'utf8',
    });
    t.regex(
      shown,
      /^\{\s+Generator: \{ version: 1, seed: '1', stream: 0, children: 0, positions: \{\} \}\s+\}\n$/,
    );
  });
}
