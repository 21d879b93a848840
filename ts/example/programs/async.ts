import { setImmediate as nextTurn } from 'node:timers/promises';
import { sumJobInChunks } from '../../library/jobs/sum.ts';
import { askServer } from '../../service/client.ts';
import * as lines from './lines.ts';
import {
  type Answer,
  type Computed,
  type ProgramOptions,
  type ProgramResult,
  toProgramPlan,
} from './options.ts';

/**
 * The asynchronous program of the example: sum the uniform samples while the server works.
 *
 * With the thread pool the event loop is free, so the request goes out at once. In the other modes it goes out when the
 * sum first hands control back, as in the original: at its first pause, or at its end if it never pauses.
 *
 * @throws {TypeError | RangeError} for a bad argument, before anything starts
 * @throws {OffloopError} when the server cannot be asked (see `requestTotal`); the sum is stopped then
 */
export async function runAsync(options: ProgramOptions = {}): Promise<ProgramResult> {
  const { job, run, request, print } = toProgramPlan(options);
  // A failure in one task stops the other.
  const stop = new AbortController();
  const signal = run.signal ? AbortSignal.any([run.signal, stop.signal]) : stop.signal;
  const start = performance.now();
  const elapsed = (): number => performance.now() - start;
  let answer: Promise<Answer> | undefined;

  const askOnce = (): Promise<Answer> => {
    if (answer === undefined) {
      answer = ask();
      answer.catch((error) => stop.abort(error));
    }
    return answer;
  };

  const ask = async (): Promise<Answer> => {
    const began = elapsed();
    print(lines.PAUSING_REQUEST);
    const sum = await askServer({ ...request, signal });
    const ended = elapsed();
    print(lines.RESUMING_REQUEST);
    print(lines.doneRequest(sum, ended - began));
    return { sum, began, ended };
  };

  const compute = async (): Promise<Computed> => {
    const began = elapsed();
    const chunks = sumJobInChunks(job, { ...run, signal });
    let pauses = 0;
    for (;;) {
      const step = await chunks.next();
      if (step.done) {
        const ended = elapsed();
        print(lines.doneSum(step.value.sum, ended - began));
        return { total: step.value, began, ended, pauses };
      }
      if (step.value.total === undefined) {
        pauses++;
        print(lines.pausingSum(step.value));
        askOnce();
        await nextTurn();
        print(lines.RESUMING_SUM);
      }
    }
  };

  try {
    if (run.mode === 'threadpool') {
      askOnce();
    }
    const computed = await compute();
    const answered = await askOnce();
    print(lines.totalElapsed(elapsed()));
    return {
      program: 'async',
      engine: run.engine.name,
      simd: run.engine.simd,
      mode: run.mode,
      request: answered,
      compute: computed,
      elapsed: elapsed(),
    };
  } catch (error) {
    stop.abort(error);
    throw error;
  }
}
