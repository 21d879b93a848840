import { SILENCE } from './__test__/time.js';

export default {
  files: ['__test__/**/*.spec.ts'],
  extensions: { ts: 'module' },
  nodeArguments: ['--import=tsx'],
  // tsx does not load TypeScript in worker threads.
  workerThreads: false,
  // Tests of one file share the thread pool and its counters.
  serial: true,
  timeout: `${SILENCE}ms`,
};
