import { Buffer } from 'node:buffer';
import type { ScimCompare, ScimFilter, ScimValuePath, ScimValueType } from '../interfaces/scim-query.js';

/** A resource as filters and sorting see it. */
export interface ScimSubject {
  /** A member at the top: of the document, or what is kept beside it. */
  readonly top: (name: string) => unknown;
  /** What a path without names leads to: of an element that has no members, the value itself. */
  readonly self?: unknown;
  /** The name whose comparisons are made with a key that stands for it. */
  readonly keyName: string | null;
  /** Whether `value` is at the path, where that can be told without collecting everything there; else null. */
  readonly has?: (path: ScimValuePath, value: string) => boolean | null;
}

/** Whether a resource matches a filter. Takes time in proportion to filter and resource. */
export function matchesScimFilter(filter: ScimFilter, subject: ScimSubject): boolean {
  switch (filter.kind) {
    case 'constant':
      return filter.value;
    case 'and':
      return filter.operands.every((operand) => matchesScimFilter(operand, subject));
    case 'or':
      return filter.operands.some((operand) => matchesScimFilter(operand, subject));
    case 'not':
      return !matchesScimFilter(filter.operand, subject);
    case 'present':
      return valuesAt(subject, filter.path).some(isAssigned);
    case 'element':
      return valuesAt(subject, filter.path).some((element) =>
        matchesScimFilter(filter.filter, {
          self: element,
          top: (name) => memberOf(element, name),
          keyName: null,
        }),
      );
    case 'compare':
      return compares(filter, subject);
  }
}

/** What is compared of a value; null for a value of another type. */
export function comparableOf(
  value: unknown,
  type: ScimValueType,
  caseExact: boolean,
): string | number | null {
  if (type === 'string') {
    if (typeof value !== 'string') return null;
    return caseExact ? value : value.toLowerCase();
  }
  if (type === 'number') return typeof value === 'number' ? value : null;
  if (type === 'boolean') return typeof value === 'boolean' ? Number(value) : null;
  const moment = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(moment) ? null : moment;
}

/** Negative where `a` stands before `b`. Strings are ordered by code points, not by the units of UTF-16. */
export function compareValues(a: string | number, b: string | number): number {
  if (a === b) return 0;
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}

/** A member of its own of an object; what a prototype offers is none. */
export function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

function compares(filter: ScimCompare, subject: ScimSubject): boolean {
  const { path, operator, type } = filter;
  if (operator === 'eq' && typeof filter.value === 'string') {
    const known = subject.has?.(path, filter.value) ?? null;
    if (known !== null) return known;
  }
  const caseExact = filter.caseExact || (path.length === 1 && path[0] === subject.keyName);
  const wanted = comparableOf(filter.value, type, caseExact);
  if (wanted === null) return false;
  return valuesAt(subject, path).some((value) => {
    const found = comparableOf(value, type, caseExact);
    return found !== null && holds(operator, found, wanted);
  });
}

function holds(operator: ScimCompare['operator'], found: string | number, wanted: string | number): boolean {
  switch (operator) {
    case 'eq':
      return found === wanted;
    case 'gt':
      return compareValues(found, wanted) > 0;
    case 'ge':
      return compareValues(found, wanted) >= 0;
    case 'lt':
      return compareValues(found, wanted) < 0;
    case 'le':
      return compareValues(found, wanted) <= 0;
  }
  if (typeof found !== 'string' || typeof wanted !== 'string') return false;
  if (operator === 'co') return found.includes(wanted);
  return operator === 'sw' ? found.startsWith(wanted) : found.endsWith(wanted);
}

function valuesAt(subject: ScimSubject, [first, ...rest]: ScimValuePath): readonly unknown[] {
  let values = spread(first === undefined ? subject.self : subject.top(first));
  for (const name of rest) values = values.flatMap((value) => spread(memberOf(value, name)));
  return values;
}

function spread(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function isAssigned(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
