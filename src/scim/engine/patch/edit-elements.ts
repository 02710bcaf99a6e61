import { success } from '../../../errors/index.js';
import type { ScimFilter } from '../../../stores/interfaces/scim-query.js';
import { type ScimResult, scimRefusal } from '../../scim-error.js';
import { matchesElement } from '../filter/evaluate.js';
import { type AttributeDefinition, valueAttributeOf } from '../schema/attribute.js';
import {
  areEqual,
  emptyObject,
  isObject,
  isUnassigned,
  type JsonObject,
  type JsonValue,
  withoutSingleton,
} from '../value/json.js';
import {
  mergeComplex,
  type ReadValue,
  readElement,
  readElements,
  readValue,
  withOnePrimary,
} from '../value/read-value.js';
import type { AttributeTarget } from './patch-path.js';
import type { PatchOperation } from './read-operations.js';
import { addElements, namedBy, wholeKey } from './same-element.js';

type Elements = readonly JsonValue[];

/** What an operation makes of the values of a multi-valued attribute; undefined where none is left. */
export function editElements(
  target: AttributeTarget,
  operation: PatchOperation,
  elements: Elements,
): ScimResult<ReadValue> {
  const edited = edit(target, operation, elements);
  if (!edited.ok) return edited;
  return success(edited.value === undefined || edited.value.length === 0 ? undefined : edited.value);
}

function edit(
  target: AttributeTarget,
  { op, value }: PatchOperation,
  elements: Elements,
): ScimResult<Elements | undefined> {
  const { definition, filter, sub } = target;
  if (sub !== null) return editParts(target, sub, op === 'remove' ? null : value, elements);
  if (filter !== null) {
    if (op === 'remove') return success(elements.filter((element) => !matchesElement(filter, element)));
    return editSelected(definition, filter, op, withoutSingleton(value), elements);
  }
  if (op === 'remove') return removeNamed(definition, value, elements);
  const read = readElements(definition, value);
  if (!read.ok || op === 'replace') return read;
  return success(addElements(definition, elements, read.value ?? []));
}

/** All of them, or, as Entra has it, those that the value names. */
function removeNamed(
  definition: AttributeDefinition,
  value: unknown,
  elements: Elements,
): ScimResult<Elements | undefined> {
  if (value === undefined || value === null) return success(undefined);
  const named = readElements(definition, value);
  if (!named.ok) return named;
  const isNamed = namedBy(definition, named.value ?? []);
  return success(elements.filter((element) => !isNamed(element)));
}

/** `attr[filter].sub`, and `attr.sub` for each of them. An element that is not there is made: so Entra expects it. */
function editParts(
  { definition, filter }: AttributeTarget,
  sub: AttributeDefinition,
  value: unknown,
  elements: Elements,
): ScimResult<Elements> {
  const part = readValue(sub, value);
  if (!part.ok) return part;
  const isSelected = (element: JsonValue): element is JsonObject =>
    isObject(element) && (filter === null || matchesElement(filter, element));
  const { value: set } = part;
  if (set === undefined) {
    return success(
      elements
        .map((element) => (isSelected(element) ? withoutPart(definition, element, sub) : element))
        .filter((element) => element !== undefined),
    );
  }
  if (!elements.some(isSelected)) {
    const seed = filter === null ? emptyObject() : seedOf(filter);
    const isOther = seed !== null && Object.hasOwn(seed, sub.name) && !areEqual(seed[sub.name], set);
    if (seed === null || isOther) return noTarget(definition);
    const made = Object.assign(seed, { [sub.name]: set });
    return success(withOnePrimary([...elements, made], [made]));
  }
  const changed: JsonValue[] = [];
  const after = elements.map((element) => {
    if (!isSelected(element)) return element;
    const copy = Object.assign(emptyObject(), element, { [sub.name]: set });
    changed.push(copy);
    return copy;
  });
  return success(withOnePrimary(after, changed));
}

/** `attr[filter]` as a whole: what is added is merged in, what replaces keeps only what selected it. */
function editSelected(
  definition: AttributeDefinition,
  filter: ScimFilter,
  op: 'add' | 'replace',
  value: unknown,
  elements: Elements,
): ScimResult<Elements> {
  const isSelected = (element: JsonValue): boolean => matchesElement(filter, element);
  if (isUnassigned(value)) {
    return success(op === 'add' ? elements : elements.filter((element) => !isSelected(element)));
  }
  const seed = seedOf(filter);
  const isMissing = !elements.some(isSelected);
  if (isMissing && (op === 'replace' || seed === null)) return noTarget(definition);
  const changed: JsonValue[] = [];
  const seen = new Set<string>();
  const after: JsonValue[] = [];
  for (const element of isMissing ? [...elements, seed ?? {}] : elements) {
    const isMade = isMissing && element === seed;
    if (!isMade && !isSelected(element)) {
      after.push(element);
      continue;
    }
    const base = op === 'add' && isObject(element) ? (element as JsonObject) : (seed ?? {});
    const read =
      definition.type === 'complex' ? mergeComplex(definition, base, value) : readElement(definition, value);
    if (!read.ok) return read;
    const key = read.value === undefined ? '' : wholeKey(read.value);
    if (read.value === undefined || seen.has(key)) continue;
    seen.add(key);
    changed.push(read.value);
    after.push(read.value);
  }
  return success(withOnePrimary(after, changed));
}

/** The element that a filter describes, where it says of each part what it is: `type eq "work"`. Else null. */
function seedOf(filter: ScimFilter): Record<string, JsonValue> | null {
  if (filter.kind === 'compare') {
    const [name, ...more] = filter.path;
    if (filter.operator !== 'eq' || name === undefined || more.length > 0) return null;
    return Object.assign(emptyObject(), { [name]: filter.value });
  }
  if (filter.kind !== 'and') return null;
  const seed = emptyObject();
  for (const operand of filter.operands) {
    const part = seedOf(operand);
    if (part === null) return null;
    for (const [name, value] of Object.entries(part)) {
      if (Object.hasOwn(seed, name) && seed[name] !== value) return null;
      seed[name] = value;
    }
  }
  return seed;
}

/** Undefined where nothing is left that is worth having: with its `value` an element goes, and a type alone is none. */
export function withoutPart(
  definition: AttributeDefinition,
  element: JsonObject,
  sub: AttributeDefinition,
): JsonObject | undefined {
  if (!Object.hasOwn(element, sub.name)) return isUnassigned(element) ? undefined : element;
  if (sub === valueAttributeOf(definition)) return undefined;
  const rest = Object.assign(emptyObject(), element);
  delete rest[sub.name];
  const isBare =
    definition.multiValued && Object.keys(rest).every((name) => name === 'type' || name === 'primary');
  return isBare || isUnassigned(rest) ? undefined : rest;
}

function noTarget({ name }: AttributeDefinition): ScimResult<never> {
  return scimRefusal(400, 'noTarget', `No value of ${name} is selected, and none can be made`);
}
