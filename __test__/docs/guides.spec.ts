import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { startProgram } from '../processes.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const guides = readdirSync(join(root, 'docs', 'guides')).map((file) => join('docs', 'guides', file));

for (const guide of [...guides, join('examples', 'README.md')]) {
  const text = readFileSync(join(root, guide), 'utf8');

  for (const [, command = '', output = ''] of text.matchAll(/```sh\n(.*)\n```\n\n```text\n([^`]*)```/g)) {
    test(`${guide}: ${command} prints what it says`, async (t) => {
      const folder = mkdtempSync(join(tmpdir(), 'offloop-guides-'));
      t.teardown(() => rmSync(folder, { recursive: true }));
      const [node, file, ...options] = command.split(' ');
      t.is(node, 'node');
      const args = [
        join(root, file!),
        ...options.map((option) => option.replace(/^samples\./, join(folder, '$&'))),
      ];
      const { code, stdout, stderr } = await startProgram(process.execPath, args).finished;
      t.is(code, 0);
      t.is(plain(stdout + stderr), plain(output));
    });
  }
}

/** Without what differs between machines: times, memory, workers, and the last digits of what Math.exp gives. */
function plain(text: string): string {
  return text
    .replaceAll(/\d+ (ms|MiB)/g, '… $1')
    .replaceAll(/workers: \d+/g, 'workers: …')
    .replaceAll(/(\d+\.\d{10})\d+/g, '$1');
}
