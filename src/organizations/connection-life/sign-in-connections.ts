import { createHash } from 'node:crypto';
import type { ConnectionRecord } from '../../stores/interfaces/connection-records.js';
import type { ConnectionStore } from '../../stores/interfaces/sign-in.js';
import type { Connection, ConnectionKeysInput } from '../connection.js';
import { keepCertificates } from '../replace-certificates.js';
import type { ConnectionsSettings } from './connections-options.js';
import { judgeRecord } from './judge-record.js';
import { readRecord } from './read-record.js';
import { isProven } from './stored-certificates.js';

/** Reading a connection takes a millisecond, as it holds certificates and keys; so what came of it is kept. */
const MOST_KEPT = 1_000;
/** The warnings of a connection tell days. */
const KEPT_MILLISECONDS = 60 * 60_000;

interface Kept {
  /** Of the record as the store gave it. */
  readonly hash: string;
  readonly keys: readonly unknown[];
  readonly at: number;
  /** Null for what nobody can sign in with. */
  readonly connection: Connection | null;
  /** With the certificates only whose keys a test sign-in proved: for messages that answer no request. */
  readonly proven: Connection | null;
}

/**
 * The connections as sign-in reads them. Each time the record is read from the store and the keys from the application;
 * only what is made of the same record and the same keys is kept. It throws for what is no record, and for an enabled
 * one that cannot be used, so that nobody signs in and the cause is told.
 */
export function signInConnections(settings: ConnectionsSettings): Required<ConnectionStore> {
  const kept = new Map<string, Kept>();
  const read = async (found: unknown): Promise<Kept> => {
    const record = readRecord(found);
    const keys = await settings.keysOf(record.id, record.organizationId);
    const now = settings.now();
    const hash = hashOf(record);
    const known = kept.get(record.id);
    if (known !== undefined && isCurrent(known, hash, keys, now)) return known;
    const connection = make(record, keys, now);
    const proven = provenOf(record, connection);
    const made = { hash, keys: partsOf(keys), at: now.getTime(), connection, proven };
    kept.delete(record.id);
    kept.set(record.id, made);
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
    }
    return made;
  };
  const all = (found: readonly unknown[]): Promise<readonly Kept[]> => {
    if (!Array.isArray(found)) throw new TypeError('A list of connections came back as no array');
    return Promise.all(found.map(read));
  };
  return Object.freeze({
    async findById(connectionId: string) {
      const found = await settings.records.findConnectionOfAddress(connectionId);
      const connection = found === null ? null : (await read(found)).connection;
      return connection?.id === connectionId ? connection : null;
    },
    async findByOrganization(organizationId: string) {
      const listed = await all(await settings.records.listConnections(organizationId));
      return listed.flatMap(({ connection }) =>
        connection !== null && connection.organizationId === organizationId ? [connection] : [],
      );
    },
    async findByIssuer(issuerUrl: string) {
      const listed = await all(await settings.records.listSharedByIssuer(issuerUrl));
      return listed.flatMap(({ proven }) =>
        proven !== null && proven.issuerUrl === issuerUrl ? [proven] : [],
      );
    },
  });
}

function isCurrent(
  { at, hash, keys }: Kept,
  found: string,
  input: ConnectionKeysInput | null,
  now: Date,
): boolean {
  const parts = partsOf(input);
  const age = now.getTime() - at;
  return (
    hash === found &&
    age >= 0 &&
    age < KEPT_MILLISECONDS &&
    parts.length === keys.length &&
    parts.every((part, index) => part === keys[index])
  );
}

/** The revision alone does not do: after a dump was restored, the same one is counted again for other contents. */
function hashOf(record: ConnectionRecord): string {
  return createHash('sha256').update(JSON.stringify(record)).digest('base64url');
}

function make(record: ConnectionRecord, keys: ConnectionKeysInput | null, now: Date): Connection | null {
  const { connection, missing, problem } = judgeRecord(record, keys, now);
  if (connection !== null || record.status !== 'enabled') return connection;
  const lacking = missing.map(({ field }) => field).join(', ');
  throw new Error(`The enabled connection ${record.id} cannot be used: ${problem?.code ?? lacking}`, {
    cause: problem ?? undefined,
  });
}

function provenOf(record: ConnectionRecord, connection: Connection | null): Connection | null {
  if (connection === null) return null;
  const pems = new Set(record.certificates.filter(isProven).map(({ pem }) => pem));
  return keepCertificates(connection, ({ pem }) => pems.has(pem));
}

/** What two equal keys have in common: the texts, or the object that was made of them. */
function partsOf(keys: ConnectionKeysInput | null): readonly unknown[] {
  if (keys === null) return [];
  return [keys.current, keys.next].flatMap((key): readonly unknown[] =>
    typeof key === 'object' && key !== null && 'privateKeyPem' in key
      ? [key.privateKeyPem, key.certificatePem]
      : [key],
  );
}
