import { types } from 'node:util';
import type { IdpCertificate } from '../certificates/idp-certificate.js';
import { type Result, success } from '../errors/index.js';
import type { Connection } from './connection.js';
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
  const kept = connection.warnings.filter(({ field }) => !field.startsWith('certificates['));
  const warnings = Object.freeze([...kept, ...read.value.warnings.map((warning) => Object.freeze(warning))]);
  return success(
    rememberConnection(Object.freeze({ ...connection, certificates: read.value.certificates, warnings })),
  );
}
