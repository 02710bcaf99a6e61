import type { PendingRequest, RequestStore } from '../interfaces/sign-in.js';
import type { Database } from './queries.js';
import { Row } from './row.js';
import { areStorable, instant, storable } from './values.js';

/** Expired requests are kept a little, so that a late answer is told from an unknown one. */
const LINGER = 10 * 60_000;

/** Sign-ins and logouts under way, by the clock of the database. `save` throws for an id that is there already. */
export function requestStore({ any, rows, schema }: Database): RequestStore {
  const insert = `
    INSERT INTO ${schema}.requests
      (id, purpose, organization_id, connection_id, connection_version, browser_hash, relay_state, return_to,
       force_authn, issued_at, expires_at, kept_until)
    VALUES ($1::text, $2::text, $3::text, $4::text, $5::bigint, $6::text, $7::text, $8::text, $9::boolean,
      $10::timestamptz, $11::timestamptz, statement_timestamp() + $12::double precision * interval '1 millisecond')
    ON CONFLICT (id) DO NOTHING
    RETURNING 1`;
  const select = `
    SELECT row_to_json(r)::text AS row FROM ${schema}.requests r
    WHERE id = $1::text AND kept_until > statement_timestamp()`;
  const consume = `
    UPDATE ${schema}.requests SET consumed_at = statement_timestamp()
    WHERE id = $1::text AND consumed_at IS NULL AND kept_until > statement_timestamp()
    RETURNING 1`;
  return {
    async save(request) {
      // Counted from the store's own clock: whether a request is expired is for the service provider to say,
      // whose clock may be another one.
      const lifetime = request.expiresAt.getTime() - request.issuedAt.getTime();
      const values = [
        storable(request.id),
        storable(request.purpose),
        storable(request.organizationId),
        storable(request.connectionId),
        request.connectionVersion,
        storable(request.browserHash),
        storable(request.relayState),
        storable(request.returnTo),
        request.forceAuthn,
        instant(request.issuedAt),
        instant(request.expiresAt),
        Math.max(0, lifetime) + LINGER,
      ];
      if (!(await any(insert, values))) throw new Error('A request with this id was saved before');
    },
    async find(id) {
      if (!areStorable(id)) return null;
      const [found] = await rows(select, [id]);
      return found === undefined ? null : readRequest(new Row('request', found));
    },
    async consume(id) {
      return areStorable(id) && any(consume, [id]);
    },
  };
}

const PURPOSES: readonly PendingRequest['purpose'][] = ['sign-in', 'logout', 'test'];

function readRequest(row: Row): PendingRequest {
  return {
    id: row.text('id'),
    purpose: row.oneOf('purpose', PURPOSES),
    organizationId: row.text('organization_id'),
    connectionId: row.text('connection_id'),
    connectionVersion: row.integer('connection_version'),
    browserHash: row.text('browser_hash'),
    relayState: row.text('relay_state'),
    returnTo: row.text('return_to'),
    forceAuthn: row.boolean('force_authn'),
    issuedAt: row.date('issued_at'),
    expiresAt: row.date('expires_at'),
  };
}
