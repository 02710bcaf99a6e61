import { type MetadataRefreshState, requireState } from '../../metadata/refresh-state.js';
import type { MetadataRefreshStore } from '../../metadata/refresher-options.js';
import type { Database } from './queries.js';
import { Row } from './row.js';
import { areStorable, storable } from './values.js';

/** Refresh states, by connection; the refresher serves all organisations. */
export function metadataRefreshStore({ any, rows, schema }: Database): MetadataRefreshStore {
  const table = `${schema}.metadata_refreshes`;
  const list = `
    SELECT json_build_object('connection_id', m.connection_id)::text AS row FROM ${table} m ORDER BY m.connection_id`;
  const load = `SELECT row_to_json(m)::text AS row FROM ${table} m WHERE m.connection_id = $1::text`;
  const insert = `
    INSERT INTO ${table} (connection_id, revision, state) VALUES ($1::text, $2::bigint, $3::text::jsonb)
    ON CONFLICT (connection_id) DO NOTHING
    RETURNING 1`;
  const update = `
    UPDATE ${table} SET revision = $2::bigint, state = $3::text::jsonb
    WHERE connection_id = $1::text AND revision = $4::bigint
    RETURNING 1`;
  const remove = `DELETE FROM ${table} WHERE connection_id = $1::text RETURNING 1`;
  return {
    async list() {
      return (await rows(list, [])).map((row) => new Row('refresh state', row).text('connection_id'));
    },
    async load(connectionId) {
      if (!areStorable(connectionId)) return null;
      const [found] = await rows(load, [connectionId]);
      return found === undefined ? null : readState(new Row('refresh state', found));
    },
    async save(connectionId, next, over) {
      requireState(next);
      const values = [storable(connectionId), next.revision, JSON.stringify(next)];
      return over === 0 ? any(insert, values) : any(update, [...values, over]);
    },
    async remove(connectionId) {
      if (areStorable(connectionId)) await any(remove, [connectionId]);
    },
  };
}

const STATES = ['staged', 'current'] as const;

function readState(row: Row): MetadataRefreshState {
  const state = row.row('state');
  const format = state.integer('format');
  if (format !== 1) throw new Error('A refresh state in the database is of another version of claimgate.');
  return {
    format,
    revision: state.integer('revision'),
    metadataUrl: state.text('metadataUrl'),
    issuerUrl: state.text('issuerUrl'),
    signInUrl: state.nullableText('signInUrl'),
    certificates: state.rows('certificates').map((certificate) => ({
      sha256Thumbprint: certificate.text('sha256Thumbprint'),
      pem: certificate.text('pem'),
      state: certificate.oneOf('state', STATES),
      firstSeenAt: certificate.text('firstSeenAt'),
      vanishedAt: certificate.nullableText('vanishedAt'),
    })),
    retired: state.texts('retired'),
    lastAttemptAt: state.text('lastAttemptAt'),
    lastSuccessAt: state.text('lastSuccessAt'),
    staleTold: state.boolean('staleTold'),
    expiryToldUntil: state.nullableText('expiryToldUntil'),
  };
}
