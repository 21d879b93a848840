// Writes normal samples to a file, as doubles of 8 bytes: any number of them, with flat memory.
import { open, rm } from 'node:fs/promises';
import { sampleInChunks } from 'offloop';
import { readOptions } from './options.mjs';

const { samples, seed, output } = readOptions('Writes normal samples to a file.', {
  samples: { initial: 1e6, most: 1e12, help: 'how many, of 8 bytes each' },
  seed: { initial: 42n, help: 'the same seed gives the same file' },
  output: { initial: 'samples.f64', help: 'the file' },
});
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort(new Error('interrupted')));

try {
  const file = await open(output, 'w');
  try {
    await writeTo(file);
  } catch (error) {
    // There is a whole file or none.
    await rm(output);
    throw error;
  } finally {
    await file.close();
  }
  console.error(`at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB of memory used`);
} catch (error) {
  console.error(error.message);
  process.exitCode = interrupt.signal.aborted ? 130 : 1;
}

async function writeTo(file) {
  const job = { distribution: 'normal', samples, seed };
  let written = 0;
  // While a chunk is written, the next one is computed. With `reuse` the chunk's memory is taken back for the one after
  // that, as soon as the loop asks for more: so it must be written by then, which is why `writeFile` is awaited here.
  for await (const chunk of sampleInChunks(job, { reuse: true, signal: interrupt.signal })) {
    await file.writeFile(chunk);
    written += chunk.length;
    console.error(`${written} of ${samples} samples`);
  }
}
