import type { NameId } from '../../response/assertion.js';
import type { IndexedSession, SessionIndexStore } from '../interfaces/sign-in.js';
import type { Database } from './queries.js';
import { Row } from './row.js';
import { areStorable, digest, instant, storable } from './values.js';

/**
 * The index of sessions, by the clock of the database. What an identity provider names has any length, so that it is
 * found by a SHA-256, which is over organisation and connection too: each index is of one column, and the database
 * cannot take another one for better.
 */
export function sessionIndexStore({ any, rows, schema }: Database): SessionIndexStore {
  const add = `
    INSERT INTO ${schema}.sessions
      (organization_id, connection_id, session_hash, name_id_hash, session_index_hashes, session_key, identity_key,
       name_id, session_indexes, expires_at)
    SELECT $1::text, $2::text, $3::text, $4::text,
      ARRAY(SELECT jsonb_array_elements_text($5::text::jsonb)), $6::text, $7::text, $8::text::jsonb, $9::text::jsonb,
      $10::timestamptz
    ON CONFLICT (session_hash) DO UPDATE SET
      name_id_hash = excluded.name_id_hash, session_index_hashes = excluded.session_index_hashes,
      identity_key = excluded.identity_key, name_id = excluded.name_id,
      session_indexes = excluded.session_indexes, expires_at = excluded.expires_at`;
  const own = `s.organization_id = $1::text AND s.connection_id = $2::text AND s.expires_at > statement_timestamp()`;
  const select = `SELECT row_to_json(s)::text AS row FROM ${schema}.sessions s WHERE ${own}`;
  const remember = `
    INSERT INTO ${schema}.session_logouts AS known (organization_id, connection_id, key_hash, logged_out_at, kept_until)
    VALUES ($1::text, $2::text, $3::text, $4::timestamptz, $5::timestamptz)
    ON CONFLICT (key_hash) DO UPDATE SET
      logged_out_at = greatest(known.logged_out_at, excluded.logged_out_at),
      kept_until = greatest(known.kept_until, excluded.kept_until)`;
  const findLogout = `
    SELECT row_to_json(l)::text AS row FROM ${schema}.session_logouts l
    WHERE organization_id = $1::text AND connection_id = $2::text AND key_hash = $3::text
      AND kept_until > statement_timestamp()`;
  const remove = `
    DELETE FROM ${schema}.sessions s WHERE ${own} AND s.session_hash = $3::text RETURNING 1`;
  const find = async (condition: string, ...names: readonly [string, string, string]) => {
    const [organizationId, connectionId] = names;
    if (!areStorable(organizationId, connectionId)) return [];
    const found = await rows(`${select} AND ${condition}`, [organizationId, connectionId, digest(...names)]);
    return found.map((row) => readSession(new Row('session', row)));
  };
  return {
    async add(session) {
      const { connectionId, nameId, organizationId, sessionIndexes, sessionKey } = session;
      const place = [storable(organizationId), storable(connectionId)];
      await any(add, [
        ...place,
        digest(...place, sessionKey),
        digest(...place, nameId.value),
        JSON.stringify(sessionIndexes.map((index) => digest(...place, index))),
        storable(sessionKey),
        storable(session.identityKey),
        JSON.stringify(nameId),
        JSON.stringify(sessionIndexes),
        instant(session.expiresAt),
      ]);
    },
    async find(organizationId, connectionId, sessionKey) {
      const [found] = await find('s.session_hash = $3::text', organizationId, connectionId, sessionKey);
      return found ?? null;
    },
    findBySession: (organizationId, connectionId, sessionIndex) =>
      find('s.session_index_hashes @> ARRAY[$3::text]', organizationId, connectionId, sessionIndex),
    findByNameId: (organizationId, connectionId, nameId) =>
      find('s.name_id_hash = $3::text', organizationId, connectionId, nameId),
    async remove(...names) {
      const [organizationId, connectionId] = names;
      const isStorable = areStorable(organizationId, connectionId);
      return isStorable && any(remove, [organizationId, connectionId, digest(...names)]);
    },
    async rememberLogout(organizationId, connectionId, key, loggedOutAt, until) {
      const place = [storable(organizationId), storable(connectionId)];
      await any(remember, [...place, digest(...place, key), instant(loggedOutAt), instant(until)]);
    },
    async findLogout(...names) {
      const [organizationId, connectionId] = names;
      if (!areStorable(organizationId, connectionId)) return null;
      const [found] = await rows(findLogout, [organizationId, connectionId, digest(...names)]);
      return found === undefined ? null : new Row('logout', found).date('logged_out_at');
    },
  };
}

function readSession(row: Row): IndexedSession {
  return Object.freeze({
    organizationId: row.text('organization_id'),
    connectionId: row.text('connection_id'),
    sessionKey: row.text('session_key'),
    identityKey: row.text('identity_key'),
    nameId: readNameId(row.row('name_id')),
    sessionIndexes: Object.freeze(row.texts('session_indexes')),
    expiresAt: row.date('expires_at'),
  });
}

function readNameId(row: Row): NameId {
  return Object.freeze({
    value: row.text('value'),
    format: row.nullableText('format'),
    nameQualifier: row.nullableText('nameQualifier'),
    spNameQualifier: row.nullableText('spNameQualifier'),
  });
}
