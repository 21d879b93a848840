import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type LoopDelay, startLoopDelay } from '../../timeline/loop-delay.ts';
import { Recorder, type ServerMoment } from '../../timeline/recorder.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import type { ProgramOptions, ProgramResult } from '../programs/options.ts';
import type { RunnableWay } from './ways.ts';

/** One run of a way: what it found, and how the rest of the process fared meanwhile. */
export interface MeasuredRun {
  readonly result: ProgramResult;
  readonly timeline: Timeline;
  readonly loopDelay: LoopDelay;
  /** The longest read of a small file, in milliseconds. */
  readonly longestRead: number;
}

/** Passes the server's events for the next connection to a listener, and resolves when that has its answer. */
export type WatchServer = (listener: (moment: ServerMoment) => void) => Promise<void>;

/** Milliseconds between the end of a file read and the next one. */
const BETWEEN_READS = 5;

/** Runs a way and records it, while reading files as other parts of a program would. */
export async function measureRun(
  way: RunnableWay,
  options: ProgramOptions,
  watchServer: WatchServer,
): Promise<MeasuredRun> {
  const meter = await startLoopDelay();
  const recorder = new Recorder(options.signal);
  const told = watchServer(recorder.onServer);
  const reads = readInTurns(recorder.onRead);
  const listeners = {
    onChunk: recorder.onChunk,
    onPause: recorder.onPause,
    onRequest: recorder.onRequest,
  };
  try {
    const result = await way.run({ ...options, ...listeners });
    recorder.stop();
    const longestRead = await reads.stop();
    const loopDelay = await meter.stop();
    await told;
    const names = { id: `${way.engine}/${way.id}`, group: way.engine, title: way.label };
    return { result, timeline: recorder.timeline(names), loopDelay, longestRead };
  } finally {
    recorder.stop();
    await Promise.all([reads.stop(), meter.stop()]);
  }
}

/** Reads a small file (this one) repeatedly until stopped, and returns the time of the longest read. */
function readInTurns(onRead: (start: number, end: number) => void): { stop(): Promise<number> } {
  const file = fileURLToPath(import.meta.url);
  const stopped = new AbortController();
  const loop = async (): Promise<number> => {
    let longest = 0;
    while (!stopped.signal.aborted) {
      const start = performance.now();
      await readFile(file);
      const end = performance.now();
      onRead(start, end);
      longest = Math.max(longest, end - start);
      await delay(BETWEEN_READS, undefined, { signal: stopped.signal }).catch(() => {});
    }
    return longest;
  };
  const longest = loop();
  return {
    stop() {
      stopped.abort();
      return longest;
    },
  };
}
