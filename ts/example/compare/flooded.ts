import { toTotal } from '../../library/jobs/total.ts';
import { onAbort } from '../../library/platform/on-abort.ts';
import { BLOCK_SAMPLES, type Range } from '../../library/stream/stream.ts';
import { askServer } from '../../service/client.ts';
import { type ProgramOptions, type ProgramResult, toProgramPlan } from '../programs/options.ts';

/**
 * A classic mistake, to compare with the right way: the sum in as many pieces as the thread pool has threads, all at
 * once. Each piece holds its thread until it ends, so a file read has none. It needs the native engine.
 */
export async function runFlooded(options: ProgramOptions = {}): Promise<ProgramResult> {
  const { job, run, request } = toProgramPlan({ ...options, engine: 'native', mode: 'threadpool' });
  const { engine, signal, onChunk } = run;
  const slots = engine.slots!;
  const flood = slots.flood();
  const raise = (): void => flood.cancel();
  const ignore = onAbort(signal, raise);
  const parts: Promise<bigint>[] = [];
  const start = performance.now();
  const elapsed = (): number => performance.now() - start;

  const ask = async () => {
    const sum = await askServer(request);
    return { sum, began: 0, ended: elapsed() };
  };
  const computePart = async (range: Range, slot: number): Promise<bigint> => {
    const queued = performance.now();
    const units = await flood.sum(job, range);
    onChunk?.({ samples: range.samples, slot, queued, started: queued, ended: performance.now() });
    return units;
  };
  const compute = async () => {
    const blocks = Math.ceil(job.samples / slots.limits.threads / BLOCK_SAMPLES);
    const most = Math.max(1, blocks) * BLOCK_SAMPLES;
    for (let done = 0; done < job.samples; done += most) {
      const samples = Math.min(most, job.samples - done);
      parts.push(computePart({ start: job.start + done, samples }, parts.length));
    }
    const units = (await Promise.all(parts)).reduce((sum, part) => sum + part, 0n);
    return { total: toTotal(job, units), began: 0, ended: elapsed(), pauses: 0 };
  };

  try {
    const [answer, computed] = await Promise.all([ask(), compute()]);
    return {
      program: 'async',
      engine: engine.name,
      simd: engine.simd,
      mode: run.mode,
      request: answer,
      compute: computed,
      elapsed: elapsed(),
    };
  } catch (error) {
    raise();
    // A cancelled piece fails with the engine's message; the caller's reason comes first.
    signal?.throwIfAborted();
    throw error;
  } finally {
    await Promise.allSettled(parts);
    ignore();
  }
}
