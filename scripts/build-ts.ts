// `npm run build:ts`: what the package has in dist/. It should be small, and is nobody's to read but a debugger's.
import { writeFile } from 'node:fs/promises';
import { transform } from 'esbuild';
import { $, glob } from 'zx';

const config = 'tsconfig.build.json';

// Types keep their comments, which editors show; code does not.
await $`tsc -p ${config}`;
await $`tsc -p ${config} --declaration false --removeComments`;

// What only the command line uses is packed without source maps, so it may as well be packed tight.
const inner = await glob('dist/{cli,example}/**/*.js');
await $`esbuild ${inner} --outdir=dist --outbase=dist --allow-overwrite --minify --target=node20 --log-level=warning`;

// The timeline page's own script and style are texts, into which that does not look.
for (const [name, loader] of [
  ['player', 'js'],
  ['style', 'css'],
] as const) {
  const file = new URL(`../dist/example/timeline/page/${name}.js`, import.meta.url);
  const [[constant, text]] = Object.entries(await import(file.href)) as [[string, string]];
  const { code } = await transform(text, { loader, format: 'esm', minify: true });
  await writeFile(file, `export const ${constant} = ${JSON.stringify(code)};\n`);
}
