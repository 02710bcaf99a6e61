import { type AttributeDefinition, subAttributeOf, valueAttributeOf } from '../schema/attribute.js';
import { areEqual, emptyObject, isObject, type JsonValue } from '../value/json.js';
import { withOnePrimary } from '../value/read-value.js';

/**
 * Adds values that are not there; where an element with the same value and type is, what is new is merged into it (RFC
 * 7644 §3.5.2.1). Takes time in proportion to both lists.
 */
export function addElements(
  definition: AttributeDefinition,
  elements: readonly JsonValue[],
  added: readonly JsonValue[],
): readonly JsonValue[] {
  const after = [...elements];
  const places = new Map<string, number[]>();
  elements.forEach((element, index) => {
    note(places, keyOf(definition, element), index);
  });
  const changed: JsonValue[] = [];
  for (const element of added) {
    const key = keyOf(definition, element);
    const place = places.get(key)?.find((index) => isSameKind(definition, after[index], element));
    const merged = merge(place === undefined ? undefined : after[place], element);
    if (place === undefined) note(places, key, after.push(merged) - 1);
    else if (areEqual(after[place], merged)) continue;
    else after[place] = merged;
    changed.push(merged);
  }
  return withOnePrimary(after, changed);
}

/** Tells which elements a value that is to be removed names: each part that it gives is the element's. */
export function namedBy(definition: AttributeDefinition, named: JsonValue): (element: JsonValue) => boolean {
  if (!isObject(named)) return (element) => isSame(definition, element, named);
  // A reference is an address of the same thing, written by whoever sends it.
  const names = Object.keys(named).filter((name) => name !== '$ref');
  const parts = names.flatMap((name) => {
    const sub = subAttributeOf(definition, name);
    return sub === null ? [] : [{ name, sub, wanted: folded(sub, named[name]) }];
  });
  if (parts.length === 0 || parts.length < names.length) return () => false;
  return (element) =>
    isObject(element) && parts.every(({ name, sub, wanted }) => areEqual(folded(sub, element[name]), wanted));
}

function note(places: Map<string, number[]>, key: string, index: number): void {
  const found = places.get(key);
  if (found === undefined) places.set(key, [index]);
  else found.push(index);
}

/** What elements have in common that may be the same: their value, or all of them where there is none. */
function keyOf(definition: AttributeDefinition, element: JsonValue): string {
  const main = valueAttributeOf(definition);
  const value = isObject(element) && main !== null ? element['value'] : undefined;
  if (main !== null && value !== undefined) return `value ${String(folded(main, value))}`;
  return isObject(element) ? wholeKey(element) : `simple ${String(folded(definition, element))}`;
}

/** The same for elements that are equal, in whatever order their parts are. */
export function wholeKey(element: JsonValue): string {
  const parts = isObject(element) ? Object.entries(element).sort(([a], [b]) => (a < b ? -1 : 1)) : element;
  return `whole ${JSON.stringify(parts)}`;
}

function isSameKind(definition: AttributeDefinition, old: JsonValue | undefined, added: JsonValue): boolean {
  const type = subAttributeOf(definition, 'type');
  if (type === null || !isObject(added) || !isObject(old) || added['type'] === undefined) return true;
  return old['type'] === undefined || isSame(type, old['type'], added['type']);
}

function merge(old: JsonValue | undefined, added: JsonValue): JsonValue {
  if (old === undefined) return added;
  return isObject(old) && isObject(added) ? Object.assign(emptyObject(), old, added) : old;
}

function isSame(definition: AttributeDefinition, a: unknown, b: unknown): boolean {
  return areEqual(folded(definition, a), folded(definition, b));
}

function folded({ caseExact }: AttributeDefinition, value: unknown): unknown {
  return typeof value === 'string' && !caseExact ? value.toLowerCase() : value;
}
