/** The public API of `offloop/opentelemetry`: spans of servers. It needs the package @opentelemetry/api. */
export { traceServers } from './trace-servers.ts';
