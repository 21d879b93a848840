// `npm run build:ts`: what the package has in dist/. It should be small, and is nobody's to read but a debugger's.
import { $, glob } from 'zx';

const config = 'tsconfig.build.json';

// Types keep their comments, which editors show; code does not.
await $`tsc -p ${config}`;
await $`tsc -p ${config} --declaration false --removeComments`;

// What only the command line uses is packed without source maps, so it may as well be packed tight.
const inner = await glob('dist/{cli,scenario,timeline}/**/*.js');
await $`esbuild ${inner} --outdir=dist --outbase=dist --allow-overwrite --minify --target=node20 --log-level=warning`;
