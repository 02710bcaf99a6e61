import type { ScimComparison, ScimValueType } from '../../interfaces/scim-query.js';
import type { Parameters } from './parameters.js';
import type { ScimKind } from './resource-row.js';

/** One; some, which can be many; all there are. */
export type Reach = 'one' | 'some' | 'all';

const REACHES: readonly Reach[] = ['one', 'some', 'all'];

/** A condition over a resource `r`. */
export interface Condition {
  /** Holds wherever the filter does. Values and names of attributes are parameters. */
  readonly sql: string;
  /** Holds nowhere else. */
  readonly isExact: boolean;
  /** Among how many an index has to look for what it holds for. */
  readonly reach: Reach;
}

/** For what a filter is compiled. */
export interface FilterTarget {
  readonly kind: ScimKind;
  readonly organizationId: string;
  readonly schema: string;
  readonly parameters: Parameters;
}

export const EVERYTHING: Condition = Object.freeze({ sql: 'true', isExact: true, reach: 'all' });
export const NOTHING: Condition = Object.freeze({ sql: 'false', isExact: true, reach: 'one' });
/** What the database cannot tell as `matchesScimFilter` does. */
export const UNKNOWN: Condition = Object.freeze({ sql: 'true', isExact: false, reach: 'all' });

export function all(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.length === 0 ? 'true' : `(${conditions.map(({ sql }) => sql).join(' AND ')})`,
    isExact: conditions.every(({ isExact }) => isExact),
    reach: REACHES.find((reach) => conditions.some((one) => one.reach === reach)) ?? 'all',
  };
}

export function any(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.length === 0 ? 'false' : `(${conditions.map(({ sql }) => sql).join(' OR ')})`,
    isExact: conditions.every(({ isExact }) => isExact),
    reach: REACHES.findLast((reach) => conditions.some((one) => one.reach === reach)) ?? 'one',
  };
}

/** Of a condition that holds for too much, the opposite would hold for too little. */
export function not({ isExact, sql }: Condition): Condition {
  return isExact ? { sql: `((${sql}) IS NOT TRUE)`, isExact, reach: 'all' } : UNKNOWN;
}

export function scan(sql: string): Condition {
  return { sql, isExact: true, reach: 'all' };
}

/** What a text is to one that cannot be kept: nothing kept has it in it, but each stands before or after it. */
export function unstorable(operator: ScimComparison): Condition {
  return operator === 'gt' || operator === 'ge' || operator === 'lt' || operator === 'le' ? UNKNOWN : NOTHING;
}

/** What a text is to a comparison of another type: nothing, but that it may be read as a moment. */
export function otherType(type: ScimValueType): Condition {
  return type === 'dateTime' ? UNKNOWN : NOTHING;
}
