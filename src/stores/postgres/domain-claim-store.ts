import type {
  DomainCheckOutcome,
  DomainClaim,
  DomainClaimRecordStore,
  DomainClaimStatus,
} from '../interfaces/domain-claims.js';
import { auditParameter, insertAudit } from './audit-entries.js';
import { type Database, violatedConstraint } from './queries.js';
import { Row } from './row.js';
import { areStorable, instant, nullableInstant, pageLimit, storable } from './values.js';

/** Domain claims; a grace ends by the clock of the database. */
export function domainClaimStore({ any, rows, schema }: Database): DomainClaimRecordStore {
  const table = `${schema}.domain_claims`;
  // The first condition is that of the unique index, so that the index answers.
  const admits = `c.status IN ('verified', 'grace')
    AND (c.status = 'verified' OR c.grace_ends_at > statement_timestamp())`;
  const findOwner = `
    SELECT json_build_object('organization_id', c.organization_id)::text AS row FROM ${table} c
    WHERE c.domain = $1::text AND ${admits}`;
  const listVerified = `
    SELECT json_build_object('domain', c.domain)::text AS row FROM ${table} c
    WHERE c.organization_id = $1::text AND ${admits} ORDER BY c.domain`;
  const insert = `
    WITH changed AS (
      INSERT INTO ${table} (organization_id, domain, token, status, created_at, created_by, verified_at,
        last_checked_at, last_outcome, next_check_at, grace_ends_at, unverified_at, revision)
      VALUES ($1::text, $2::text, $3::text, $4::text, $5::timestamptz, $6::text, $7::timestamptz, $8::timestamptz,
        $9::text, $10::timestamptz, $11::timestamptz, $12::timestamptz, $13::bigint)
      ON CONFLICT DO NOTHING
      RETURNING 1),
    logged AS (${insertAudit(schema, 14, 'changed')})
    SELECT 1 FROM changed`;
  const replace = `
    WITH changed AS (
      UPDATE ${table} SET token = $3::text, status = $4::text, created_at = $5::timestamptz, created_by = $6::text,
        verified_at = $7::timestamptz, last_checked_at = $8::timestamptz, last_outcome = $9::text,
        next_check_at = $10::timestamptz, grace_ends_at = $11::timestamptz, unverified_at = $12::timestamptz,
        revision = $13::bigint
      WHERE organization_id = $1::text AND domain = $2::text AND revision = $15::bigint
      RETURNING 1),
    logged AS (${insertAudit(schema, 14, 'changed')})
    SELECT 1 FROM changed`;
  const remove = `
    WITH changed AS (
      DELETE FROM ${table} WHERE organization_id = $1::text AND domain = $2::text AND revision = $3::bigint
      RETURNING 1),
    logged AS (${insertAudit(schema, 4, 'changed')})
    SELECT 1 FROM changed`;
  const select = `SELECT row_to_json(c)::text AS row FROM ${table} c`;
  const find = async (rest: string, values: readonly unknown[]): Promise<readonly DomainClaim[]> =>
    (await rows(`${select} ${rest}`, values)).map((row) => readClaim(new Row('domain claim', row)));
  return {
    async findOrganization(domain) {
      if (!areStorable(domain)) return null;
      const [found] = await rows(findOwner, [domain]);
      return found === undefined ? null : new Row('domain claim', found).text('organization_id');
    },
    async listVerified(organizationId) {
      if (!areStorable(organizationId)) return [];
      const found = await rows(listVerified, [organizationId]);
      return found.map((row) => new Row('domain claim', row).text('domain'));
    },
    insertClaim: async (claim, entry) => any(insert, [...valuesOf(claim), auditParameter(entry)]),
    async findClaim(organizationId, domain) {
      if (!areStorable(organizationId, domain)) return null;
      const where = 'WHERE c.organization_id = $1::text AND c.domain = $2::text';
      return (await find(where, [organizationId, domain]))[0] ?? null;
    },
    async listClaims(organizationId) {
      if (!areStorable(organizationId)) return [];
      return find('WHERE c.organization_id = $1::text ORDER BY c.domain', [organizationId]);
    },
    async replaceClaim(claim, expectedRevision, entry) {
      try {
        const values = [...valuesOf(claim), auditParameter(entry), expectedRevision];
        return (await any(replace, values)) ? 'replaced' : 'changed';
      } catch (error) {
        if (violatedConstraint(error) === 'domain_claims_one_holder') return 'claimed-by-other';
        throw error;
      }
    },
    removeClaim: async (organizationId, domain, expectedRevision, entry) =>
      areStorable(organizationId, domain) &&
      any(remove, [organizationId, domain, expectedRevision, auditParameter(entry)]),
    async listDueClaims(now, limit) {
      const where = 'WHERE c.next_check_at <= $1::timestamptz ORDER BY c.next_check_at LIMIT $2::integer';
      return find(where, [instant(now), pageLimit(limit)]);
    },
  };
}

function valuesOf(claim: DomainClaim): readonly unknown[] {
  return [
    storable(claim.organizationId),
    storable(claim.domain),
    storable(claim.token),
    claim.status,
    instant(claim.createdAt),
    storable(claim.createdBy),
    nullableInstant(claim.verifiedAt),
    nullableInstant(claim.lastCheckedAt),
    claim.lastOutcome,
    instant(claim.nextCheckAt),
    nullableInstant(claim.graceEndsAt),
    nullableInstant(claim.unverifiedAt),
    claim.revision,
  ];
}

const STATUSES: readonly DomainClaimStatus[] = ['pending', 'verified', 'grace', 'unverified'];
const OUTCOMES: readonly DomainCheckOutcome[] = ['found', 'absent', 'inconclusive'];

function readClaim(row: Row): DomainClaim {
  return {
    organizationId: row.text('organization_id'),
    domain: row.text('domain'),
    token: row.text('token'),
    status: row.oneOf('status', STATUSES),
    createdAt: row.date('created_at'),
    createdBy: row.nullableText('created_by'),
    verifiedAt: row.nullableDate('verified_at'),
    lastCheckedAt: row.nullableDate('last_checked_at'),
    lastOutcome: row.nullableText('last_outcome') === null ? null : row.oneOf('last_outcome', OUTCOMES),
    nextCheckAt: row.date('next_check_at'),
    graceEndsAt: row.nullableDate('grace_ends_at'),
    unverifiedAt: row.nullableDate('unverified_at'),
    revision: row.integer('revision'),
  };
}
