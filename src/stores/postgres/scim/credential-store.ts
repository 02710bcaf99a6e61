import type {
  EntraCloud,
  ScimAccessToken,
  ScimCredential,
  ScimCredentialKind,
  ScimCredentialStore,
  ScimScope,
} from '../../interfaces/scim-credentials.js';
import { auditParameter, insertAudit } from '../audit-entries.js';
import type { Database } from '../queries.js';
import { Row } from '../row.js';
import { areStorable, instant, nullableInstant, storable } from '../values.js';

/** How many tokens one statement deletes. */
const BATCH = 1_000;

/**
 * Credentials of provisioning clients. A use is written a minute after the last one that was: a client that sends 25
 * requests a second would otherwise write its row as often.
 */
export function scimCredentialStore({ any, rows, schema }: Database): ScimCredentialStore {
  const [credentials, tokens] = [`${schema}.scim_credentials`, `${schema}.scim_access_tokens`];
  const insert = `
    WITH changed AS (
      INSERT INTO ${credentials} (id, organization_id, kind, label, client_id, secret_hash, scopes, workload_identity,
        created_at, created_by, expires_at, last_used_at, revoked_at)
      VALUES ($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text::jsonb, $8::text::jsonb,
        $9::timestamptz, $10::text, $11::timestamptz, $12::timestamptz, $13::timestamptz)
      ON CONFLICT (id) DO NOTHING RETURNING 1),
    logged AS (${insertAudit(schema, 14, 'changed')})
    SELECT 1 FROM changed`;
  const find = `SELECT row_to_json(c)::text AS row FROM ${credentials} c WHERE c.id = $1::text`;
  const list = `
    SELECT row_to_json(c)::text AS row FROM ${credentials} c WHERE c.organization_id = $1::text
    ORDER BY c.created_at DESC, c.number DESC`;
  const revoke = `
    WITH changed AS (
      UPDATE ${credentials} c SET revoked_at = $3::timestamptz
      WHERE c.organization_id = $1::text AND c.id = $2::text AND c.revoked_at IS NULL RETURNING 1),
    logged AS (${insertAudit(schema, 4, 'changed')})
    SELECT 1 FROM changed`;
  const touch = `
    UPDATE ${credentials} c SET last_used_at = $2::timestamptz
    WHERE c.id = $1::text
      AND (c.last_used_at IS NULL OR c.last_used_at <= $2::timestamptz - interval '1 minute')`;
  // A revocation under way is waited for: the token is not added to what has been revoked by then.
  const addToken = `
    INSERT INTO ${tokens} (id, organization_id, credential_id, secret_hash, scopes, expires_at)
    SELECT $1::text, c.organization_id, c.id, $4::text, $5::text::jsonb, $6::timestamptz FROM (
      SELECT c.id, c.organization_id FROM ${credentials} c
      WHERE c.organization_id = $2::text AND c.id = $3::text AND c.revoked_at IS NULL FOR SHARE) c
    ON CONFLICT (id) DO NOTHING RETURNING 1`;
  const findToken = `
    SELECT json_build_object('token', row_to_json(t), 'credential', row_to_json(c))::text AS row
    FROM ${tokens} t JOIN ${credentials} c ON c.id = t.credential_id AND c.organization_id = t.organization_id
    WHERE t.id = $1::text`;
  const sweep = `
    WITH swept AS (
      DELETE FROM ${tokens} t WHERE t.ctid = ANY (ARRAY(
        SELECT t.ctid FROM ${tokens} t WHERE t.expires_at < $1::timestamptz ORDER BY t.expires_at LIMIT $2::integer
        FOR UPDATE SKIP LOCKED))
      RETURNING 1)
    SELECT json_build_object('swept', count(*))::text AS row FROM swept`;
  return {
    insertCredential: async (credential, entry) =>
      any(insert, [...valuesOf(credential), auditParameter(entry)]),
    async findCredential(credentialId) {
      if (!areStorable(credentialId)) return null;
      const [found] = await rows(find, [credentialId]);
      return found === undefined ? null : readCredential(new Row('credential', found));
    },
    async listCredentials(organizationId) {
      if (!areStorable(organizationId)) return [];
      const found = await rows(list, [organizationId]);
      return found.map((row) => readCredential(new Row('credential', row)));
    },
    revokeCredential: async (organizationId, credentialId, at, entry) =>
      areStorable(organizationId, credentialId) &&
      any(revoke, [organizationId, credentialId, instant(at), auditParameter(entry)]),
    async touchCredential(credentialId, at) {
      if (areStorable(credentialId)) await any(touch, [credentialId, instant(at)]);
    },
    async insertAccessToken({ credentialId, expiresAt, id, organizationId, scopes, secretHash }) {
      if (!areStorable(organizationId, credentialId)) return false;
      const place = [storable(id), organizationId, credentialId];
      return any(addToken, [...place, storable(secretHash), JSON.stringify(scopes), instant(expiresAt)]);
    },
    async findAccessToken(tokenId) {
      if (!areStorable(tokenId)) return null;
      const [found] = await rows(findToken, [tokenId]);
      if (found === undefined) return null;
      const row = new Row('access token', found);
      return { token: readToken(row.row('token')), credential: readCredential(row.row('credential')) };
    },
    async sweepAccessTokens(before) {
      const end = instant(before);
      for (let swept = 0; ; ) {
        const [found] = await rows(sweep, [end, BATCH]);
        const batch = new Row('count', found).integer('swept');
        swept += batch;
        if (batch < BATCH) return swept;
      }
    },
  };
}

function valuesOf(credential: ScimCredential): readonly unknown[] {
  const { workloadIdentity } = credential;
  const identity = workloadIdentity === null ? null : JSON.stringify(workloadIdentity);
  return [
    storable(credential.id),
    storable(credential.organizationId),
    credential.kind,
    storable(credential.label),
    storable(credential.clientId),
    storable(credential.secretHash),
    JSON.stringify(credential.scopes),
    identity,
    instant(credential.createdAt),
    storable(credential.createdBy),
    nullableInstant(credential.expiresAt),
    nullableInstant(credential.lastUsedAt),
    nullableInstant(credential.revokedAt),
  ];
}

const KINDS: readonly ScimCredentialKind[] = ['bearer', 'client-secret', 'workload-identity'];
const SCOPES: readonly ScimScope[] = ['users:read', 'users:write', 'groups:read', 'groups:write'];
const CLOUDS: readonly EntraCloud[] = ['global', 'us-government', 'china'];

function readCredential(row: Row): ScimCredential {
  const identity = row.nullableRow('workload_identity');
  return {
    organizationId: row.text('organization_id'),
    id: row.text('id'),
    kind: row.oneOf('kind', KINDS),
    label: row.text('label'),
    clientId: row.nullableText('client_id'),
    secretHash: row.nullableText('secret_hash'),
    scopes: scopesOf(row),
    workloadIdentity:
      identity === null
        ? null
        : {
            cloud: identity.oneOf('cloud', CLOUDS),
            tenantId: identity.text('tenantId'),
            subject: identity.text('subject'),
            applicationId: identity.text('applicationId'),
          },
    createdAt: row.date('created_at'),
    createdBy: row.nullableText('created_by'),
    expiresAt: row.nullableDate('expires_at'),
    lastUsedAt: row.nullableDate('last_used_at'),
    revokedAt: row.nullableDate('revoked_at'),
  };
}

function readToken(row: Row): ScimAccessToken {
  return {
    id: row.text('id'),
    organizationId: row.text('organization_id'),
    credentialId: row.text('credential_id'),
    secretHash: row.text('secret_hash'),
    scopes: scopesOf(row),
    expiresAt: row.date('expires_at'),
  };
}

/** One that is not known is no reason to take the others for more than they are: the row is not read. */
function scopesOf(row: Row): readonly ScimScope[] {
  return row.texts('scopes').map((text) => {
    const scope = SCOPES.find((each) => each === text);
    if (scope === undefined)
      throw new Error('A credential in the database has a scope that claimgate did not write.');
    return scope;
  });
}
