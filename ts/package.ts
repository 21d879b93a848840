import { dirname, join } from 'node:path';

/**
 * Where this code is, as far as a bundler left it known. A bundle in CommonJS has no `import.meta.url`, or that of the
 * machine it was made on (webpack); anything else has no `__filename`, or one that leads nowhere (Turbopack).
 */
const PLACES = [() => import.meta.url, () => __filename];

/** Loads a file of this package, as it is installed: a bundle of this code may be anywhere. */
export function requireFromPackage<T>(path: string): T {
  // Bundlers follow an import of createRequire into what they cannot bundle. This they leave alone.
  const { createRequire } = process.getBuiltinModule('node:module');
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
  throw new Error('the package offloop is not installed where the bundle of it runs');
}

/** This package's version. */
export function packageVersion(): string {
  return requireFromPackage<{ version: string }>('package.json').version;
}
