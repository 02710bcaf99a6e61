import type { ConnectionRecord, ConnectionRecordStore } from '../interfaces/connection-records.js';
import { auditParameter, insertAudit } from './audit-entries.js';
import { plainCertificate, plainSettings, plainTest, readConnection } from './connection-row.js';
import { type Database, violatedConstraint } from './queries.js';
import { Row } from './row.js';
import { areStorable, digest, instant, storable } from './values.js';

/**
 * Connections. Proven keys of the enabled ones that share addresses are rows of a table of their own, whose primary key
 * is Issuer and key. `insertConnection` throws for an enabled record that another one already has Issuer and proven key of.
 */
export function connectionRecordStore({ any, rows, schema }: Database): ConnectionRecordStore {
  const [table, keys] = [`${schema}.connections`, `${schema}.shared_issuer_keys`];
  // In one order, so that two writers never wait for each other.
  const addKeys = `
    INSERT INTO ${keys} (issuer_hash, public_key_hash, connection_id)
    SELECT $11::text, k.hash, changed.id FROM changed CROSS JOIN jsonb_array_elements_text($12::text::jsonb) AS k (hash)
    WHERE NOT EXISTS (SELECT 1 FROM ${keys} kept WHERE kept.issuer_hash = $11::text
      AND kept.public_key_hash = k.hash AND kept.connection_id = changed.id)
    ORDER BY k.hash`;
  const insert = `
    WITH changed AS (
      INSERT INTO ${table} (organization_id, id, status, settings, certificates, last_test, version, created_at,
        created_by, updated_at, shared_issuer_hash, revision)
      VALUES ($1::text, $2::text, $3::text, $4::text::jsonb, $5::text::jsonb, $6::text::jsonb, $7::bigint,
        $8::timestamptz, $9::text, $10::timestamptz, $11::text, $13::bigint)
      ON CONFLICT (id) DO NOTHING
      RETURNING id),
    added AS (${addKeys}),
    logged AS (${insertAudit(schema, 14, 'changed')})
    SELECT 1 FROM changed`;
  const replace = `
    WITH changed AS (
      UPDATE ${table} SET status = $3::text, settings = $4::text::jsonb, certificates = $5::text::jsonb,
        last_test = $6::text::jsonb, version = $7::bigint, created_at = $8::timestamptz, created_by = $9::text,
        updated_at = $10::timestamptz, shared_issuer_hash = $11::text, revision = $13::bigint
      WHERE organization_id = $1::text AND id = $2::text AND revision = $15::bigint
      RETURNING id),
    dropped AS (
      DELETE FROM ${keys} old USING changed WHERE old.connection_id = changed.id
        AND (old.issuer_hash IS DISTINCT FROM $11::text
          OR old.public_key_hash NOT IN (SELECT jsonb_array_elements_text($12::text::jsonb)))),
    added AS (${addKeys}),
    logged AS (${insertAudit(schema, 14, 'changed')})
    SELECT 1 FROM changed`;
  const remove = `
    WITH changed AS (
      DELETE FROM ${table} WHERE organization_id = $1::text AND id = $2::text AND revision = $3::bigint
        AND status <> 'enabled'
      RETURNING 1),
    unfollowed AS (
      DELETE FROM ${schema}.metadata_refreshes m WHERE m.connection_id = $2::text AND EXISTS (SELECT 1 FROM changed)),
    logged AS (${insertAudit(schema, 4, 'changed')})
    SELECT 1 FROM changed`;
  const remind = `
    WITH changed AS (
      UPDATE ${table} SET reminded_until = $4::timestamptz WHERE organization_id = $1::text AND id = $2::text
        AND reminded_until IS NOT DISTINCT FROM $3::timestamptz
      RETURNING 1),
    logged AS (${insertAudit(schema, 5, 'changed')})
    SELECT 1 FROM changed`;
  const ending = `WHERE c.status = 'enabled' AND ($2::text IS NULL OR c.id > $2::text)
    AND EXISTS (SELECT 1 FROM jsonb_array_elements(c.certificates) AS e (certificate)
      WHERE (e.certificate->>'notAfter')::timestamptz < $1::timestamptz)
    ORDER BY c.id LIMIT $3::bigint`;
  const select = `SELECT row_to_json(c)::text AS row FROM ${table} c`;
  const find = async (where: string, ...values: readonly string[]): Promise<readonly ConnectionRecord[]> => {
    if (!areStorable(...values)) return [];
    return (await rows(`${select} ${where}`, values)).map((row) =>
      readConnection(new Row('connection', row)),
    );
  };
  return {
    insertConnection: async (record, entry) => any(insert, [...valuesOf(record), auditParameter(entry)]),
    async findConnection(organizationId, connectionId) {
      const where = 'WHERE c.organization_id = $1::text AND c.id = $2::text';
      return (await find(where, organizationId, connectionId))[0] ?? null;
    },
    async findConnectionOfAddress(connectionId) {
      return (await find('WHERE c.id = $1::text', connectionId))[0] ?? null;
    },
    listConnections: (organizationId) =>
      find('WHERE c.organization_id = $1::text ORDER BY c.id', organizationId),
    listSharedByIssuer: (issuerUrl) =>
      find('WHERE c.shared_issuer_hash = $1::text ORDER BY c.id', digest(issuerUrl)),
    async replaceConnection(record, expectedRevision, entry) {
      try {
        const values = [...valuesOf(record), auditParameter(entry), expectedRevision];
        return (await any(replace, values)) ? 'replaced' : 'changed';
      } catch (error) {
        if (violatedConstraint(error) === 'shared_issuer_keys_pkey') return 'issuer-not-unique';
        throw error;
      }
    },
    removeConnection: async (organizationId, connectionId, expectedRevision, entry) =>
      areStorable(organizationId, connectionId) &&
      any(remove, [organizationId, connectionId, expectedRevision, auditParameter(entry)]),
    async listEndingCertificates(before, after, limit) {
      const found = await rows(`${select} ${ending}`, [instant(before), after, limit]);
      return found.map((each) => {
        const row = new Row('connection', each);
        return { record: readConnection(row), remindedUntil: row.nullableDate('reminded_until') };
      });
    },
    recordReminders: async (organizationId, connectionId, over, until, entries) =>
      areStorable(organizationId, connectionId) &&
      any(remind, [
        organizationId,
        connectionId,
        over === null ? null : instant(over),
        instant(until),
        auditParameter(...entries),
      ]),
  };
}

function valuesOf(record: ConnectionRecord): readonly unknown[] {
  const shared = sharedIssuer(record);
  const keys = record.certificates
    .filter(({ provenAt, state }) => provenAt !== null && state !== 'retired')
    .map((each) => each.publicKeyHash);
  return [
    storable(record.organizationId),
    storable(record.id),
    record.status,
    JSON.stringify(plainSettings(record.settings)),
    JSON.stringify(record.certificates.map(plainCertificate)),
    record.lastTest === null ? null : JSON.stringify(plainTest(record.lastTest)),
    record.version,
    instant(record.createdAt),
    storable(record.createdBy),
    instant(record.updatedAt),
    shared === null ? null : digest(shared),
    JSON.stringify(shared === null ? [] : [...new Set(keys)]),
    record.revision,
  ];
}

/** The Issuer URL that the connection shares addresses by; null where it shares none, or not yet. */
function sharedIssuer({ settings, status }: ConnectionRecord): string | null {
  return status === 'enabled' && settings.addresses === 'shared' ? (settings.issuerUrl ?? null) : null;
}
