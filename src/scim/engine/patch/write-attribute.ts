import { success } from '../../../errors/index.js';
import { type ScimResult, scimRefusal } from '../../scim-error.js';
import { valueAttributeOf } from '../schema/attribute.js';
import {
  areEqual,
  emptyObject,
  isObject,
  isUnassigned,
  type JsonDraft,
  type JsonObject,
  type JsonValue,
  memberOf,
  withoutSingleton,
} from '../value/json.js';
import { MAX_VALUES, mergeComplex, type ReadValue, readValue } from '../value/read-value.js';
import { editElements, withoutPart } from './edit-elements.js';
import { type Editing, look } from './editing.js';
import { looksAt } from './looks.js';
import { changeMembers } from './member-changes.js';
import type { AttributeTarget } from './patch-path.js';
import type { PatchOperation } from './read-operations.js';

/**
 * Carries an operation on one attribute out (RFC 7644 §3.5.2.1–3). Refuses with `mutability` changes of what is read-only
 * or immutable and the removal of what is required, with `invalidValue` values of another type and requirements made
 * empty, with `noTarget` a selection without a match that cannot be made, and with 413 what costs too much.
 */
export function writeAttribute(
  editing: Editing,
  target: AttributeTarget,
  operation: PatchOperation,
): ScimResult<null> {
  const { definition, extension, sub } = target;
  if (definition.name === editing.type.apart) return changeMembers(editing.members, target, operation);
  if (definition.mutability === 'readOnly' || sub?.mutability === 'readOnly') return unchangeable(target);
  if (definition.mutability === 'writeOnly') return success(null);
  const container = containerOf(editing.draft, extension?.schema.id ?? null);
  const before = memberOf(container, definition.name) as ReadValue;
  const tooMuch = look(editing, looksAt(before, target, operation));
  if (tooMuch !== null) return tooMuch;
  const after = written(target, operation, before);
  if (!after.ok) return after;
  if (isFixed(target, before, after.value)) return unchangeable(target);
  if (after.value === undefined && definition.required) return requiredValue(target, operation);
  if (Array.isArray(after.value) && after.value.length > MAX_VALUES) {
    return scimRefusal(400, 'invalidValue', `${definition.name} has at most ${MAX_VALUES} values`);
  }
  store(editing.draft, extension?.schema.id ?? null, definition.name, after.value);
  return success(null);
}

function written(
  target: AttributeTarget,
  operation: PatchOperation,
  before: ReadValue,
): ScimResult<ReadValue> {
  const { definition, sub } = target;
  const { op, value } = operation;
  if (definition.multiValued) {
    const elements = Array.isArray(before) ? before : [];
    return editElements(target, operation, elements);
  }
  if (sub !== null) return withPart(target, op === 'remove' ? null : value, before);
  if (op === 'remove') return success(undefined);
  const given = withoutSingleton(value);
  if (definition.type !== 'complex' || isUnassigned(given)) {
    // An object without members names no part, and so changes none.
    return isObject(given) && definition.type === 'complex' ? success(before) : readValue(definition, given);
  }
  return mergeComplex(definition, keptParts(target, given, before), given);
}

/** What stays of a complex value: with another `value` it is another thing, of which the old parts tell nothing. */
function keptParts({ definition }: AttributeTarget, given: unknown, before: ReadValue): JsonObject {
  if (!isObject(before)) return {};
  if (valueAttributeOf(definition) === null) return before as JsonObject;
  const named = isObject(given)
    ? Object.keys(given).find((name) => name.toLowerCase() === 'value')
    : undefined;
  const value = isObject(given) ? (named === undefined ? before['value'] : given[named]) : given;
  return value === before['value'] ? (before as JsonObject) : {};
}

function withPart(
  { definition, sub }: AttributeTarget,
  value: unknown,
  before: ReadValue,
): ScimResult<ReadValue> {
  if (sub === null) return success(before);
  const part = readValue(sub, value);
  if (!part.ok) return part;
  const whole = isObject(before) ? (before as JsonObject) : {};
  if (part.value === undefined) return success(withoutPart(definition, whole, sub));
  return success(Object.assign(emptyObject(), whole, { [sub.name]: part.value }));
}

/** Whether an operation changes what may be set once only (RFC 7643 §2.2). */
function isFixed({ definition, sub }: AttributeTarget, before: ReadValue, after: ReadValue): boolean {
  if (before === undefined) return false;
  if (definition.mutability === 'immutable') return !areEqual(before, after);
  const parts = definition.subAttributes.filter(
    (part) => part.mutability === 'immutable' && (sub === null || part === sub),
  );
  if (definition.multiValued) return sub?.mutability === 'immutable' && !areEqual(before, after);
  return parts.some(({ name }) => {
    const set = memberOf(before, name);
    return set !== undefined && after !== undefined && !areEqual(set, memberOf(after, name));
  });
}

function containerOf(draft: JsonDraft, urn: string | null): unknown {
  return urn === null ? draft : memberOf(draft, urn);
}

function store(draft: JsonDraft, urn: string | null, name: string, value: ReadValue): void {
  const held = urn === null ? undefined : memberOf(draft, urn);
  const container: JsonDraft = urn === null ? draft : ((held as JsonDraft | undefined) ?? emptyObject());
  if (value === undefined) delete container[name];
  else container[name] = value as JsonValue;
  if (urn === null) return;
  if (isUnassigned(container)) delete draft[urn];
  else draft[urn] = container;
}

function requiredValue({ definition }: AttributeTarget, { op }: PatchOperation): ScimResult<never> {
  return scimRefusal(400, op === 'remove' ? 'mutability' : 'invalidValue', `${definition.name} is required`);
}

function unchangeable({ definition, sub }: AttributeTarget): ScimResult<never> {
  const name = sub === null ? definition.name : `${definition.name}.${sub.name}`;
  return scimRefusal(400, 'mutability', `${name} cannot be changed`);
}
