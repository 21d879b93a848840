// What can be read in an addon's file without running it.
import { homedir } from 'node:os';

export interface Findings {
  /** The newest glibc that it asks for, such as `2.17`; none where it asks for no version. */
  readonly glibc: string | undefined;
  /** Whether an ELF file has a table of symbols, which stripping removes. Files of other formats are not looked into. */
  readonly hasSymbolTable: boolean;
  /** Folders of the machine that built it. */
  readonly paths: readonly string[];
}

export function inspectBinary(bytes: Buffer, buildFolders: readonly string[]): Findings {
  const text = bytes.toString('latin1');
  const versions = [...text.matchAll(/\bGLIBC_(\d+(?:\.\d+)+)\0/g)].map(([, version]) => version!);
  const known = [...buildFolders, homedir()].filter((folder) => text.includes(`${folder}/`));
  // Those of CI's machines, whose packages are checked elsewhere than they are built.
  const common = text.match(/\/(home|Users|__w)\/\w+\/|[A-Z]:\\(Users|a)\\/g) ?? [];
  return {
    glibc: versions.sort(compareVersions).at(-1),
    hasSymbolTable: isElf(bytes) && sectionTypes(bytes).includes(SYMBOL_TABLE),
    paths: [...new Set([...known, ...common])],
  };
}

export function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

const SYMBOL_TABLE = 2;

function isElf(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).toString('latin1') === '\x7fELF';
}

/** The types in the section headers of a 64-bit little-endian ELF file. */
function sectionTypes(bytes: Buffer): number[] {
  const start = Number(bytes.readBigUInt64LE(0x28));
  const size = bytes.readUInt16LE(0x3a);
  const count = bytes.readUInt16LE(0x3c);
  return Array.from({ length: count }, (_, index) => bytes.readUInt32LE(start + index * size + 4));
}
