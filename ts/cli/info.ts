import { availableParallelism, cpus } from 'node:os';
import { Command } from 'commander';
import { printable } from '../library/checks/printable.ts';
import { engineHere, loadNative } from '../library/engines/choose.ts';
import type { SlotLimits } from '../library/engines/engine.ts';
import { info as engineInfo } from '../library/engines/info.ts';
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
  const engine = engineHere();
  const { wasm } = engineInfo();
  const limits = native?.slots?.limits;
  const info = {
    version: packageVersion(),
    streamVersion: STREAM_VERSION,
    engine: engine.name,
    simd: engine.simd,
    native: native !== undefined,
    fallbackReason: reason?.message ?? null,
    wasm: wasm === undefined,
    wasmReason: wasm ?? null,
    offloopEngine: preferred ?? null,
    slots: engine.slots?.limits.slots ?? 0,
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
  print(`wasm      ${printable(wasm ?? 'available')}`);
  const threads = engine.name === 'native' ? `${info.poolThreads} threads in libuv's pool` : 'worker threads';
  print(`slots     ${info.slots} at once (${info.cores} cores, ${threads})`);
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
