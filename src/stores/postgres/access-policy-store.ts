import type { AccessPolicy, AccessPolicyStore, MembershipPolicy } from '../interfaces/access-policies.js';
import { auditParameter, insertAudit } from './audit-entries.js';
import type { Database } from './queries.js';
import { Row } from './row.js';
import { areStorable, instant, storable } from './values.js';

export function accessPolicyStore({ any, rows, schema }: Database): AccessPolicyStore {
  const select = `
    SELECT row_to_json(p)::text AS row FROM ${schema}.access_policies p WHERE organization_id = $1::text`;
  // One of the two writes: where a row is there, the first finds its revision, and the second meets it.
  const replace = `
    WITH updated AS (
      UPDATE ${schema}.access_policies SET membership = $2::text, require_sso = $3::boolean,
        session_epoch = $4::bigint, updated_at = $5::timestamptz, revision = $6::bigint
      WHERE organization_id = $1::text AND revision = $7::bigint
      RETURNING 1),
    inserted AS (
      INSERT INTO ${schema}.access_policies
        (organization_id, membership, require_sso, session_epoch, updated_at, revision)
      SELECT $1::text, $2::text, $3::boolean, $4::bigint, $5::timestamptz, $6::bigint
      WHERE $7::bigint = 0
      ON CONFLICT (organization_id) DO NOTHING
      RETURNING 1),
    changed AS (SELECT 1 FROM updated UNION ALL SELECT 1 FROM inserted),
    logged AS (${insertAudit(schema, 8, 'changed')})
    SELECT 1 FROM changed`;
  return {
    async findPolicy(organizationId) {
      if (!areStorable(organizationId)) return null;
      const [found] = await rows(select, [organizationId]);
      return found === undefined ? null : readPolicy(new Row('access policy', found));
    },
    replacePolicy: async (policy, expectedRevision, entry) =>
      any(replace, [
        storable(policy.organizationId),
        policy.membership,
        policy.requireSso,
        policy.sessionEpoch,
        instant(policy.updatedAt),
        policy.revision,
        expectedRevision,
        auditParameter(entry),
      ]),
  };
}

const MEMBERSHIP: readonly MembershipPolicy[] = ['invited', 'jit', 'scim'];

function readPolicy(row: Row): AccessPolicy {
  return {
    organizationId: row.text('organization_id'),
    membership: row.oneOf('membership', MEMBERSHIP),
    requireSso: row.boolean('require_sso'),
    sessionEpoch: row.integer('session_epoch'),
    updatedAt: row.date('updated_at'),
    revision: row.integer('revision'),
  };
}
