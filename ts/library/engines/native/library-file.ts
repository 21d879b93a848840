import { getBuiltinModule } from '../../platform/builtin.ts';

const { closeSync, fstatSync, openSync, readSync, statSync } = getBuiltinModule('node:fs');

/** The fields of a 64-bit ELF header that say where its last table, that of its sections, is. */
const HEADER_BYTES = 64;
const SECTIONS_OFFSET = 40;
const SECTION_BYTES_OFFSET = 58;
const SECTION_COUNT_OFFSET = 60;

/**
 * Throws for what is no library file: a folder, a device or a pipe, which the system would read for ever; and a Linux
 * library (an ELF file) that ends before its last table does, as when a download broke off. The system would map that
 * all the same, and end the process when it reads what is not there. Other systems look for themselves.
 */
export function checkLibraryFile(file: string): void {
  if (!statSync(file).isFile()) {
    throw new Error(`${file} is not a file`);
  }
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const header = Buffer.alloc(HEADER_BYTES);
    const read = readSync(descriptor, header, 0, HEADER_BYTES, 0);
    const isElf = header.toString('latin1', 0, 4) === '\x7fELF';
    const is64LittleEndian = header[4] === 2 && header[5] === 1;
    if (!isElf || (read === HEADER_BYTES && !is64LittleEndian)) {
      return;
    }
    const end =
      Number(header.readBigUInt64LE(SECTIONS_OFFSET)) +
      header.readUInt16LE(SECTION_BYTES_OFFSET) * header.readUInt16LE(SECTION_COUNT_OFFSET);
    if (read < HEADER_BYTES || size < end) {
      throw new Error(
        `${file} is cut short: ${size} bytes, but its header says at least ${Math.max(end, HEADER_BYTES)}`,
      );
    }
  } finally {
    closeSync(descriptor);
  }
}
