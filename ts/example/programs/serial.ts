import { sumJob } from '../../library/jobs/sum.ts';
import { askServer } from '../../service/client.ts';
import { doneRequest, doneSum, totalElapsed } from './lines.ts';
import { type ProgramOptions, type ProgramResult, toProgramPlan } from './options.ts';

/**
 * The serial program of the example: ask the server, wait for the answer, then sum the uniform samples.
 *
 * @throws {TypeError | RangeError} for a bad argument, before anything starts
 * @throws {OffloopError} when the server cannot be asked (see `requestTotal`)
 */
export async function runSerial(options: ProgramOptions = {}): Promise<ProgramResult> {
  const { job, run, request, print } = toProgramPlan(options);
  const start = performance.now();

  const answer = await askServer(request);
  const answered = performance.now() - start;
  print(doneRequest(answer, answered));

  const total = await sumJob(job, run);
  const elapsed = performance.now() - start;
  print(doneSum(total.sum, elapsed - answered));
  print(totalElapsed(elapsed));

  return {
    program: 'serial',
    engine: run.engine.name,
    simd: run.engine.simd,
    mode: run.mode,
    request: { sum: answer, began: 0, ended: answered },
    compute: { total, began: answered, ended: elapsed, pauses: 0 },
    elapsed,
  };
}
