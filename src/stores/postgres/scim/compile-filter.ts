import type { ScimCompare, ScimFilter, ScimValuePath } from '../../interfaces/scim-query.js';
import { areStorable } from '../values.js';
import { comparedNumber, comparedText } from './comparison.js';
import {
  all,
  any,
  type Condition,
  EVERYTHING,
  type FilterTarget,
  NOTHING,
  not,
  otherType,
  scan,
  UNKNOWN,
  unstorable,
} from './condition.js';
import { documentCompare, documentElement, documentPresent } from './document-filter.js';
import {
  findsMembership,
  identifier,
  membership,
  membershipColumn,
  membershipsOf,
  withinMembership,
} from './membership-filter.js';
import { emailHash, externalIdHash, nameHash, type ScimKind } from './resource-row.js';

/** Compiles a filter. What has no exact condition gets one that holds for more, and is looked at once more in memory. */
export function compileFilter(filter: ScimFilter, target: FilterTarget): Condition {
  switch (filter.kind) {
    case 'constant':
      return filter.value ? EVERYTHING : NOTHING;
    case 'and':
      return all(filter.operands.map((operand) => compileFilter(operand, target)));
    case 'or':
      return any(filter.operands.map((operand) => compileFilter(operand, target)));
    case 'not':
      return not(compileFilter(filter.operand, target));
    case 'present':
      return present(filter.path, target);
    case 'element':
      return element(filter.path, filter.filter, target);
    case 'compare':
      return compare(filter, target);
  }
}

function present(path: ScimValuePath, target: FilterTarget): Condition {
  const [first, second] = path;
  if (first === undefined) return scan('false');
  if (first === nameOf(target.kind) && path.length === 1) return scan(`(r.name_key <> '')`);
  if (first === 'id') return path.length === 1 ? EVERYTHING : NOTHING;
  if (first === 'meta') {
    const isKnown = path.length === 1 || (path.length === 2 && isMoment(second));
    return isKnown ? EVERYTHING : NOTHING;
  }
  if (first !== membershipsOf(target.kind)) return documentPresent(path, target);
  const isThere = path.length === 1 || (path.length === 2 && membershipColumn(target.kind, second) !== null);
  return isThere ? membership(EVERYTHING, target, false) : NOTHING;
}

function element(path: ScimValuePath, filter: ScimFilter, target: FilterTarget): Condition {
  const [first] = path;
  if (first === membershipsOf(target.kind) && path.length === 1) {
    return membership(withinMembership(filter, target), target, findsMembership(filter));
  }
  if (first === 'meta' || first === 'id' || first === undefined) return UNKNOWN;
  const condition = documentElement(path, filter, target);
  if (target.kind !== 'User' || path.length !== 1 || first !== 'emails') return condition;
  const hints = addressesIn(filter).map((address) => emailLookup(address, target));
  return hints.length === 0 ? condition : { ...all([...hints, condition]), isExact: condition.isExact };
}

function compare(filter: ScimCompare, target: FilterTarget): Condition {
  const { operator, path, type, value } = filter;
  const [first, second] = path;
  const name = path.length <= 2 ? path.join('.') : '';
  if (typeof value === 'string' && !areStorable(value)) return unstorable(operator);
  if (first === nameOf(target.kind) && path.length === 1) {
    if (type !== 'string' || typeof value !== 'string') return otherType(type);
    if (operator !== 'eq') return comparedText('r.name_key', operator, value, target.parameters);
    const hash = target.parameters.text(nameHash(target.organizationId, value));
    // The kind is written out, so that the index that is for this kind alone serves.
    return { sql: `(r.name_hash = ${hash} AND r.kind = '${target.kind}')`, isExact: true, reach: 'one' };
  }
  if (name === 'externalId' && operator === 'eq' && type === 'string' && filter.caseExact) {
    if (typeof value !== 'string') return NOTHING;
    const hash = target.parameters.text(externalIdHash(target.organizationId, value));
    return { sql: `(r.external_id_hash = ${hash})`, isExact: true, reach: 'some' };
  }
  if (first === 'id') return path.length === 1 ? identifier('r.id', filter, target) : NOTHING;
  if (first === 'meta') {
    if (path.length !== 2 || !isMoment(second)) return NOTHING;
    return type === 'dateTime' ? moment(second, filter, target) : UNKNOWN;
  }
  if (first === membershipsOf(target.kind)) {
    const within: ScimFilter = { ...filter, path: path.slice(1) };
    return membership(withinMembership(within, target), target, findsMembership(within));
  }
  const condition = documentCompare(filter, target);
  const isAddress = target.kind === 'User' && path.length === 2 && first === 'emails' && second === 'value';
  if (!isAddress || operator !== 'eq' || type !== 'string' || typeof value !== 'string') return condition;
  const lookup = emailLookup(value, target);
  return filter.caseExact ? all([lookup, condition]) : lookup;
}

function moment(name: 'created' | 'lastModified', filter: ScimCompare, target: FilterTarget): Condition {
  const time = typeof filter.value === 'string' ? new Date(filter.value) : new Date(Number.NaN);
  if (Number.isNaN(time.getTime())) return NOTHING;
  const column = name === 'created' ? 'r.created' : 'r.last_modified';
  const wanted = `${target.parameters.text(time.toISOString())}::timestamptz`;
  return comparedNumber(column, filter.operator, wanted);
}

/** Addresses of which one must be there for the filter to hold, where it names any. */
function addressesIn(filter: ScimFilter): readonly string[] {
  if (filter.kind === 'and') return filter.operands.flatMap(addressesIn);
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || filter.path.join('.') !== 'value') return [];
  return typeof filter.value === 'string' && areStorable(filter.value) ? [filter.value] : [];
}

function emailLookup(address: string, { organizationId, parameters }: FilterTarget): Condition {
  const hash = parameters.text(emailHash(organizationId, address.toLowerCase()));
  return { sql: `(r.lookup_hashes @> ARRAY[${hash}])`, isExact: true, reach: 'some' };
}

function nameOf(kind: ScimKind): string {
  return kind === 'User' ? 'userName' : 'displayName';
}

function isMoment(name: string | undefined): name is 'created' | 'lastModified' {
  return name === 'created' || name === 'lastModified';
}
