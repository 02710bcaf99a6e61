import { type ScimResult, scimRefusal } from '../../scim-error.js';
import type { ResourceType } from '../schema/resource-type.js';
import { areEqual, draftOf, isObject, type JsonDraft } from '../value/json.js';
import { type MemberChanges, noMemberChanges } from './member-changes.js';

/** A resource while it is being changed. Nothing of the original is written to; what fails is thrown away as a whole. */
export interface Editing {
  readonly type: ResourceType;
  readonly draft: JsonDraft;
  readonly members: MemberChanges;
  /** Names that the table does not have; the first of them, cut short. */
  readonly ignored: string[];
  /** Whether what is unassigned is passed over, as in a new resource, instead of being removed. */
  readonly isNew: boolean;
  /** How many values were looked at: what the operations cost. */
  looked: number;
}

/** Values that the operations of one request may look at. */
const MAX_LOOKED = 100_000;

const MAX_IGNORED = 50;
const MAX_NAME = 100;

export function startEditing(
  type: ResourceType,
  resource: Readonly<Record<string, unknown>>,
  isNew: boolean,
): Editing {
  return { type, draft: draftOf(resource), members: noMemberChanges(), ignored: [], isNew, looked: 0 };
}

export function ignore(editing: Editing, name: string): void {
  if (editing.ignored.length < MAX_IGNORED) editing.ignored.push(name.slice(0, MAX_NAME));
}

/** Counts values that are about to be looked at; refuses with 413 what costs too much, null where it may be done. */
export function look(editing: Editing, values: number): ScimResult<never> | null {
  editing.looked += values;
  return editing.looked > MAX_LOOKED
    ? scimRefusal(413, null, 'The operations look at too many values')
    : null;
}

/** Names of the attributes that differ, those of extensions with their URN before a colon, in the table's order. */
export function changedAttributes(type: ResourceType, before: unknown, after: unknown): readonly string[] {
  const core = differing(type.core.attributes.values(), before, after);
  const extended = type.extensions.flatMap(({ schema: { id }, attributes }) =>
    differing(attributes.values(), own(before, id), own(after, id)).map((name) => `${id}:${name}`),
  );
  return [...core, ...extended];
}

function differing(
  definitions: Iterable<{ readonly name: string }>,
  before: unknown,
  after: unknown,
): readonly string[] {
  return [...definitions]
    .map(({ name }) => name)
    .filter((name) => !areEqual(own(before, name), own(after, name)));
}

function own(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
