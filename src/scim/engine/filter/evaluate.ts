import { Buffer } from 'node:buffer';
import type {
  ScimCompare,
  ScimFilter,
  ScimValuePath,
  ScimValueType,
} from '../../../stores/interfaces/scim-query.js';
import type { ResourceType } from '../schema/resource-type.js';
import { isUnassigned, memberOf } from '../value/json.js';

type Comparable = string | number;

/** Whether a resource, in the engine's normal form, matches a filter. Never throws, whatever the resource is. */
export function evaluate(type: ResourceType, filter: ScimFilter, resource: unknown): boolean {
  return matches(filter, resource, type.keyed);
}

/** Whether one element of a multi-valued attribute matches what stands in the brackets of a value path. */
export function matchesElement(filter: ScimFilter, element: unknown): boolean {
  return matches(filter, element, null);
}

function matches(filter: ScimFilter, subject: unknown, keyed: ResourceType['keyed'] | null): boolean {
  switch (filter.kind) {
    case 'constant':
      return filter.value;
    case 'and':
      return filter.operands.every((operand) => matches(operand, subject, keyed));
    case 'or':
      return filter.operands.some((operand) => matches(operand, subject, keyed));
    case 'not':
      return !matches(filter.operand, subject, keyed);
    case 'present':
      return valuesAt(subject, filter.path).some((value) => !isUnassigned(value));
    case 'element':
      return valuesAt(subject, filter.path).some((element) => matches(filter.filter, element, null));
    case 'compare':
      return compares(filter, subject, keyed);
  }
}

function compares(filter: ScimCompare, subject: unknown, keyed: ResourceType['keyed'] | null): boolean {
  const { path, type, operator } = filter;
  const isKeyed = keyed !== null && path.length === 1 && path[0] === keyed.name;
  // A key is compared with a key, and both are folded already.
  const caseExact = filter.caseExact || isKeyed;
  const wanted = comparableOf(filter.value, type, caseExact);
  return valuesAt(subject, path).some((value) => {
    const found = comparableOf(
      isKeyed && typeof value === 'string' ? keyed.keyOf(value) : value,
      type,
      caseExact,
    );
    return found !== null && wanted !== null && holds(operator, found, wanted);
  });
}

/** What is compared of a value; null for a value of another type. */
export function comparableOf(value: unknown, type: ScimValueType, caseExact: boolean): Comparable | null {
  if (type === 'number') return typeof value === 'number' ? value : null;
  if (type === 'boolean') return typeof value === 'boolean' ? Number(value) : null;
  if (typeof value !== 'string') return null;
  if (type === 'string') return caseExact ? value : value.toLowerCase();
  const moment = Date.parse(value);
  return Number.isNaN(moment) ? null : moment;
}

/** Negative where `a` stands before `b`. Strings are ordered by code points, not by the units of UTF-16. */
export function inOrder(a: Comparable, b: Comparable): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function holds(operator: ScimCompare['operator'], found: Comparable, wanted: Comparable): boolean {
  switch (operator) {
    case 'eq':
      return found === wanted;
    case 'gt':
      return inOrder(found, wanted) > 0;
    case 'ge':
      return inOrder(found, wanted) >= 0;
    case 'lt':
      return inOrder(found, wanted) < 0;
    case 'le':
      return inOrder(found, wanted) <= 0;
  }
  if (typeof found !== 'string' || typeof wanted !== 'string') return false;
  if (operator === 'co') return found.includes(wanted);
  return operator === 'sw' ? found.startsWith(wanted) : found.endsWith(wanted);
}

/** All values at a path, through every element of the arrays on the way. Without names: the subject itself. */
export function valuesAt(subject: unknown, path: ScimValuePath): readonly unknown[] {
  const [only] = path;
  // What is asked of each element of a list, as often as the filter has comparisons.
  if (only !== undefined && path.length === 1) return spread(memberOf(subject, only));
  let values: readonly unknown[] = [subject];
  for (const name of path) values = values.flatMap((value) => spread(memberOf(value, name)));
  return values;
}

function spread(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
