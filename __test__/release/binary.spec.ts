import test from 'ava';
import { inspectBinary } from '../../scripts/release/binary.ts';

test('the newest glibc that a binary asks for is found, by number', (t) => {
  t.is(inspectBinary(Buffer.from('\0GLIBC_2.2.5\0GLIBC_2.17\0GLIBC_2.9\0'), []).glibc, '2.17');
  t.is(inspectBinary(Buffer.from('\0musl\0'), []).glibc, undefined);
});

test('paths of the machine that built a binary are found', (t) => {
  const text =
    '\0/build/here/src/lib.rs\0cargo/registry/src/napi/lib.rs\0/home/runner/work/x.rs\0D:\\a\\offloop\\x.rs';
  t.deepEqual(inspectBinary(Buffer.from(text), ['/build/here']).paths, [
    '/build/here',
    '/home/runner/',
    'D:\\a\\',
  ]);
  t.deepEqual(inspectBinary(Buffer.from('\0cargo/registry/src/napi/lib.rs'), ['/build/here']).paths, []);
});

test('a table of symbols is found in an ELF file', (t) => {
  t.false(inspectBinary(elf(3), []).hasSymbolTable);
  t.true(inspectBinary(elf(2), []).hasSymbolTable);
});

/** The headers of a 64-bit ELF file with one section of a type. */
function elf(sectionType: number): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.write('\x7fELF', 'latin1');
  bytes.writeBigUInt64LE(64n, 0x28);
  bytes.writeUInt16LE(64, 0x3a);
  bytes.writeUInt16LE(1, 0x3c);
  bytes.writeUInt32LE(sectionType, 64 + 4);
  return bytes;
}
