import type { ScimCompare, ScimFilter } from '../../interfaces/scim-query.js';
import { areStorable } from '../values.js';
import { comparedText } from './comparison.js';
import {
  all,
  any,
  type Condition,
  EVERYTHING,
  type FilterTarget,
  NOTHING,
  not,
  otherType,
} from './condition.js';
import type { ScimKind } from './resource-row.js';

/** Under which name memberships are asked for. */
export function membershipsOf(kind: ScimKind): string {
  return kind === 'User' ? 'groups' : 'members';
}

/** A condition over a membership `m`. */
export function withinMembership(filter: ScimFilter, target: FilterTarget): Condition {
  switch (filter.kind) {
    case 'constant':
      return filter.value ? EVERYTHING : NOTHING;
    case 'and':
      return all(filter.operands.map((operand) => withinMembership(operand, target)));
    case 'or':
      return any(filter.operands.map((operand) => withinMembership(operand, target)));
    case 'not':
      return not(withinMembership(filter.operand, target));
    case 'element':
      return NOTHING;
    case 'present': {
      const [name] = filter.path;
      if (name === undefined) return EVERYTHING;
      return filter.path.length === 1 && membershipColumn(target.kind, name) !== null ? EVERYTHING : NOTHING;
    }
    case 'compare': {
      const column = filter.path.length === 1 ? membershipColumn(target.kind, filter.path[0]) : null;
      if (column === null) return NOTHING;
      if (filter.type !== 'string' || typeof filter.value !== 'string') return NOTHING;
      if (!areStorable(filter.value)) return NOTHING;
      if (column !== 'm.kind') return identifier(column, filter, target);
      const [kind, wanted] = filter.caseExact
        ? ['m.kind', filter.value]
        : ['lower(m.kind)', filter.value.toLowerCase()];
      return comparedText(kind, filter.operator, wanted, target.parameters);
    }
  }
}

export function membership(condition: Condition, target: FilterTarget, isNamed: boolean): Condition {
  const own = target.kind === 'User' ? 'm.member_id' : 'm.group_id';
  const organization = target.parameters.text(target.organizationId);
  const sql = `EXISTS (SELECT FROM ${target.schema}.scim_memberships m
    WHERE m.organization_id = ${organization} AND ${own} = r.id AND ${condition.sql})`;
  return { sql, isExact: condition.isExact, reach: isNamed ? 'some' : 'all' };
}

/** Whether the other end is named: then the memberships of that one are looked at, and no others. */
export function findsMembership(filter: ScimFilter): boolean {
  if (filter.kind === 'and') return filter.operands.some(findsMembership);
  return filter.kind === 'compare' && filter.operator === 'eq' && filter.path.join('.') === 'value';
}

export function membershipColumn(kind: ScimKind, name: string | undefined): string | null {
  if (name === 'value') return kind === 'User' ? 'm.group_id' : 'm.member_id';
  return name === 'type' && kind === 'Group' ? 'm.kind' : null;
}

/** Ids are made by the server, in small letters. */
export function identifier(column: string, filter: ScimCompare, target: FilterTarget): Condition {
  const { caseExact, operator, type, value } = filter;
  if (type !== 'string' || typeof value !== 'string') return otherType(type);
  const wanted = caseExact ? value : value.toLowerCase();
  return {
    ...comparedText(column, operator, wanted, target.parameters),
    reach: operator === 'eq' ? 'one' : 'all',
  };
}
