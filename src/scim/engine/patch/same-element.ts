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

/**
 * Tells which elements the values that are to be removed name: each part that such a value gives is the element's. Takes
 * time in proportion to the values once, and to an element for each way of naming.
 */
export function namedBy(
  definition: AttributeDefinition,
  named: readonly JsonValue[],
): (element: JsonValue) => boolean {
  const ways = new Map<
    string,
    { readonly parts: readonly AttributeDefinition[]; readonly keys: Set<string> }
  >();
  for (const one of named) {
    const parts = partsOf(definition, one);
    if (parts === null) continue;
    const way = parts.map(({ name }) => name).join(' ');
    const found = ways.get(way) ?? { parts, keys: new Set() };
    ways.set(way, found);
    found.keys.add(keyBy(definition, parts, one));
  }
  return (element) =>
    [...ways.values()].some(
      ({ parts, keys }) => hasParts(element, parts) && keys.has(keyBy(definition, parts, element)),
    );
}

/** What a value names others by, in one order; none of a simple one, null where it names nothing. */
function partsOf(definition: AttributeDefinition, named: JsonValue): readonly AttributeDefinition[] | null {
  if (!isObject(named)) return [];
  // A reference is an address of the same thing, written by whoever sends it.
  const names = Object.keys(named).filter((name) => name !== '$ref');
  const parts = names.sort().flatMap((name) => subAttributeOf(definition, name) ?? []);
  return parts.length === 0 || parts.length < names.length ? null : parts;
}

function hasParts(element: JsonValue, parts: readonly AttributeDefinition[]): boolean {
  if (!isObject(element)) return parts.length === 0;
  return parts.length > 0 && parts.every(({ name }) => Object.hasOwn(element, name));
}

function keyBy(
  definition: AttributeDefinition,
  parts: readonly AttributeDefinition[],
  value: JsonValue,
): string {
  if (!isObject(value)) return JSON.stringify(folded(definition, value));
  return JSON.stringify(parts.map((part) => folded(part, value[part.name])));
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
