import { OffloopError, type OffloopErrorCode } from '../checks/errors.ts';

const process: NodeJS.Process | undefined = globalThis.process;

// Node 21 and the first versions of 22 have none; nor has a runtime of another kind that got a bundle for Node.
if (typeof process?.getBuiltinModule !== 'function') {
  const found = process?.versions?.node ? `Node ${process.versions.node}` : 'a runtime of another kind';
  throw new OffloopError<OffloopErrorCode>(
    'OFFLOOP_UNSUPPORTED_RUNTIME',
    `offloop needs Node 20.19, 22.12, or 24 or later, not ${found}; offloop/browser is for all that is not Node`,
  );
}

/** Node's own modules. They are not imported: a bundler for no platform in particular would look for them in vain. */
export const getBuiltinModule: NodeJS.Process['getBuiltinModule'] = process.getBuiltinModule;
