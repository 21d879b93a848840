import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('../', import.meta.url));

/** What a user's process loads, which nothing else has loaded before. */
const program = `
  import { writeSync } from 'node:fs';
  await import(process.argv[1]);
  const builtins = process.moduleLoadList;
  const libraries = process.report.getReport().sharedObjects;
  writeSync(1, JSON.stringify({ builtins, libraries })); // not process.stdout, which may load node:net
`;

const entryPoints = [
  {
    name: 'offloop',
    file: 'index',
    packages: [],
    never: /^ts\/(service|example|cli|distributed)\//,
    neverOfNode: ['net', 'http', 'dgram', 'worker_threads', 'child_process'],
  },
  {
    name: 'offloop/math',
    file: 'library/math/index',
    sees: 'ts/library/math/logarithm.ts',
    packages: [],
    never:
      /^ts\/(index|library\/(engines|distributions|generator|jobs)|service|example|cli|operation|distributed)\b/,
    neverOfNode: ['net', 'http', 'dgram', 'worker_threads', 'child_process'],
  },
  {
    name: 'offloop/service',
    file: 'service/index',
    packages: [],
    never: /^ts\/(example|cli|operation|distributed)\//,
    neverOfNode: ['http', 'dgram', 'child_process'],
  },
  {
    name: 'offloop/opentelemetry',
    file: 'service/opentelemetry/index',
    sees: 'ts/service/events.ts',
    packages: ['@opentelemetry/api'],
    never: /^ts\/(example|cli|operation|distributed)\//,
    neverOfNode: ['http', 'dgram', 'child_process'],
  },
  {
    name: 'offloop/distributed',
    file: 'distributed/index',
    packages: ['bullmq', 'ioredis'],
    never: /^ts\/(service|example|cli)\//,
    neverOfNode: ['http'],
  },
];

for (const {
  name,
  file,
  sees = 'ts/library/engines/native/native.ts',
  packages,
  never,
  neverOfNode,
} of entryPoints) {
  test(`${name} leads to its own files, and to ${packages.join() || 'no package'}`, (t) => {
    const { files, packages: found } = graphOf(`ts/${file}.ts`);
    t.true(files.includes(sees), 'the whole graph is seen');
    t.deepEqual(
      files.filter((path) => never.test(path)),
      [],
    );
    t.deepEqual(found, packages);
  });

  for (const folder of ['dist', 'dist/cjs']) {
    test(`${name} as built in ${folder} needs the same packages, and the library is few files of it`, (t) => {
      const { files, packages: found } = graphOf(`${folder}/${file}.js`);
      t.deepEqual(found, packages);
      const library = graphOf(`${folder}/index.js`).files;
      // Its entry point, its functions of mathematics, which are an entry point's, too, and all the rest.
      t.is(library.length, 3);
      const shared = { index: 3, 'library/math/index': 1 }[file] ?? 2;
      t.is(files.filter((path) => library.includes(path)).length, shared);
    });
  }

  test(`importing ${name} loads none of ${neverOfNode.join(', ')}, and no addon`, (t) => {
    const { NODE_OPTIONS, ...env } = process.env;
    const args = ['--input-type=module', '--eval', program, name];
    const { builtins, libraries }: { builtins: string[]; libraries: string[] } = JSON.parse(
      execFileSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' }),
    );
    t.deepEqual(
      neverOfNode.filter((builtin) => builtins.includes(`NativeModule ${builtin}`)),
      [],
    );
    t.deepEqual(
      libraries.filter((path) => /offloop[^/\\]*\.node$/.test(path)),
      [],
    );
  });
}

test("what browsers load asks for none of Node's modules", (t) => {
  const text = readFileSync(`${root}dist/browser.js`, 'utf8');
  t.false(/getBuiltinModule|OFFLOOP_UNSUPPORTED_RUNTIME/.test(text));
});

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
    packages: [...new Set(external)].filter((path) => !/^node:|^<runtime>$/.test(path)).sort(),
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
