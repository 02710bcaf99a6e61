import { insertAudit } from './audit-entries.js';

/** Every statement over members. $1–$14 are the member, $15–$18 the identity, $19 the audit entries, where both are. */
export interface MemberStatements {
  readonly insert: string;
  readonly replace: string;
  readonly remove: string;
  readonly removeLink: string;
  readonly find: string;
  readonly findByIdentity: string;
  readonly findByEmail: string;
  readonly findByScimUser: string;
  readonly list: string;
  readonly listLinks: string;
}

export function memberStatements(schema: string): MemberStatements {
  const [members, identities] = [`${schema}.members`, `${schema}.member_identities`];
  const select = `SELECT row_to_json(m)::text AS row FROM ${members} m`;
  // The identity that the member has already stays as it is.
  const link = `
    INSERT INTO ${identities} (organization_id, identity_hash, identity_key, connection_id, member_id, linked_at)
    SELECT $1::text, $15::text, $16::text, $17::text, $2::text, $18::timestamptz FROM changed
    WHERE $15::text IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM ${identities} kept WHERE kept.organization_id = $1::text AND kept.identity_hash = $15::text
        AND kept.member_id = $2::text AND kept.connection_id = $17::text)`;
  return {
    insert: `
      WITH changed AS (
        INSERT INTO ${members} (organization_id, id, role, status, origin, email, first_name, last_name, scim_user_id,
          session_epoch, created_at, updated_at, last_sign_in_at, revision)
        VALUES ($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::text, $10::bigint,
          $11::timestamptz, $12::timestamptz, $13::timestamptz, $14::bigint)
        RETURNING 1),
      linked AS (${link}),
      logged AS (${insertAudit(schema, 19, 'changed')})
      SELECT 1 FROM changed`,
    replace: `
      WITH changed AS (
        UPDATE ${members} SET role = $3::text, status = $4::text, origin = $5::text, email = $6::text,
          first_name = $7::text, last_name = $8::text, scim_user_id = $9::text, session_epoch = $10::bigint,
          created_at = $11::timestamptz, updated_at = $12::timestamptz, last_sign_in_at = $13::timestamptz,
          revision = $14::bigint
        WHERE organization_id = $1::text AND id = $2::text AND revision = $20::bigint
        RETURNING 1),
      linked AS (${link}),
      logged AS (${insertAudit(schema, 19, 'changed')})
      SELECT 1 FROM changed`,
    remove: `
      WITH changed AS (
        DELETE FROM ${members} WHERE organization_id = $1::text AND id = $2::text AND revision = $3::bigint
        RETURNING 1),
      logged AS (${insertAudit(schema, 4, 'changed')})
      SELECT 1 FROM changed`,
    removeLink: `
      WITH changed AS (
        DELETE FROM ${identities} WHERE organization_id = $1::text AND identity_hash = $2::text
        RETURNING 1),
      logged AS (${insertAudit(schema, 3, 'changed')})
      SELECT 1 FROM changed`,
    find: `${select} WHERE m.organization_id = $1::text AND m.id = $2::text`,
    findByIdentity: `
      ${select} JOIN ${identities} i ON i.organization_id = m.organization_id AND i.member_id = m.id
      WHERE i.organization_id = $1::text AND i.identity_hash = $2::text AND m.organization_id = $1::text`,
    // The column has the collation "C": only ASCII letters are folded.
    findByEmail: `
      ${select} WHERE m.organization_id = $1::text AND lower(m.email) = lower($2::text COLLATE "C")`,
    findByScimUser: `${select} WHERE m.organization_id = $1::text AND m.scim_user_id = $2::text`,
    list: `
      ${select} WHERE m.organization_id = $1::text AND ($2::text IS NULL OR m.id > $2::text)
      ORDER BY m.id LIMIT $3::integer`,
    listLinks: `
      SELECT row_to_json(i)::text AS row FROM ${identities} i
      WHERE i.organization_id = $1::text AND i.member_id = $2::text ORDER BY i.connection_id`,
  };
}
