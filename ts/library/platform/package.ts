import { getBuiltinModule } from './builtin.ts';

// Bundlers would follow an import of createRequire into files they cannot bundle. They leave this alone.
const { createRequire } = getBuiltinModule('node:module');
const { dirname, join } = getBuiltinModule('node:path');

/**
 * Where this code is, if a bundler has not hidden it. A CommonJS bundle has no `import.meta.url`, or the one of the
 * machine that built it (webpack); anything else has no `__filename`, or one that does not exist (Turbopack).
 */
const PLACES = [() => import.meta.url, () => __filename];

/** Loads a file of the installed package: a bundle of this code may be anywhere. */
export function requireFromPackage<T>(path: string): T {
  const { require, folder } = installed();
  return require(join(folder, path));
}

/** Where a file of the installed package is. */
export function fileOfPackage(path: string): string {
  return join(installed().folder, path);
}

function installed(): { require: NodeJS.Require; folder: string } {
  for (const place of PLACES) {
    try {
      const require = createRequire(place());
      return { require, folder: dirname(require.resolve('offloop/package.json')) };
    } catch {
      // The next place, then.
    }
  }
  throw new Error(
    'the package offloop is not installed beside this bundle, and NAPI_RS_NATIVE_LIBRARY_PATH names no .node file',
  );
}
