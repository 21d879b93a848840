import { OffloopError } from '../checks/errors.ts';

/** Loads what needs packages that offloop does not bring. If one of them is not there, one sentence says what to do. */
export async function optionalPackages<T>(
  what: string,
  packages: readonly string[],
  load: () => Promise<T>,
): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException)?.code !== 'ERR_MODULE_NOT_FOUND') {
      throw cause;
    }
    throw new OffloopError(
      'OFFLOOP_PACKAGES_MISSING',
      `${what} needs packages that are not installed: npm install ${packages.join(' ')}`,
      { cause },
    );
  }
}
