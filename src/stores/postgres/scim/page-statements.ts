import type { ScimPage } from '../../interfaces/scim-query.js';
import type { Condition, FilterTarget } from './condition.js';
import { RECORD_COLUMNS } from './resource-row.js';
import { behindCursor, type SortKey } from './sort-key.js';

/**
 * A page of all there are, in the order in which they were made. The total is counted beforehand, so that a page by
 * index is counted off from the nearer end: the last one costs what the first one does.
 */
export function pageOfAll(target: FilterTarget, page: ScimPage): string {
  const ordered = page.kind === 'cursor' ? byCursor(target, page) : byIndex(target, page);
  return `
    SELECT json_build_object('total', c.total, 'records', coalesce((
      SELECT json_agg(row_to_json(f) ORDER BY f.seq) FROM (${recordsOf(target, ordered, '')}) f), '[]'))
    FROM (SELECT ${totalOf(target)} AS total OFFSET 0) c`;
}

/** A page of what a condition holds for. */
export function pageOfMatches(
  target: FilterTarget,
  condition: Condition,
  key: SortKey | null,
  page: ScimPage,
): string {
  const order = key === null ? 'm.seq' : `m.key ${key.descending ? 'DESC' : 'ASC'}, m.seq`;
  const { parameters } = target;
  const part =
    page.kind === 'index'
      ? `ORDER BY ${order} LIMIT ${parameters.integer(page.count)} OFFSET ${parameters.integer(page.startIndex - 1)}`
      : `${page.after === null ? '' : `WHERE ${behindCursor(page.after, key, parameters)}`}
        ORDER BY ${order} LIMIT ${parameters.integer(page.count + 1)}`;
  const shown = `SELECT m.seq, row_number() OVER (ORDER BY ${order}) AS place FROM (
    SELECT m.* FROM matched m ${part}) m`;
  return `
    WITH matched AS MATERIALIZED (
      SELECT r.seq, ${key?.column ?? 'NULL::text'} AS key FROM ${target.schema}.scim_resources r
      WHERE ${ownRows(target, 'r')} AND ${condition.sql})
    SELECT json_build_object('tooMany', false, 'total', (SELECT count(*) FROM matched), 'records', coalesce((
      SELECT json_agg(row_to_json(f) ORDER BY f.place) FROM (${recordsOf(target, shown, ', k.place')}) f), '[]'))`;
}

function byCursor(target: FilterTarget, { after, count }: ScimPage & { readonly kind: 'cursor' }): string {
  const behind = after === null ? 'true' : behindCursor(after, null, target.parameters);
  return `SELECT m.seq FROM ${target.schema}.scim_resources m WHERE ${ownRows(target, 'm')} AND ${behind}
    ORDER BY m.seq LIMIT ${target.parameters.integer(count + 1)}`;
}

function byIndex(target: FilterTarget, { count, startIndex }: ScimPage & { readonly kind: 'index' }): string {
  const skipped = target.parameters.integer(startIndex - 1);
  const most = target.parameters.integer(count);
  const rows = `SELECT m.seq FROM ${target.schema}.scim_resources m WHERE ${ownRows(target, 'm')}`;
  const isNear = `${skipped} <= c.total / 2`;
  // The limit around both changes no answer: of limits that are expressions the planner takes a tenth of all rows, and
  // would compile (JIT) a statement that reads a hundred.
  return `SELECT e.seq FROM (
    (${rows} ORDER BY m.seq OFFSET CASE WHEN ${isNear} THEN ${skipped} ELSE 0 END
      LIMIT CASE WHEN ${isNear} THEN ${most} ELSE 0 END)
    UNION ALL
    (${rows} ORDER BY m.seq DESC OFFSET greatest(c.total - ${skipped} - ${most}, 0)
      LIMIT CASE WHEN ${isNear} THEN 0 ELSE greatest(least(${most}, c.total - ${skipped}), 0) END)) e LIMIT ${most}`;
}

/** The records of so many sequence numbers, each by the index, however many the planner thinks they are. */
function recordsOf(target: FilterTarget, sequences: string, more: string): string {
  return `SELECT f.*${more} FROM (${sequences}) k CROSS JOIN LATERAL (
    SELECT ${RECORD_COLUMNS}, r.seq FROM ${target.schema}.scim_resources r
    WHERE ${ownRows(target, 'r')} AND r.seq = k.seq LIMIT 1) f`;
}

/** The kind is written out, so that the indexes of one kind serve. */
export function ownRows({ kind, organizationId, parameters }: FilterTarget, table: string): string {
  return `${table}.organization_id = ${parameters.text(organizationId)} AND ${table}.kind = '${kind}'`;
}

/** As `scim_organizations` counts. */
export function totalOf({ kind, organizationId, parameters, schema }: FilterTarget): string {
  const column = kind === 'User' ? 'users' : 'groups';
  return `coalesce((SELECT o.${column} FROM ${schema}.scim_organizations o
    WHERE o.organization_id = ${parameters.text(organizationId)}), 0)`;
}
