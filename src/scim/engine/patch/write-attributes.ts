import { success } from '../../../errors/index.js';
import { type ScimResult, scimRefusal } from '../../scim-error.js';
import type { IndexedSchema } from '../schema/resource-type.js';
import { isObject, isUnassigned, memberOf, withoutSingleton } from '../value/json.js';
import { type Editing, ignore, look } from './editing.js';
import { type AttributeTarget, type PatchTarget, parsePatchPath } from './patch-path.js';
import type { PatchOperation } from './read-operations.js';
import { writeAttribute } from './write-attribute.js';

/** To find what a name means takes as long as to look at so many values. */
const LOOKS_FOR_A_NAME = 50;

/** Carries one operation out on the draft. What the table does not have is passed over and told in `ignored`. */
export function applyOperation(editing: Editing, operation: PatchOperation): ScimResult<null> {
  const { path, value } = operation;
  if (path === null) return writeAttributes(editing, operation, value, null);
  const target = parsePatchPath(editing.type, path.trim());
  if (!target.ok) return target;
  return writeTarget(editing, target.value, operation, path);
}

/**
 * Writes each attribute of an object, as an operation without a path has it, and a new resource: names alone, dotted, with
 * a URN before a colon, with a filter, and objects of extensions under their URN. Read-only attributes are passed over
 * (RFC 7644 §3.3), but for an `id` that is not the resource's.
 */
export function writeAttributes(
  editing: Editing,
  { op }: PatchOperation,
  attributes: unknown,
  within: string | null,
): ScimResult<null> {
  if (!isObject(attributes)) return scimRefusal(400, 'invalidValue', 'Attributes must be given as an object');
  const names = Object.keys(attributes);
  const tooMuch = look(editing, names.length * LOOKS_FOR_A_NAME);
  if (tooMuch !== null) return tooMuch;
  for (const name of names) {
    const value = attributes[name];
    if (editing.isNew && isUnassigned(value)) continue;
    const path = within === null ? name : `${within}:${name}`;
    const target = parsePatchPath(editing.type, path);
    if (!target.ok) {
      if (name.includes('[')) return target;
      ignore(editing, path);
      continue;
    }
    if (isReadOnly(target.value)) {
      if (changesId(editing, target.value, value))
        return scimRefusal(400, 'mutability', 'id cannot be changed');
      continue;
    }
    const written = writeTarget(editing, target.value, { op, path, value }, path);
    if (!written.ok) return written;
  }
  return success(null);
}

function writeTarget(
  editing: Editing,
  target: PatchTarget,
  operation: PatchOperation,
  path: string,
): ScimResult<null> {
  switch (target.kind) {
    case 'unknown':
      ignore(editing, path);
      return success(null);
    case 'schema':
      return writeSchema(editing, target.extension, operation);
    case 'attribute':
      return writeAttribute(editing, target, operation);
  }
}

/** All of a schema at once: its attributes in an object, or their removal. */
function writeSchema(
  editing: Editing,
  extension: IndexedSchema | null,
  operation: PatchOperation,
): ScimResult<null> {
  const { schema } = extension ?? editing.type.core;
  const value = withoutSingleton(operation.value);
  if (operation.op !== 'remove' && isObject(value)) {
    return writeAttributes(editing, operation, value, schema.id);
  }
  if (extension === null) return scimRefusal(400, 'invalidValue', `${schema.id} must be given as an object`);
  if (operation.op !== 'remove' && !isUnassigned(value)) {
    return scimRefusal(400, 'invalidValue', `${schema.id} must be given as an object`);
  }
  for (const definition of extension.attributes.values()) {
    if (definition.mutability === 'readOnly') continue;
    const target: AttributeTarget = { kind: 'attribute', extension, definition, filter: null, sub: null };
    const removed = writeAttribute(editing, target, { op: 'remove', path: schema.id, value: undefined });
    if (!removed.ok) return removed;
  }
  return success(null);
}

function isReadOnly(target: PatchTarget): boolean {
  return (
    target.kind === 'attribute' &&
    [target.definition, target.sub].some((part) => part?.mutability === 'readOnly')
  );
}

function changesId(editing: Editing, target: PatchTarget, value: unknown): boolean {
  const id = memberOf(editing.draft, 'id');
  const isId = target.kind === 'attribute' && target.extension === null && target.definition.name === 'id';
  return isId && id !== undefined && value !== id;
}
