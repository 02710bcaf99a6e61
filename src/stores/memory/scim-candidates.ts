import type { ScimGroupRecord, ScimUserRecord } from '../interfaces/scim.js';
import type { ScimFilter } from '../interfaces/scim-query.js';
import type { ScimCandidate } from './scim-page.js';
import type { ScimTables } from './scim-tables.js';

/** Users among whom all are that a filter finds, in the order in which they were made. An index narrows them down. */
export function* userCandidates(
  tables: ScimTables,
  filter: ScimFilter | null,
): Generator<ScimCandidate<ScimUserRecord>> {
  const ids = narrowed(filter, (name, value) => {
    if (name === 'id') return [value];
    if (name === 'userName') return [tables.userNames.get(value)];
    return name === 'externalId' ? (tables.externalIds.get(value) ?? []) : null;
  });
  if (ids === null) for (const row of tables.users.values()) yield tables.userCandidate(row);
  else for (const row of rowsOf(tables.users, ids)) yield tables.userCandidate(row);
}

/** As `userCandidates`, of groups. */
export function* groupCandidates(
  tables: ScimTables,
  filter: ScimFilter | null,
): Generator<ScimCandidate<ScimGroupRecord>> {
  const ids = narrowed(filter, (name, value) => {
    if (name === 'id') return [value];
    if (name === 'displayName') return [tables.displayNames.get(value)];
    return name === 'members.value' ? (tables.groupsOf.get(value) ?? []) : null;
  });
  if (ids === null) for (const row of tables.groups.values()) yield tables.groupCandidate(row);
  else for (const row of rowsOf(tables.groups, ids)) yield tables.groupCandidate(row);
}

type Ids = Iterable<string | undefined>;

/** What an index knows of a comparison that must hold; null where none does. */
function narrowed(filter: ScimFilter | null, look: (name: string, value: string) => Ids | null): Ids | null {
  if (filter?.kind === 'and') {
    for (const operand of filter.operands) {
      const ids = narrowed(operand, look);
      if (ids !== null) return ids;
    }
    return null;
  }
  if (filter?.kind !== 'compare' || filter.operator !== 'eq' || typeof filter.value !== 'string') return null;
  const name = filter.path.join('.');
  // Indexes compare to the letter; those of names hold keys, which are compared so in any case.
  const isKey = name === 'userName' || name === 'displayName';
  return filter.caseExact || isKey ? look(name, filter.value) : null;
}

function rowsOf<Row extends { readonly sequence: number }>(
  rows: ReadonlyMap<string, Row>,
  ids: Ids,
): readonly Row[] {
  return [...ids]
    .flatMap((id) => (id === undefined ? [] : (rows.get(id) ?? [])))
    .sort((one, other) => one.sequence - other.sequence);
}
