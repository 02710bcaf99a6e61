import { success } from '../../../errors/index.js';
import type { ScimSort } from '../../../stores/interfaces/scim-query.js';
import { type ScimResult, scimRefusal } from '../../scim-error.js';
import { comparableOf, inOrder, valuesAt } from '../filter/evaluate.js';
import { comparedOf, targetOf } from '../filter/filter-scope.js';
import { valueTypeOf } from '../filter/operand.js';
import type { ResourceType } from '../schema/resource-type.js';
import { memberOf } from '../value/json.js';

/**
 * Reads `sortBy` and `sortOrder` (RFC 7644 §3.4.2.3); null without the first. Refuses with `invalidPath` what is no attribute
 * that resources could be put in an order by, with `invalidValue` an order that is neither ascending nor descending.
 */
export function readSort(
  type: ResourceType,
  sortBy: unknown,
  sortOrder: unknown,
): ScimResult<ScimSort | null> {
  if (sortBy === undefined || sortBy === null || sortBy === '') return success(null);
  const order = typeof sortOrder === 'string' ? sortOrder.toLowerCase() : (sortOrder ?? 'ascending');
  if (order !== 'ascending' && order !== 'descending') {
    return scimRefusal(400, 'invalidValue', 'sortOrder must be ascending or descending');
  }
  const target =
    typeof sortBy === 'string' ? targetOf({ kind: 'resource', type }, sortBy) : 'sortBy must be a name';
  const compared = typeof target === 'string' ? target : comparedOf(target);
  if (typeof compared === 'string') return scimRefusal(400, 'invalidPath', compared);
  const { path, definition } = compared;
  // What is the same for all resources puts them in no order.
  if (path[0] === 'schemas' || path[1] === 'resourceType') return success(null);
  return success({
    path,
    type: valueTypeOf(definition),
    caseExact: definition.caseExact,
    descending: order === 'descending',
  });
}

/**
 * Resources in the order of a sort, those that compare alike as they were. Without a value they stand last, and first in
 * descending order; of several values the primary one counts, else the first.
 */
export function sorted<Resource>(
  type: ResourceType,
  sort: ScimSort,
  resources: readonly Resource[],
): readonly Resource[] {
  const placed = resources.map((resource) => ({ resource, key: sortKey(type, sort, resource) }));
  const direction = sort.descending ? -1 : 1;
  placed.sort(({ key: a }, { key: b }) => {
    if (a === null || b === null) return direction * (Number(a === null) - Number(b === null));
    return direction * inOrder(a, b);
  });
  return placed.map(({ resource }) => resource);
}

function sortKey(
  type: ResourceType,
  { path, caseExact, ...sort }: ScimSort,
  resource: unknown,
): string | number | null {
  const isKeyed = path.length === 1 && path[0] === type.keyed.name;
  const value = valuesAt(preferred(resource, path), path.slice(-1))[0];
  const key = isKeyed && typeof value === 'string' ? type.keyed.keyOf(value) : value;
  return comparableOf(key, sort.type, caseExact || isKeyed);
}

/** What holds the value: of several elements the primary one, else the first. */
function preferred(resource: unknown, path: readonly string[]): unknown {
  const holders = valuesAt(resource, path.slice(0, -1));
  return holders.find((holder) => memberOf(holder, 'primary') === true) ?? holders[0];
}
