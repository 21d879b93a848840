#!/usr/bin/env node
// Where the command line begins, so that the thread pool has a thread for every core and one for everything else.
// libuv reads the variable when the pool is first used, and Node uses the pool to load the first ES module: so this is
// CommonJS. Programs that are loaded before this one may have used the pool. Elsewhere the variable does nothing by now.
{
  const { availableParallelism } = process.getBuiltinModule('node:os');
  const { env, execArgv, pid, platform, versions } = process;
  const loaded = [...execArgv, env.NODE_OPTIONS].join(' ');
  const first = !/(^|\s)(-r|--require|--import|--loader|--experimental-loader)\b/.test(loaded);
  const late = platform === 'win32' || 'bun' in versions || 'deno' in versions;
  const threads = Math.min(availableParallelism() + 1, 1024);
  if (first && !late && env.UV_THREADPOOL_SIZE === undefined && threads > 4) {
    env.UV_THREADPOOL_SIZE = String(threads);
    // The slots count these threads only because of this (crates/slots/src/limits.rs).
    env.OFFLOOP_POOL_SET_BY = String(pid);
  }
  import('./main.ts');
}
