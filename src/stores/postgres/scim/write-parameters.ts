import type { Member } from '../../interfaces/members.js';
import type { ScimMemberUpdate, ScimUserWrite } from '../../interfaces/scim.js';
import type { ScimChange } from '../../interfaces/scim-changes.js';
import { areStorable, instant, nullableInstant, storable } from '../values.js';

/** Changes for the outbox, as the parameter of a function. */
export function changesParameter(changes: readonly ScimChange[]): string {
  return JSON.stringify(
    changes.map((change) => ({
      organizationId: storable(change.organizationId),
      type: change.type,
      resourceId: storable(change.resourceId),
      memberResourceId: storable(change.memberResourceId),
      memberId: storable(change.memberId),
      changedAttributes: change.changedAttributes.map((name) => storable(name)),
      at: instant(change.at),
    })),
  );
}

/** What becomes of the member; of another organisation than the user it cannot be. */
export function effectParameter(organizationId: string, effect: ScimUserWrite['member']): string | null {
  if (effect === null) return null;
  if (effect.kind === 'update') return JSON.stringify(updateOf(effect));
  if (effect.member.organizationId !== organizationId) {
    throw new TypeError('The member belongs to another organisation than the user.');
  }
  return JSON.stringify({ kind: 'insert', member: insertionOf(effect.member) });
}

/** Ids that can name something, each once, and how many cannot. */
export function idsParameter(ids: readonly string[]): {
  readonly ids: readonly string[];
  readonly unstorable: readonly string[];
} {
  const each = [...new Set(ids)];
  return {
    ids: each.filter((id) => areStorable(id)),
    unstorable: each.filter((id) => !areStorable(id)),
  };
}

function insertionOf(member: Member): Record<string, unknown> {
  return {
    id: storable(member.id),
    role: member.role,
    status: member.status,
    origin: member.origin,
    email: storable(member.email),
    firstName: storable(member.firstName),
    lastName: storable(member.lastName),
    scimUserId: storable(member.scimUserId),
    sessionEpoch: member.sessionEpoch,
    createdAt: instant(member.createdAt),
    updatedAt: instant(member.updatedAt),
    lastSignInAt: nullableInstant(member.lastSignInAt),
    revision: member.revision,
  };
}

const SETTABLE = ['status', 'email', 'firstName', 'lastName', 'scimUserId'] as const;

function updateOf(effect: ScimMemberUpdate): Record<string, unknown> {
  const set: Record<string, string | null> = {};
  for (const name of SETTABLE) {
    const value = effect.set[name];
    if (value !== undefined) set[name] = storable(value);
  }
  return {
    kind: 'update',
    memberId: storable(effect.memberId),
    expectedScimUserId: storable(effect.expectedScimUserId),
    expectedRevision: effect.expectedRevision,
    set,
    endSessions: effect.endSessions,
    at: instant(effect.at),
  };
}
