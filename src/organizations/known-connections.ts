import type { Connection } from './connection.js';

/** Connections that `parseConnection` made: an object that only looks like one was never validated. */
const known = new WeakSet<object>();

/** For `parseConnection` only. */
export function rememberConnection(connection: Connection): Connection {
  known.add(connection);
  return connection;
}

/** Whether `parseConnection` of this copy of claimgate made the value. */
export function isConnection(value: unknown): value is Connection {
  // No set of objects has what is no object.
  return known.has(value as object);
}

/** Throws TypeError unless `parseConnection` made the value. */
export function assertConnection(value: unknown): asserts value is Connection {
  if (!isConnection(value)) {
    throw new TypeError('The connection was not made by parseConnection of this copy of claimgate.');
  }
}
