import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Member } from '../../../src/stores/interfaces/members.js';
import type { ScimUserRecord } from '../../../src/stores/interfaces/scim.js';
import { CONTOSO, patch, type World } from '../http/world.js';

export async function insertMember(world: World, fields: Partial<Member> = {}): Promise<Member> {
  const at = new Date('2026-01-01T00:00:00Z');
  const member: Member = {
    ...{ organizationId: CONTOSO, id: randomUUID(), role: 'member', status: 'active', origin: 'application' },
    ...{ email: 'adele@contoso.com', firstName: null, lastName: null, scimUserId: null, sessionEpoch: 0 },
    ...{ createdAt: at, updatedAt: at, lastSignInAt: at, revision: 1 },
    ...fields,
  } as Member;
  const entry = {
    ...{ id: randomUUID(), at, organizationId: CONTOSO, type: 'member_added', actor: 'ada' },
    ...{ connectionId: null, code: null, reference: null, data: {} },
  };
  expect(await world.stores.members.insertMember(member, null, entry)).toBe('inserted');
  return member;
}

export async function memberOf(world: World, email = 'adele@contoso.com'): Promise<Member | null> {
  return world.stores.members.findMemberByEmail(CONTOSO, email);
}

export async function recordOf(world: World, id: string): Promise<ScimUserRecord | null> {
  return world.stores.scim.getUser(CONTOSO, id);
}

/** PATCHes attributes of a user and gives the status. */
export async function set(world: World, id: string, value: Record<string, unknown>): Promise<number> {
  return (await world.send('PATCH', `/Users/${id}`, patch({ op: 'replace', value }))).status;
}

export function mail(address: string): Record<string, unknown> {
  return { 'emails[type eq "work"].value': address };
}

export function unlinkedReasons(world: World): readonly string[] {
  return world.events.flatMap((event) => (event.type === 'scim_user_unlinked' ? [event.reason] : []));
}
