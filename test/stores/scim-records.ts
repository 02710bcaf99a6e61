import { randomUUID } from 'node:crypto';
import type { AuditStore } from '../../src/stores/interfaces/audit.js';
import type { Member, MemberStore } from '../../src/stores/interfaces/members.js';
import type {
  ScimGroupRecord,
  ScimGroupWrite,
  ScimMemberUpdate,
  ScimStore,
  ScimUserRecord,
  ScimUserWrite,
} from '../../src/stores/interfaces/scim.js';
import type {
  ScimChange,
  ScimChangeStore,
  ScimChangeType,
} from '../../src/stores/interfaces/scim-changes.js';
import { entryOf } from './people.js';

/** A SCIM store with what it writes to. */
export interface OpenedScim {
  readonly scim: ScimStore & ScimChangeStore;
  readonly members: MemberStore;
  readonly audit: AuditStore;
}

export type OpenScim = () => Promise<OpenedScim>;

const START = new Date('2026-03-01T08:00:00.000Z');

/** A user that no other test has; the document follows from the fields. */
export function userOf(organizationId: string, fields: Partial<ScimUserRecord> = {}): ScimUserRecord {
  const id = fields.id ?? randomUUID();
  const userName = fields.userName ?? `Adele-${id}@contoso.example`;
  const { active = true, externalId = null } = fields;
  const resource = { userName, active, ...(externalId === null ? {} : { externalId }), ...fields.resource };
  return {
    ...{ organizationId, id, externalId, userName, active, memberId: null, version: 1 },
    ...{ userNameKey: userName.toLowerCase(), created: START, lastModified: START },
    ...fields,
    resource,
  };
}

export function groupOf(organizationId: string, fields: Partial<ScimGroupRecord> = {}): ScimGroupRecord {
  const id = fields.id ?? randomUUID();
  const displayName = fields.displayName ?? `Group ${id}`;
  return {
    ...{ organizationId, id, displayName, displayNameKey: displayName.toLowerCase(), externalId: null },
    ...{ created: START, lastModified: START, version: 1, memberCount: 0 },
    ...fields,
    resource: { displayName, ...fields.resource },
  };
}

export function changeOf(
  resource: { readonly organizationId: string; readonly id: string },
  type: ScimChangeType,
): ScimChange {
  const { id, organizationId } = resource;
  return {
    ...{ organizationId, type, resourceId: id, memberResourceId: null, memberId: null },
    ...{ changedAttributes: ['active'], at: START },
  };
}

export function userWrite(
  user: ScimUserRecord,
  type: ScimChangeType,
  member: ScimUserWrite['member'] = null,
): ScimUserWrite {
  return { entry: entryOf(user.organizationId, `scim.${type}`), changes: [changeOf(user, type)], member };
}

export function groupWrite(group: ScimGroupRecord, type: ScimChangeType | null): ScimGroupWrite {
  return {
    at: new Date('2026-03-01T09:00:00.000Z'),
    entry: entryOf(group.organizationId, 'scim.group'),
    change: type === null ? null : changeOf(group, type),
  };
}

/** An effect on a member who leads to this user. */
export function updateOf(
  member: Pick<Member, 'id' | 'organizationId'>,
  scimUserId: string | null,
  fields: Partial<ScimMemberUpdate>,
): ScimMemberUpdate {
  return {
    ...{ kind: 'update', memberId: member.id, expectedScimUserId: scimUserId, expectedRevision: null },
    ...{ set: {}, endSessions: false, at: START, entry: entryOf(member.organizationId, 'member_updated') },
    ...fields,
  };
}

/** All changes of one organisation, in order. */
export async function changesOf(
  scim: ScimChangeStore,
  organizationId: string,
): Promise<readonly ScimChange[]> {
  const consumer = `test-${randomUUID()}`;
  const found: ScimChange[] = [];
  for (;;) {
    const changes = await scim.readChanges(consumer, 1_000);
    const last = changes.at(-1);
    if (last === undefined) return found;
    for (const { position: _, ...change } of changes) {
      if (change.organizationId === organizationId) found.push(change);
    }
    await scim.acknowledgeChanges(consumer, last.position);
  }
}

export async function typesOf(scim: ScimChangeStore, organizationId: string): Promise<readonly string[]> {
  return (await changesOf(scim, organizationId)).map(({ type }) => type);
}

export async function logged(audit: AuditStore, organizationId: string): Promise<readonly string[]> {
  return (await audit.list(organizationId, { before: null, limit: 1_000 })).map(({ type }) => type).reverse();
}
