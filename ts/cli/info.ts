import { availableParallelism, cpus } from 'node:os';
import { Command } from 'commander';
import { printable } from '../library/checks/printable.ts';
import { chooseEngine, loadNative } from '../library/engines/choose.ts';
import type { SlotLimits } from '../library/engines/engine.ts';
import { packageVersion } from '../library/platform/version.ts';
import { STREAM_VERSION } from '../library/stream/stream.ts';
import { option } from './options.ts';
import { print, printJson } from './output.ts';

/** libuv's threads where nobody says how many. */
const USUAL_THREADS = 4;

/** `offloop info`: which engine is in use, and why. */
export function infoCommand(): Command {
  return new Command('info')
    .description('the engine in use and why, its SIMD level, versions')
    .addOption(option.json())
    .addHelpText('after', '\nExample:\n  $ OFFLOOP_ENGINE=typescript offloop info')
    .action(run);
}

function run({ json = false }: { json?: boolean }): void {
  const { engine: native, reason } = loadNative();
  const preferred = process.env.OFFLOOP_ENGINE || undefined;
  // The reason is shown below; the warning would only say it twice.
  const engine =
    native === undefined && preferred === undefined ? chooseEngine('typescript') : chooseEngine(undefined);
  const limits = native?.slots?.limits;
  const info = {
    version: packageVersion(),
    streamVersion: STREAM_VERSION,
    engine: engine.name,
    simd: engine.simd,
    native: native !== undefined,
    fallbackReason: reason?.message ?? null,
    offloopEngine: preferred ?? null,
    slots: limits?.slots ?? 0,
    cores: limits?.cores ?? availableParallelism(),
    poolThreads: limits?.threads ?? null,
    idleCores: limits === undefined ? 0 : idleCores(limits),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
  };
  if (json) {
    printJson(info);
    return;
  }
  print(`offloop   ${info.version}, sample stream version ${info.streamVersion}`);
  print(`engine    ${info.engine}${preferred ? ' (set by OFFLOOP_ENGINE)' : ''}`);
  print(`SIMD      ${info.simd}`);
  print(`native    ${reason === undefined ? 'available' : printable(reason.message)}`);
  print(
    `slots     ${info.slots} at once (${info.cores} cores, ${info.poolThreads ?? 'unused'} threads in libuv's pool)`,
  );
  if (info.idleCores > 0) {
    print(
      `idle      ${info.idleCores} of ${info.cores} cores in programs started without UV_THREADPOOL_SIZE=${info.cores + 1}`,
    );
  }
  if (limits?.threads === 1) {
    print(
      'warning   UV_THREADPOOL_SIZE=1: files and DNS wait for every chunk; give the pool two threads or more',
    );
  }
  print(`CPU       ${info.cpu}, ${info.platform}`);
  print(`Node      ${info.node}`);
}

/** Cores that no slot uses in a program that is started like this one, whose own pool offloop.cts may have made larger. */
function idleCores({ cores, slots }: SlotLimits): number {
  const ownPool = process.env.OFFLOOP_POOL_SET_BY === String(process.pid);
  return cores - Math.min(cores, ownPool ? USUAL_THREADS - 1 : slots);
}
