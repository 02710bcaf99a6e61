import { success } from '../../../errors/index.js';
import type { ScimResult } from '../../scim-error.js';
import { checkSize } from '../resource/resource-size.js';
import type { ResourceType } from '../schema/resource-type.js';
import type { JsonObject } from '../value/json.js';
import { changedAttributes, startEditing } from './editing.js';
import { deltasOf, type MemberDeltas } from './member-changes.js';
import { readOperations } from './read-operations.js';
import { applyOperation } from './write-attributes.js';

/** What a request makes of a resource. */
export interface ChangedResource {
  readonly resource: JsonObject;
  /** Empty where the request repeats what is so already. Members are not among them. */
  readonly changedAttributes: readonly string[];
  readonly memberDeltas: MemberDeltas;
  /** Names in the request that mean nothing here, the first 50 of them. */
  readonly ignored: readonly string[];
}

/**
 * Applies the body of a PATCH (RFC 7644 §3.5.2) to a resource in the engine's normal form, in all dialects of Entra at once.
 * All operations, in their order, or none: the resource that is given is never written to. A group's members are neither
 * needed nor read; what becomes of them is in `memberDeltas`. Refuses as RFC 7644 §3.12 says.
 */
export function applyPatch(
  type: ResourceType,
  resource: Readonly<Record<string, unknown>>,
  body: unknown,
): ScimResult<ChangedResource> {
  const operations = readOperations(body);
  if (!operations.ok) return operations;
  const editing = startEditing(type, resource, false);
  for (const operation of operations.value) {
    const applied = applyOperation(editing, operation);
    if (!applied.ok) return applied;
  }
  const tooLarge = checkSize(resource, editing.draft);
  if (tooLarge !== null) return tooLarge;
  return success({
    resource: editing.draft,
    changedAttributes: changedAttributes(type, resource, editing.draft),
    memberDeltas: deltasOf(editing.members),
    ignored: editing.ignored,
  });
}
