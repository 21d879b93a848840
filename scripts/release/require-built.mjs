// `prepack` of npm: what package.json names must be there, or a package would be made without it and without a word.
import { existsSync, readFileSync } from 'node:fs';

const { bin, exports, files } = JSON.parse(readFileSync('package.json', 'utf8'));
// What not every machine can build, and every release has: `npm run release:check` asks for it.
const optional = ['native/engine.wasm', 'native/THIRD-PARTY-LICENSES.txt'];
const named = files.filter((path) => !path.startsWith('!') && !optional.includes(path));
const missing = [bin, exports, named].flatMap(pathsIn).filter((path) => !existsSync(path));
if (missing.length > 0) {
  console.error(`error: the package is not built, ${missing[0]} is missing: run npm start first`);
  process.exitCode = 1;
}

/** The paths at the ends of an object of objects. */
function pathsIn(node) {
  return typeof node === 'string' ? [node] : Object.values(node).flatMap(pathsIn);
}
