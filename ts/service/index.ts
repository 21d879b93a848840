/** The public API of `offloop/service`: the TCP server that computes a total for each client, and its client. */
export { requestTotal } from './client.ts';
export type { ServiceErrorCode } from './errors.ts';
export type { Client, DropReason, RequestEvent, ServerEvent, ServerLoad, ServerStats } from './events.ts';
export type { RequestOptions } from './request-options.ts';
export type { ServeOptions } from './serve-options.ts';
export { type Server, serve } from './server.ts';
