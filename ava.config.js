export default {
  files: ['__test__/**/*.spec.ts'],
  extensions: { ts: 'module' },
  nodeArguments: ['--import=tsx'],
  // tsx does not load TypeScript in worker threads.
  workerThreads: false,
  timeout: '2m',
};
