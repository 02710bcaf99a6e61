/**
 * Where a value stands in a canonical resource: names of members from the top, walking into each element of an array.
 * `['userName']`, `['emails', 'value']`, `['urn:…:enterprise:2.0:User', 'manager', 'value']`. Besides the members of
 * `resource` there are `['id']`, `['meta', 'created']`, `['meta', 'lastModified']`, of a user `['groups', 'value']`, of a
 * group `['members', 'value']` and `['members', 'type']`. Names come from the schema table, never from a request.
 */
export type ScimValuePath = readonly string[];

/** How values are compared: dateTimes by the moment, false before true, strings by code points, folded or not. */
export type ScimValueType = 'string' | 'boolean' | 'number' | 'dateTime';

export type ScimComparison = 'eq' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/**
 * A filter, typed and bounded by the engine (RFC 7644 §3.4.2.2). `ne` is the `not` of `eq`; a comparison with null is
 * the `not` of `present`; what is known beforehand, as of `meta.resourceType`, is a `constant`.
 */
export type ScimFilter =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly ScimFilter[] }
  | { readonly kind: 'not'; readonly operand: ScimFilter }
  /** A value is there; an empty string, array or object is none. */
  | { readonly kind: 'present'; readonly path: ScimValuePath }
  | ScimCompare
  /** One and the same element of the array at `path` matches; paths within are relative to the element. */
  | { readonly kind: 'element'; readonly path: ScimValuePath; readonly filter: ScimFilter };

/**
 * True where any value at the path compares so; one of another type never does. `co`, `sw` and `ew` are for strings alone.
 *
 * Without `caseExact` both sides are folded by `toLowerCase`, but for `['userName']` and a group's `['displayName']`: there
 * `value` is a key already, made as `userNameKey` and `displayNameKey` are, and is compared with those to the letter.
 */
export interface ScimCompare {
  readonly kind: 'compare';
  readonly path: ScimValuePath;
  readonly operator: ScimComparison;
  /** A dateTime as ISO 8601 in UTC with milliseconds, as `Date.toISOString` writes it. */
  readonly value: string | number | boolean;
  readonly type: ScimValueType;
  readonly caseExact: boolean;
}

/**
 * By what records are ordered; of equals, the earlier made stands first. Records without a value stand last, and first in
 * descending order. Of several values the primary one counts, else the first. Keys stand in for names as in `ScimCompare`.
 */
export interface ScimSort {
  readonly path: ScimValuePath;
  readonly type: ScimValueType;
  readonly caseExact: boolean;
  readonly descending: boolean;
}

/** Which part of the results. `count` is 0–10000. */
export type ScimPage =
  /** RFC 7644 §3.4.2.4; `startIndex` is 1 or more. */
  | { readonly kind: 'index'; readonly startIndex: number; readonly count: number }
  /** RFC 9865. `after` is the `next` of the page before, null for the first; only for the same filter and sort. */
  | { readonly kind: 'cursor'; readonly after: string | null; readonly count: number };

export interface ScimQuery {
  /** Null for all. */
  readonly filter: ScimFilter | null;
  /** Null for the order in which they were made. */
  readonly sort: ScimSort | null;
  readonly page: ScimPage;
}

export interface ScimResults<Item> {
  readonly records: readonly Item[];
  /** How many match on all pages. */
  readonly total: number;
  /**
   * Of a page by cursor: where the next one starts, opaque; null after the last, and of a page by index. What is there
   * all the time, and keeps what it is sorted by, is given once, whatever comes and goes meanwhile.
   */
  readonly next: string | null;
}
