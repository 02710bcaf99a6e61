import type { ScimGroupRecord, ScimUserRecord } from '../../interfaces/scim.js';
import type { ScimQuery, ScimResults } from '../../interfaces/scim-query.js';
import { pageOfScim, requirePage, type ScimCandidate } from '../../memory/scim-page.js';
import type { Database } from '../queries.js';
import { Row } from '../row.js';
import { areStorable } from '../values.js';
import { compileFilter } from './compile-filter.js';
import { type Condition, EVERYTHING, type FilterTarget } from './condition.js';
import { ownRows, pageOfAll, pageOfMatches, totalOf } from './page-statements.js';
import { Parameters } from './parameters.js';
import { remainderOf, subjectOf } from './remainder.js';
import { RECORD_COLUMNS, type ScimKind } from './resource-row.js';
import { sortKeyOf } from './sort-key.js';

/** How many records the database looks through where no index serves; they stay there. */
const MOST_LOOKED_THROUGH = 100_000;
/** How many records are looked through in memory. */
const MOST_IN_MEMORY = 10_000;
/** How many values and paths are looked at in all of them: about a second's work of the database. */
const MOST_LOOKS = 400_000;
/** With so few values and paths, what an index that finds many leads to need not be counted. */
const FEW = 12;

/** Of one kind of resource, how its rows are read. */
export interface QueriedKind<Item extends ScimUserRecord | ScimGroupRecord> {
  readonly kind: ScimKind;
  readonly read: (row: unknown) => Item;
}

/**
 * Filters, sorts and pages, in one statement. The database does what it can do to the letter. For the rest it gives the
 * records that may match, with its answers to the parts of the filter that it can tell, and they are looked at in memory.
 */
export async function queryResources<Item extends ScimUserRecord | ScimGroupRecord>(
  database: Database,
  { kind, read }: QueriedKind<Item>,
  organizationId: string,
  query: ScimQuery,
): Promise<ScimResults<Item> | 'too-many'> {
  const { filter, page, sort } = query;
  requirePage(page);
  if (!areStorable(organizationId)) return { records: [], total: 0, next: null };
  const target = { kind, organizationId, schema: database.schema, parameters: new Parameters() };
  const condition = filter === null ? EVERYTHING : compileFilter(filter, target);
  const most = mostRecords(target);
  const key = sortKeyOf(sort, kind);
  if (!condition.isExact || key === 'unordered') {
    return inMemory(database, target, condition, most, query, read);
  }
  if (key === null && condition.sql === 'true') {
    const found = await ask(database, target, pageOfAll(target, page));
    return resultsOf(found, query, read);
  }
  const statement = pageOfMatches(target, condition, key, page);
  const found = await ask(database, target, bounded(statement, target, condition, most));
  return found.boolean('tooMany') ? 'too-many' : resultsOf(found, query, read);
}

async function ask({ rows }: Database, { parameters }: FilterTarget, sql: string): Promise<Row> {
  const { text, values } = parameters.statement(`SELECT (${sql})::text AS row`);
  const [found] = await rows(text, values);
  return new Row('page of resources', found);
}

/** The more a filter asks, the fewer records are asked. */
function mostRecords({ parameters }: FilterTarget): number {
  return Math.min(MOST_LOOKED_THROUGH, Math.floor(MOST_LOOKS / Math.max(parameters.count, 1)));
}

/** The statement, unless there may be too much to look through: then nothing of it is done. */
function bounded(statement: string, target: FilterTarget, { reach }: Condition, most: number): string {
  if (reach === 'one' || (reach === 'some' && MOST_LOOKS / most <= FEW)) return statement;
  return `CASE WHEN ${totalOf(target)} <= ${most} THEN (${statement})
    ELSE json_build_object('tooMany', true) END`;
}

/** One row more than is shown, where it is there, tells that a page by cursor is not the last. */
function resultsOf<Item extends ScimUserRecord | ScimGroupRecord>(
  found: Row,
  { page, sort }: ScimQuery,
  read: (row: unknown) => Item,
): ScimResults<Item> {
  const rows = found.rows('records').map((row) => ({
    record: read(Object.fromEntries(row.entries())),
    sequence: row.integer('seq'),
  }));
  const shown = rows.slice(0, page.count);
  const last = shown.at(-1);
  const isLast = page.kind === 'index' || last === undefined || rows.length <= page.count;
  return {
    records: shown.map(({ record }) => record),
    total: found.integer('total'),
    next: isLast ? null : JSON.stringify([cursorKey(last.record, sort), last.sequence]),
  };
}

function cursorKey(
  record: ScimUserRecord | ScimGroupRecord,
  sort: ScimQuery['sort'],
): string | number | null {
  if (sort === null) return null;
  const name = sort.path.join('.');
  if (name === 'id') return record.id;
  if (name === 'meta.created') return record.created.getTime();
  if (name === 'meta.lastModified') return record.lastModified.getTime();
  return 'userName' in record ? record.userNameKey : record.displayNameKey;
}

async function inMemory<Item extends ScimUserRecord | ScimGroupRecord>(
  database: Database,
  target: FilterTarget,
  condition: Condition,
  most: number,
  query: ScimQuery,
  read: (row: unknown) => Item,
): Promise<ScimResults<Item> | 'too-many'> {
  const left = query.filter === null || condition.isExact ? null : remainderOf(query.filter, target);
  const limit = Math.min(MOST_IN_MEMORY, most);
  const answers = `json_build_array(${left?.questions.join(', ') ?? ''})`;
  const statement = `
    SELECT json_build_object('tooMany', count(*) > ${limit}, 'records',
      CASE WHEN count(*) > ${limit} THEN '[]' ELSE coalesce(json_agg(row_to_json(f) ORDER BY f.seq), '[]') END)
    FROM (
      SELECT ${RECORD_COLUMNS}, r.seq, ${answers} AS answers FROM ${target.schema}.scim_resources r
      WHERE ${ownRows(target, 'r')} AND ${condition.sql}
      LIMIT ${limit + 1}) f`;
  const found = await ask(database, target, bounded(statement, target, condition, most));
  if (found.boolean('tooMany')) return 'too-many';
  const candidates = found.rows('records').map((row): ScimCandidate<Item> => {
    const record = read(Object.fromEntries(row.entries()));
    return { record, sequence: row.integer('seq'), subject: subjectOf(record, row.booleans('answers')) };
  });
  return pageOfScim(candidates, { ...query, filter: left?.filter ?? null });
}
