/** The public API of `offloop/service`: the TCP server that computes a total for each client, and its client. */
export { type RequestOptions, requestTotal } from './client.ts';
export type { ServiceErrorCode } from './errors.ts';
export type { RequestEvent, ServerEvent, ServerStats } from './events.ts';
export { type ServeOptions, type Server, serve } from './server.ts';
