// `npm run bench:loop`: whether the event loop stays free, and what that costs. Every promise with its figure.

import { newProgress } from '../kit/progress.ts';
import { wrapped } from '../kit/words.ts';
import { measureAbort } from './abort.ts';
import { measureBeside } from './beside.ts';
import { boundLines, type Extent, type Finding, findAll } from './kit/finding.ts';
import { installPeers } from './kit/install.ts';
import { describeMachine, machineLine } from './kit/machine.ts';
import { type Asked, writeFiles } from './kit/record.ts';
import { measureMemory } from './memory.ts';
import { measureGain } from './overlap.ts';
import { measurePool } from './pool.ts';
import { measureSampling } from './sampling.ts';
import { measureSmallSums } from './small-sums.ts';

/** What a section of the command asks. */
const SECTIONS: Readonly<Record<string, readonly ((extent: Extent) => Promise<Finding>)[]>> = {
  loop: [measureBeside, measureSampling, measureSmallSums],
  pool: [measurePool],
  abort: [measureAbort, measureMemory],
  overlap: [measureGain],
};

type Options = Asked & { only?: string[] };

export async function loop({ quick = false, only, rounds, quiet = false, ...files }: Options): Promise<void> {
  await installPeers(quiet);
  const machine = await describeMachine(['piscina']);
  console.log(`${wrapped(machineLine(machine))}\n`);
  if (machine.simd === undefined) {
    throw new Error('there is nothing to measure: the native engine does not load');
  }
  const progress = newProgress(quiet);
  const { findings, bounds } = await findAll(SECTIONS, only, { machine, quick, rounds, progress });
  console.log(quick ? 'The bounds, roughly, since this was quick:' : 'The bounds:');
  console.log(boundLines(bounds).join('\n'));
  writeFiles(files, { machine, quick, findings, bounds });
}
