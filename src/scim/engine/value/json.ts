/** A value of JSON in the engine's normal form. Its objects have no prototype: nothing is inherited, nothing shadowed. */
export type JsonValue = string | number | boolean | null | JsonArray | JsonObject;
export type JsonArray = readonly JsonValue[];
export interface JsonObject {
  readonly [name: string]: JsonValue;
}
/** As long as it is being made. */
export interface JsonDraft {
  [name: string]: JsonValue;
}

export function emptyObject(): JsonDraft {
  return Object.create(null) as JsonDraft;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of its own of an object; what a prototype offers is none. */
export function memberOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The only element of an array of one; everything else as it is. Entra wraps single values at times. */
export function withoutSingleton(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

/** Null, an empty string, array or object: unassigned (RFC 7643 §2.5). */
export function isUnassigned(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Equal as JSON: the order of members does not count, the order of elements does. */
export function areEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return (
      Array.isArray(b) && a.length === b.length && a.every((element, index) => areEqual(element, b[index]))
    );
  }
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && areEqual(a[name], b[name]))
  );
}

/** A copy of the top two levels, which are what is written to: a resource, and the data of its extensions. */
export function draftOf(source: Readonly<Record<string, unknown>>): JsonDraft {
  const draft = emptyObject();
  for (const name of Object.keys(source)) {
    const value = source[name] as JsonValue;
    draft[name] = isObject(value) ? Object.assign(emptyObject(), value) : value;
  }
  return draft;
}
