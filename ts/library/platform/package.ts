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
  for (const place of PLACES) {
    let require: NodeJS.Require;
    let manifest: string;
    try {
      require = createRequire(place());
      manifest = require.resolve('offloop/package.json');
    } catch {
      continue;
    }
    return require(join(dirname(manifest), path));
  }
  throw new Error(
    'the package offloop is not installed beside this bundle, and NAPI_RS_NATIVE_LIBRARY_PATH names no .node file',
  );
}

/** This package's version, which a bundle cannot read from package.json. */
export function packageVersion(): string {
  return '0.1.0';
}
