// Copied into a machine beside its tests, and run there by its Node: ava looks for tests in the folder that it is in.
process.chdir(import.meta.dirname);
await import('./node_modules/ava/entrypoints/cli.mjs');
