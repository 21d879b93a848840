// `npm run build:ts`: the contents of dist/. A user's process loads few files: the library is one, which an entry point
// may have in common with others, and so is each floor above it. The library stays readable in a debugger.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { build, transform } from 'esbuild';
import { $, glob } from 'zx';
import { inWords } from '../ts/library/distributions/definition.ts';
import { DISTRIBUTIONS, definitionOf } from '../ts/library/distributions/registry.ts';
import { browser, node } from './build-plugins.ts';
import { BUNDLED } from './bundled.ts';

/** What package.json exports, from ts/ and in dist/. */
const exported = [
  'index',
  'library/math/index',
  'service/index',
  'distributed/index',
  'service/opentelemetry/index',
];

/** What is started as a program. */
const programs = ['cli/main', 'operation/compute-worker'];

/** What only benches and tests load: it is not packed. */
const notPacked = ['timeline/index', 'example/page/render-page'];

/** How what has names in a user's stack traces is made small. */
const named = { minifyWhitespace: true, minifySyntax: true } as const;

/** Other packages: users install them beside offloop if they want what needs them. */
const { devDependencies, peerDependencies } = JSON.parse(await readFile('package.json', 'utf8'));
const external = Object.keys({ ...devDependencies, ...peerDependencies }).filter(
  (name) => !BUNDLED.includes(name),
);

// Output of deleted files would be packed, too.
await rm('dist', { recursive: true, force: true });
await buildTypes();
await buildNode();
await buildWorker();
await writeModule();
await buildBrowser();

/** The types of what is exported, with comments, which editors show. ES modules and CommonJS share them. */
async function buildTypes(): Promise<void> {
  await $`tsc -p tsconfig.build.json`;
  await documentMethods();
  const needed = await typesOf(exported.map((name) => `${name}.d.ts`));
  for (const file of await glob('**/*.d.{ts,cts}', { cwd: 'dist/cjs' })) {
    if (!needed.has(file)) {
      await rm(join('dist/cjs', file));
    }
  }
  for (const name of exported) {
    const file = join('dist', `${name}.d.ts`);
    await write(file, `export * from './${relative(dirname(file), join('dist/cjs', name))}.js';\n`);
  }
}

/** Says in the registry's types what each distribution is: editors show it for the generator's methods. */
async function documentMethods(): Promise<void> {
  const file = 'cjs/library/distributions/registry.d.ts';
  let text = await readFile(join('dist', file), 'utf8');
  for (const name of DISTRIBUTIONS) {
    const { list, use } = definitionOf(name);
    const given = list.map((parameter) =>
      parameter.default === undefined ? parameter.name : `${parameter.name} = ${parameter.default}`,
    );
    const each = list.map((parameter) => `- ${parameter.name}: ${parameter.meaning}; ${inWords(parameter)}`);
    const lines = [
      `The next sample of \`${name}(${given.join(', ')})\`: ${use}.`,
      ...(each.length > 0 ? ['', ...each] : []),
      '',
      '@throws {TypeError | RangeError} for other parameters',
    ];
    const comment = lines.map((line) => `     * ${line}`.trimEnd()).join('\n');
    const line = `    readonly ${name}: `;
    if (!text.includes(line)) {
      throw new Error(`${file} has no '${line.trim()}'`);
    }
    text = text.replace(line, `    /**\n${comment}\n     */\n${line}`);
  }
  await write(join('dist', file), text);
}

/** Files of types in dist/cjs/, and all that they lead to. */
async function typesOf(files: string[]): Promise<Set<string>> {
  const found = new Set(files);
  for (const file of found) {
    const text = await readFile(join('dist/cjs', file), 'utf8');
    for (const [, path] of text.matchAll(/\b(?:from |import\()['"](\..+?)\.ts['"]/g)) {
      found.add(join(dirname(file), `${path}.d.ts`));
    }
  }
  return found;
}

/**
 * ES modules, with what several need in files of its own; and what is exported once more in CommonJS, for what cannot load
 * ES modules, such as Jest. Nobody needs to read that, or what only the command line uses.
 */
async function buildNode(): Promise<void> {
  const { outputFiles, metafile } = await build({
    entryPoints: [...exported, ...programs, ...notPacked].map((name) => `ts/${name}.ts`),
    bundle: true,
    splitting: true,
    platform: 'node',
    external,
    target: 'node20',
    format: 'esm',
    outdir: 'dist',
    chunkNames: 'chunks/[hash]',
    // Or what an entry point does not use of the library would be in a file of its own.
    ignoreAnnotations: true,
    plugins: [node],
    logLevel: 'warning',
    metafile: true,
    write: false,
  });
  const files = new Map<string, string>();
  for (const { path, text } of outputFiles) {
    files.set(relative('.', path), await withConstants(text));
  }
  const loadedBy = (names: readonly string[]): Set<string> => {
    const loaded = new Set(names.map((name) => join('dist', `${name}.js`)));
    for (const file of loaded) {
      for (const { path } of metafile.outputs[file]!.imports.filter(({ external }) => !external)) {
        loaded.add(path);
      }
    }
    return loaded;
  };
  const library = loadedBy(['index']);
  const packed = loadedBy(exported);
  for (const [path, text] of files) {
    const size = library.has(path) ? {} : packed.has(path) ? named : { minify: true };
    await write(path, (await transform(text, { format: 'esm', ...size })).code);
  }
  await writeCommonJs([...packed].map((path) => [relative('dist', path), files.get(path)!]));
  await write('dist/cli/offloop.cjs', await commandLine());
  await write('dist/cli/THIRD-PARTY-LICENSES.txt', await bundledLicences());
}

async function writeCommonJs(files: readonly [path: string, text: string][]): Promise<void> {
  for (const [path, text] of files) {
    const { code } = await transform(text, {
      format: 'cjs',
      platform: 'node',
      minify: true,
      logOverride: { 'empty-import-meta': 'silent' }, // ts/library/platform/package.ts has another way
    });
    await write(join('dist/cjs', path), code);
  }
  await write('dist/cjs/package.json', '{ "type": "commonjs" }\n');
}

/** Where the command line begins, which loads the rest later. */
async function commandLine(): Promise<string> {
  const source = await readFile('ts/cli/offloop.cts', 'utf8');
  const { code } = await transform(source.replace('./main.ts', './main.js'), {
    loader: 'ts',
    format: 'cjs',
    minify: true,
  });
  return code;
}

async function bundledLicences(): Promise<string> {
  const texts = BUNDLED.map(async (name) => {
    const folder = join('node_modules', name);
    const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    return `${name} ${version}: ${license}\n\n${await readFile(join(folder, 'LICENSE'), 'utf8')}`;
  });
  return ['The command line contains the following software.', ...(await Promise.all(texts))].join('\n\n');
}

/**
 * What runs in threads of JavaScript, in one file that imports nothing, and that is read by all kinds of runtimes; and the
 * same as a text, for pages beside which there is no such file.
 */
async function buildWorker(): Promise<void> {
  const text = await bundleForBrowsers('ts/library/engines/threads/worker.ts');
  const { code } = await transform(text, { format: 'iife', minify: true });
  await write('dist/offloop-worker.js', code);
  await write('dist/worker-text.js', `export default ${JSON.stringify(code)};\n`);
}

/** The bytes of the WebAssembly module, deflated, for where no file can be read; none if it is not built. */
async function writeModule(): Promise<void> {
  const file = 'native/engine.wasm';
  const bytes = existsSync(file) ? deflateRawSync(await readFile(file), { level: 9 }).toString('base64') : '';
  await write('dist/engine-bytes.js', `export default '${bytes}';\n`);
}

/**
 * The same library for browsers, in one file that a page can load without a bundler, too; and as a script, for the
 * playground, which is opened as a file.
 */
async function buildBrowser(): Promise<void> {
  const text = await bundleForBrowsers('ts/index.ts');
  const { code } = await transform(text, { format: 'esm', minify: true });
  const script = await build({
    stdin: { contents: code, resolveDir: 'dist' },
    bundle: true,
    minify: true,
    target: 'es2022',
    format: 'iife',
    globalName: 'offloop',
    logLevel: 'warning',
    logOverride: { 'empty-import-meta': 'silent' }, // it has no file beside it, and the worker's text in it
    write: false,
  });
  await write('docs/playground/offloop.js', script.outputFiles[0]!.text);
  // The last: by it scripts/setup.mjs knows that a build came to its end.
  await write('dist/browser.js', code);
}

/** What a file and all that it imports is where there is no Node, but for what is loaded when it is needed. */
async function bundleForBrowsers(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    write: false,
    logLevel: 'warning',
    plugins: [browser],
    external: ['./engine-bytes.js', './worker-text.js'],
  });
  return withConstants(outputFiles[0]!.text);
}

/**
 * esbuild makes a bundle's constants variables, which V8 reads again at each use: the TypeScript engine would need half
 * as much time again.
 */
async function withConstants(text: string): Promise<string> {
  const all = text.replaceAll(/^var (?=([\w$]+|\{ [^}]+ \}) = )/gm, 'const ');
  const { warnings } = await transform(all, { logLevel: 'silent' });
  const assigned = warnings
    .filter(({ id }) => id === 'assign-to-constant')
    .map(({ text }) => /"(.+)"/.exec(text)![1]!);
  const lost = assigned.find((name) => !all.includes(`\nconst ${name} = `));
  if (lost !== undefined) {
    throw new Error(`${lost} is taken for a constant, and is none`);
  }
  return all.replaceAll(/^const (?=([\w$]+) = )/gm, (found, name) =>
    assigned.includes(name) ? 'let ' : found,
  );
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
