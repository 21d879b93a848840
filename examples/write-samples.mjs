// Writes Gaussian samples to a file as doubles, eight bytes each: any number of them, with flat memory.
import { open, rm } from 'node:fs/promises';
import { sampleInChunks } from 'offloop';
import { readOptions } from './options.mjs';

const { samples, seed, output } = readOptions('Writes Gaussian samples to a file.', {
  samples: { initial: 1e6, most: 1e12, help: 'how many, of 8 bytes each' },
  seed: { initial: 42n, help: 'the same seed gives the same file' },
  output: { initial: 'samples.f64', help: 'the file' },
});

// Ctrl-C leaves no half of a file.
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());

const file = await open(output, 'w');
try {
  let written = 0;
  const job = { distribution: 'gaussian', samples, seed };
  // With `reuse`, a chunk's memory is filled again when the next one is asked for, so it must be on its way to the disk by then:
  // `writeFile` is awaited. Meanwhile the next chunk is computed, in other memory.
  for await (const chunk of sampleInChunks(job, { reuse: true, signal: interrupt.signal })) {
    await file.writeFile(chunk);
    written += chunk.length;
    process.stderr.write(`${written} of ${samples} samples written\n`);
  }
  await file.close();
} catch (error) {
  await file.close();
  await rm(output);
  console.error(interrupt.signal.aborted ? 'interrupted' : error.message);
  process.exitCode = interrupt.signal.aborted ? 130 : 1;
}
console.error(`at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB of memory used`);
