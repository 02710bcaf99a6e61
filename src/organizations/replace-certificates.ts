import { types } from 'node:util';
import type { IdpCertificate } from '../certificates/idp-certificate.js';
import { type Result, success } from '../errors/index.js';
import type { Connection, ConnectionWarning } from './connection.js';
import { readCertificates } from './connection-certificates.js';
import { assertConnection, rememberConnection } from './known-connections.js';
import type { ParseConnectionOptions } from './parse-connection.js';

/**
 * The same connection with other certificates, as after a refresh of its metadata. What is not among them any more is
 * refused from the next message on. `version` stays, so that a sign-in under way is not refused. Takes and refuses
 * certificates as `parseConnection` does.
 */
export function replaceCertificates(
  connection: Connection,
  certificates: readonly (string | Uint8Array | IdpCertificate)[],
  options?: ParseConnectionOptions,
): Result<Connection> {
  assertConnection(connection);
  const now = options?.now ?? new Date();
  if (!types.isDate(now) || Number.isNaN(now.getTime()))
    throw new TypeError('options.now is not a valid Date.');
  const read = readCertificates(certificates, now);
  if (!read.ok) return read;
  return success(withCertificates(connection, read.value.certificates, read.value.warnings));
}

/** The same connection with some of its certificates only, perhaps with none: nothing verifies by it then. */
export function keepCertificates(
  connection: Connection,
  isKept: (certificate: IdpCertificate) => boolean,
): Connection {
  assertConnection(connection);
  return withCertificates(connection, Object.freeze(connection.certificates.filter(isKept)), []);
}

function withCertificates(
  connection: Connection,
  certificates: readonly IdpCertificate[],
  ofCertificates: readonly ConnectionWarning[],
): Connection {
  const kept = connection.warnings.filter(({ field }) => !field.startsWith('certificates['));
  const warnings = Object.freeze([...kept, ...ofCertificates.map((warning) => Object.freeze(warning))]);
  return rememberConnection(Object.freeze({ ...connection, certificates, warnings }));
}
