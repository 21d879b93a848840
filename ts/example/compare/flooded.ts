import { chooseEngine } from '../../engine/choose.ts';
import { blocksOf, samplesBefore } from '../../job.ts';
import { requestTotal } from '../../service/client.ts';
import { toTotal } from '../../total.ts';
import { type ProgramOptions, type ProgramResult, toSetup } from '../programs/options.ts';

/**
 * A classic mistake, to be seen beside what is right: the sum in as few pieces as the thread pool has threads,
 * all at once. Each piece holds its thread to the end, so that a file read has none. It needs the native engine.
 */
export async function runFlooded(options: ProgramOptions = {}): Promise<ProgramResult> {
  const { job, plan, request } = toSetup({ ...options, mode: 'threadpool' });
  const slots = chooseEngine('native').slots!;
  const { signal, onChunk } = plan;
  const flood = slots.flood();
  const raise = (): void => flood.cancel();
  signal?.addEventListener('abort', raise);
  const parts: Promise<bigint>[] = [];
  const start = performance.now();
  const elapsed = (): number => performance.now() - start;

  const ask = async () => {
    const sum = await requestTotal(request);
    return { sum, began: 0, ended: elapsed() };
  };
  const computePart = async (firstBlock: number, blockCount: number, slot: number): Promise<bigint> => {
    const queued = performance.now();
    const units = await flood.sum(job, firstBlock, blockCount);
    const samples = samplesBefore(job, firstBlock + blockCount) - samplesBefore(job, firstBlock);
    onChunk?.({ samples, slot, queued, started: queued, ended: performance.now() });
    return units;
  };
  const compute = async () => {
    const size = Math.max(1, Math.ceil(blocksOf(job) / slots.limits.threads));
    for (let block = 0; block < blocksOf(job); block += size) {
      parts.push(computePart(block, Math.min(size, blocksOf(job) - block), parts.length));
    }
    const units = (await Promise.all(parts)).reduce((sum, part) => sum + part, 0n);
    return { total: toTotal(job, units), began: 0, ended: elapsed(), pauses: 0 };
  };

  try {
    const [answer, computed] = await Promise.all([ask(), compute()]);
    return {
      program: 'async',
      engine: 'native',
      simd: plan.engine.simd,
      mode: 'threadpool',
      request: answer,
      compute: computed,
      elapsed: elapsed(),
    };
  } catch (error) {
    raise();
    // A cancelled piece fails in its engine's words; what the caller said comes first.
    signal?.throwIfAborted();
    throw error;
  } finally {
    await Promise.allSettled(parts);
    signal?.removeEventListener('abort', raise);
  }
}
