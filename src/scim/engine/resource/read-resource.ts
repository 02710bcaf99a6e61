import { success } from '../../../errors/index.js';
import { type ScimResult, scimRefusal } from '../../scim-error.js';
import type { ChangedResource } from '../patch/apply-patch.js';
import { changedAttributes, type Editing, startEditing } from '../patch/editing.js';
import { writeAttributes } from '../patch/write-attributes.js';
import type { ResourceType } from '../schema/resource-type.js';
import {
  areEqual,
  isObject,
  isUnassigned,
  type JsonObject,
  type JsonValue,
  memberOf,
} from '../value/json.js';
import { checkSize } from './resource-size.js';

/** A resource as a client posted it, in the engine's normal form. */
export interface NewResource {
  readonly resource: JsonObject;
  /** Ids of the members of a group, without repetitions. */
  readonly memberIds: readonly string[];
  /** Names in the request that mean nothing here, the first 50 of them. */
  readonly ignored: readonly string[];
}

/**
 * Reads the body of a POST (RFC 7644 §3.3): canonical names, typed values, nothing unassigned. Unknown and read-only
 * attributes and passwords are dropped. Data of an extension count whether or not its URN is among `schemas`, and URNs there
 * that mean nothing are no error. Refuses with `invalidSyntax` what is no resource of the type, with `invalidValue` values of
 * another type and a missing required attribute.
 */
export function readNewResource(type: ResourceType, body: unknown): ScimResult<NewResource> {
  const read = readBody(type, body);
  if (!read.ok) return read;
  const { draft, members, ignored } = read.value;
  for (const [name, value] of Object.entries(type.defaults)) draft[name] ??= value;
  const tooLarge = checkSize(null, draft);
  if (tooLarge !== null) return tooLarge;
  return success({ resource: draft, memberIds: [...members.add], ignored });
}

/**
 * Reads the body of a PUT (RFC 7644 §3.5.1): what the client may write is replaced, what is not sent is cleared. Kept are
 * read-only attributes, immutable ones that are not sent, and what has a default: a person is never let in again by
 * saying nothing. Refuses as POST does, and with `mutability` an immutable attribute of another value.
 */
export function readReplacement(
  type: ResourceType,
  current: Readonly<Record<string, unknown>>,
  body: unknown,
): ScimResult<ChangedResource> {
  const read = readBody(type, body);
  if (!read.ok) return read;
  const { draft, members, ignored } = read.value;
  for (const indexed of [type.core, ...type.extensions]) {
    const urn = indexed === type.core ? null : indexed.schema.id;
    for (const { name, mutability } of indexed.attributes.values()) {
      const old = memberOf(urn === null ? current : memberOf(current, urn), name) as JsonValue | undefined;
      if (old === undefined) continue;
      const sent = memberOf(urn === null ? draft : memberOf(draft, urn), name);
      if (mutability === 'immutable' && sent !== undefined && !areEqual(old, sent)) {
        return scimRefusal(400, 'mutability', `${name} cannot be changed`);
      }
      const isKept =
        mutability === 'readOnly' || mutability === 'immutable' || Object.hasOwn(type.defaults, name);
      if (isKept && sent === undefined) keep(read.value, urn, name, old);
    }
  }
  const tooLarge = checkSize(current, draft);
  if (tooLarge !== null) return tooLarge;
  return success({
    resource: draft,
    changedAttributes: changedAttributes(type, current, draft),
    memberDeltas: { replaceAll: type.apart === null ? null : [...members.add], add: [], remove: [] },
    ignored,
  });
}

function readBody(type: ResourceType, body: unknown): ScimResult<Editing> {
  if (!isObject(body)) return syntax('The body must be an object');
  const schemas = Object.keys(body).find((name) => name.toLowerCase() === 'schemas');
  const urns = schemas === undefined ? undefined : body[schemas];
  const core = type.core.schema.id;
  if (
    !Array.isArray(urns) ||
    !urns.some((urn) => typeof urn === 'string' && urn.toLowerCase() === core.toLowerCase())
  ) {
    return syntax(`schemas must contain ${core}`);
  }
  const editing = startEditing(type, {}, true);
  const written = writeAttributes(editing, { op: 'add', path: null, value: body }, body, null);
  if (!written.ok) return written;
  for (const { name, required } of type.core.attributes.values()) {
    if (required && isUnassigned(editing.draft[name])) {
      return scimRefusal(400, 'invalidValue', `${name} is required`);
    }
  }
  return success(editing);
}

function keep({ draft }: Editing, urn: string | null, name: string, value: JsonValue): void {
  if (urn === null) draft[name] = value;
  else draft[urn] = Object.assign(Object.create(null), memberOf(draft, urn), { [name]: value });
}

function syntax(detail: string): ScimResult<never> {
  return scimRefusal(400, 'invalidSyntax', detail);
}
