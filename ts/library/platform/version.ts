/** This package's version, which a bundle cannot read from package.json. */
export function packageVersion(): string {
  return '0.1.0';
}
