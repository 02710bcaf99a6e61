import type { ScimRequestEntry, ScimRequestLog } from '../../interfaces/scim-credentials.js';
import type { Database } from '../queries.js';
import { Row } from '../row.js';
import { areStorable, instant, legible } from '../values.js';

const MOST = 200;

/** The last 200 requests of each organisation. What is more goes with the requests that come. */
export function scimRequestLog({ any, rows, schema }: Database): ScimRequestLog {
  const requests = `${schema}.scim_requests`;
  // Another request may be dropping the same ones: they are left to it.
  const append = `
    WITH dropped AS (
      DELETE FROM ${requests} r WHERE r.ctid = ANY (ARRAY(
        SELECT o.ctid FROM ${requests} o
        WHERE o.organization_id = $1::text AND o.number <= (
          SELECT l.number FROM ${requests} l WHERE l.organization_id = $1::text
          ORDER BY l.number DESC OFFSET ${MOST - 1} LIMIT 1)
        ORDER BY o.number LIMIT 10 FOR UPDATE SKIP LOCKED)))
    INSERT INTO ${requests} (organization_id, id, at, credential_id, method, path, status, code, detail, milliseconds)
    VALUES ($1::text, $2::text, $3::timestamptz, $4::text, $5::text, $6::text, $7::integer, $8::text, $9::text,
      $10::double precision)`;
  const list = `
    SELECT row_to_json(r)::text AS row FROM ${requests} r WHERE r.organization_id = $1::text
    ORDER BY r.number DESC LIMIT $2::integer`;
  return {
    async append({ at, code, credentialId, detail, id, method, milliseconds, organizationId, path, status }) {
      await any(append, [
        ...[legible(organizationId), legible(id), instant(at), legible(credentialId), legible(method)],
        ...[legible(path), status, legible(code), legible(detail), milliseconds],
      ]);
    },
    async list(organizationId, limit) {
      if (!Number.isSafeInteger(limit) || limit < 1 || limit > MOST) {
        throw new TypeError(`limit must be a whole number from 1 to ${MOST}.`);
      }
      if (!areStorable(organizationId)) return [];
      return (await rows(list, [organizationId, limit])).map(readEntry);
    },
  };
}

function readEntry(found: unknown): ScimRequestEntry {
  const row = new Row('logged request', found);
  return {
    id: row.text('id'),
    at: row.date('at'),
    organizationId: row.text('organization_id'),
    credentialId: row.nullableText('credential_id'),
    method: row.text('method'),
    path: row.text('path'),
    status: row.integer('status'),
    code: row.nullableText('code'),
    detail: row.nullableText('detail'),
    milliseconds: row.amount('milliseconds'),
  };
}
