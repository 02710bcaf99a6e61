import type { ScimPage, ScimQuery, ScimResults, ScimSort } from '../interfaces/scim-query.js';
import { comparableOf, compareValues, matchesScimFilter, memberOf, type ScimSubject } from './scim-filter.js';

/** A record among those that a query may find, in the order in which they were made. */
export interface ScimCandidate<Item> {
  readonly record: Item;
  /** Greater for what was made later. */
  readonly sequence: number;
  readonly subject: ScimSubject;
}

interface Placed<Item> extends ScimCandidate<Item> {
  /** By what it is sorted; null where it has no value, or nothing is sorted. */
  readonly key: string | number | null;
}

const MOST_ON_A_PAGE = 10_000;

/** Filters, sorts and pages. Throws TypeError for a page that none can be, and for a cursor that no page gave. */
export function pageOfScim<Item>(
  candidates: Iterable<ScimCandidate<Item>>,
  { filter, sort, page }: ScimQuery,
): ScimResults<Item> {
  requirePage(page);
  const found: Placed<Item>[] = [];
  for (const candidate of candidates) {
    if (filter !== null && !matchesScimFilter(filter, candidate.subject)) continue;
    found.push({ ...candidate, key: sort === null ? null : keyOf(candidate.subject, sort) });
  }
  const descending = sort?.descending ?? false;
  if (sort !== null) found.sort((a, b) => compareKeys(a.key, b.key, descending) || a.sequence - b.sequence);
  const start = page.kind === 'index' ? page.startIndex - 1 : startAfter(found, page.after, descending);
  const shown = found.slice(start, start + page.count);
  const last = shown.at(-1);
  const isLast = page.kind === 'index' || last === undefined || start + shown.length >= found.length;
  return {
    records: shown.map(({ record }) => record),
    total: found.length,
    next: isLast ? null : JSON.stringify([last.key, last.sequence]),
  };
}

/** Throws TypeError for a page that none can be. */
export function requirePage(page: ScimPage): void {
  const { count } = page;
  if (!Number.isSafeInteger(count) || count < 0 || count > MOST_ON_A_PAGE) {
    throw new TypeError(`count must be a whole number from 0 to ${MOST_ON_A_PAGE}.`);
  }
  if (page.kind === 'index' && !(Number.isSafeInteger(page.startIndex) && page.startIndex >= 1)) {
    throw new TypeError('startIndex must be a whole number of at least 1.');
  }
}

/** The value that counts: of several, the primary one or else the first. */
function keyOf(subject: ScimSubject, { path, type, caseExact }: ScimSort): string | number | null {
  const [first, ...rest] = path;
  let value = first === undefined ? undefined : chosen(subject.top(first));
  for (const name of rest) value = chosen(memberOf(value, name));
  return comparableOf(value, type, caseExact || (path.length === 1 && first === subject.keyName));
}

function chosen(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.find((element) => memberOf(element, 'primary') === true) ?? value[0];
}

/** Without a value: last, and first in descending order (RFC 7644 §3.4.2.3). */
function compareKeys(a: string | number | null, b: string | number | null, descending: boolean): number {
  if (a === null || b === null) {
    if (a === b) return 0;
    return (a === null) === descending ? -1 : 1;
  }
  return descending ? compareValues(b, a) : compareValues(a, b);
}

function startAfter<Item>(found: readonly Placed<Item>[], after: string | null, descending: boolean): number {
  if (after === null) return 0;
  const [key, sequence] = readCursor(after);
  const index = found.findIndex(
    (item) => (compareKeys(item.key, key, descending) || item.sequence - sequence) > 0,
  );
  return index === -1 ? found.length : index;
}

/** Where a page by cursor ended: what it is sorted by, and the sequence. */
export function readCursor(text: string): readonly [string | number | null, number] {
  const parts: unknown = parseJson(text);
  const [key, sequence] = Array.isArray(parts) ? parts : [];
  const isKey = key === null || typeof key === 'string' || typeof key === 'number';
  if (!isKey || typeof sequence !== 'number') throw new TypeError('The cursor is not one that a page gave.');
  return [key, sequence];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
