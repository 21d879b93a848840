// `prepack` of npm: what package.json names must be there, or a package would be made without it and without a word.
import { existsSync, readFileSync } from 'node:fs';

const { bin, exports, files } = JSON.parse(readFileSync('package.json', 'utf8'));
const named = files.filter((path) => !path.startsWith('!'));
const missing = [bin, exports, named].flatMap(pathsIn).filter((path) => !existsSync(path));
if (missing.length > 0) {
  console.error(`error: the package is not built, ${missing[0]} is missing: run npm start first`);
  process.exitCode = 1;
}

/** The paths at the ends of an object of objects. */
function pathsIn(node) {
  return typeof node === 'string' ? [node] : Object.values(node).flatMap(pathsIn);
}
