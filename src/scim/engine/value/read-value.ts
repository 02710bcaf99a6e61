import { success } from '../../../errors/index.js';
import { type ScimResult, scimRefusal } from '../../scim-error.js';
import { type AttributeDefinition, subAttributeOf, valueAttributeOf } from '../schema/attribute.js';
import { normalDateTime } from './date-time.js';
import {
  emptyObject,
  isObject,
  isUnassigned,
  type JsonObject,
  type JsonValue,
  withoutSingleton,
} from './json.js';

/** UTF-16 units of one text. */
const MAX_TEXT = 4_096;
/** Values of one multi-valued attribute. */
export const MAX_VALUES = 1_000;
/** What a database cannot keep as text. */
const UNSTORABLE = /[\0\p{Cs}]/u;
/** In a name that people tell each other apart by, nothing is invisible or turns the direction of writing. */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
const INTEGER = /^-?\d{1,15}$/u;
const DECIMAL = /^-?\d{1,15}(?:\.\d{1,15})?$/u;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/u;

/** A value in the engine's normal form; undefined where it is unassigned. */
export type ReadValue = JsonValue | undefined;

/**
 * Reads a value by its attribute's row (RFC 7643 §2): names in canonical case, booleans and numbers also from strings,
 * null, empty strings and empty arrays as unassigned, a single value also in an array of one, several values also without
 * an array. Unknown and read-only sub-attributes are dropped. Refuses other types and what is too long with `invalidValue`.
 */
export function readValue(definition: AttributeDefinition, value: unknown): ScimResult<ReadValue> {
  return definition.multiValued
    ? readElements(definition, value)
    : readElement(definition, withoutSingleton(value));
}

/** Reads several values. Of those that are equal one is kept, and only the first primary one stays primary. */
export function readElements(
  definition: AttributeDefinition,
  value: unknown,
): ScimResult<readonly JsonValue[] | undefined> {
  const given = Array.isArray(value) ? value : [value];
  if (given.length > MAX_VALUES) return wrong(definition, `has at most ${MAX_VALUES} values`);
  const elements: JsonValue[] = [];
  const seen = new Set<string>();
  for (const one of given) {
    const element = readElement(definition, one);
    if (!element.ok) return element;
    if (element.value === undefined) continue;
    const key = JSON.stringify(element.value);
    if (!seen.has(key)) elements.push(element.value);
    seen.add(key);
  }
  return success(elements.length === 0 ? undefined : withOnePrimary(elements, elements));
}

/** Only the first primary one of `decisive` stays primary; where there is none, all stay as they are. */
export function withOnePrimary(
  elements: readonly JsonValue[],
  decisive: readonly JsonValue[],
): readonly JsonValue[] {
  const chosen = decisive.find(isPrimary);
  if (chosen === undefined) return elements;
  return elements.map((element) =>
    element === chosen || !isObject(element) || !isPrimary(element)
      ? element
      : Object.assign(emptyObject(), element, { primary: false }),
  );
}

/** Reads one value, whether its attribute takes several or not. */
export function readElement(definition: AttributeDefinition, value: unknown): ScimResult<ReadValue> {
  if (isUnassigned(value)) return success(undefined);
  switch (definition.type) {
    case 'complex':
      return mergeComplex(definition, {}, value);
    case 'boolean':
      return readBoolean(definition, value);
    case 'integer':
    case 'decimal':
      return readNumber(definition, value);
    default:
      return readText(definition, value);
  }
}

/**
 * Sets the parts that are given in a complex value, clears those that are given as unassigned, and leaves the others. Not
 * changed is `before`. Undefined where nothing is left, or its `value` is said to be empty, whatever else is in it.
 */
export function mergeComplex(
  definition: AttributeDefinition,
  before: JsonObject,
  given: unknown,
): ScimResult<JsonObject | undefined> {
  const main = valueAttributeOf(definition);
  // A bare value stands for the element that has it: Entra's `manager`.
  const value = !isObject(given) && !Array.isArray(given) && main !== null ? { value: given } : given;
  if (!isObject(value)) return wrong(definition, 'must be an object');
  const merged = Object.assign(emptyObject(), before);
  for (const name of Object.keys(value)) {
    const sub = subAttributeOf(definition, name);
    if (sub === null || sub.mutability === 'readOnly') continue;
    const part = readValue(sub, value[name]);
    if (!part.ok) return part;
    if (part.value !== undefined) merged[sub.name] = part.value;
    else if (sub === main) return success(undefined);
    else delete merged[sub.name];
  }
  return success(isUnassigned(merged) ? undefined : merged);
}

function readBoolean(definition: AttributeDefinition, value: unknown): ScimResult<ReadValue> {
  const word = typeof value === 'string' ? value.toLowerCase() : value;
  if (word === true || word === 'true') return success(true);
  return word === false || word === 'false' ? success(false) : wrong(definition, 'must be true or false');
}

function readNumber(definition: AttributeDefinition, value: unknown): ScimResult<ReadValue> {
  const form = definition.type === 'integer' ? INTEGER : DECIMAL;
  const read = typeof value === 'string' && form.test(value) ? Number(value) : value;
  const fits = definition.type === 'integer' ? Number.isSafeInteger(read) : Number.isFinite(read);
  return fits && typeof read === 'number' ? success(read) : wrong(definition, `must be a ${definition.type}`);
}

function readText(definition: AttributeDefinition, value: unknown): ScimResult<ReadValue> {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return wrong(definition, 'must be a string');
  if (text.length > MAX_TEXT) return wrong(definition, `has at most ${MAX_TEXT} characters`);
  if (UNSTORABLE.test(text)) return wrong(definition, 'contains characters that are none');
  if (definition.uniqueness !== 'none' && (INVISIBLE.test(text) || text.trim() === '')) {
    return wrong(definition, 'must be a name that can be seen');
  }
  if (definition.type === 'binary' && !BASE64.test(text)) return wrong(definition, 'must be base64');
  if (definition.type !== 'dateTime') return success(text);
  const moment = normalDateTime(text);
  return moment === null ? wrong(definition, 'must be a dateTime') : success(moment);
}

function isPrimary(element: JsonValue): boolean {
  return isObject(element) && element['primary'] === true;
}

function wrong({ name }: AttributeDefinition, what: string): ScimResult<never> {
  return scimRefusal(400, 'invalidValue', `${name} ${what}`);
}
