import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Member } from '../../src/stores/interfaces/members.js';
import type { ScimUserRecord } from '../../src/stores/interfaces/scim.js';
import { entryOf, memberOf } from './people.js';
import {
  logged,
  type OpenedScim,
  type OpenScim,
  typesOf,
  updateOf,
  userOf,
  userWrite,
} from './scim-records.js';

/** What a write of a user does to the member behind it, or refuses to do. */
export function scimUserMemberContract(open: OpenScim): void {
  it('make a member with the record, or neither', async () => {
    const opened = await open();
    const { scim, members, audit } = opened;
    const org = randomUUID();
    const [user, member] = await provision(opened, org);
    expect(await members.findMemberByScimUser(org, user.id)).toEqual(member);
    const late = userOf(org, { memberId: randomUUID() });
    const taken = memberOf(org, { id: `${late.memberId}`, scimUserId: late.id, email: member.email });
    const insertion = { kind: 'insert', member: taken, entry: entryOf(org, 'member_created') } as const;
    expect(await scim.insertUser(late, userWrite(late, 'user.created', insertion))).toBe('email-taken');
    expect(await scim.getUser(org, late.id)).toBeNull();
    expect(await members.findMember(org, taken.id)).toBeNull();
    expect((await logged(audit, org)).toSorted()).toEqual(['member_created', 'scim.user.created']);
    expect(await typesOf(scim, org)).toEqual(['user.created']);
  });

  it('make no member where the user name is taken', async () => {
    const opened = await open();
    const org = randomUUID();
    const [user] = await provision(opened, org);
    const late = userOf(org, { userName: user.userName, memberId: randomUUID() });
    const member = memberOf(org, { id: `${late.memberId}`, scimUserId: late.id });
    const insertion = { kind: 'insert', member, entry: entryOf(org, 'member_created') } as const;
    const write = userWrite(late, 'user.created', insertion);
    expect(await opened.scim.insertUser(late, write)).toBe('user-name-taken');
    expect(await opened.members.findMember(org, member.id)).toBeNull();
  });

  it('deactivate the member and end its sessions in the same write', async () => {
    const opened = await open();
    const { scim, members } = opened;
    const org = randomUUID();
    const [user, member] = await provision(opened, org);
    const next = userOf(org, { ...user, active: false, version: 2, resource: { active: false } });
    const at = new Date('2026-04-01T00:00:00.000Z');
    const effect = updateOf(member, user.id, { set: { status: 'deactivated' }, endSessions: true, at });
    expect(await scim.replaceUser(next, 1, userWrite(user, 'user.deactivated', effect))).toBe('replaced');
    expect(await members.findMember(org, member.id)).toEqual({
      ...member,
      ...{ status: 'deactivated', sessionEpoch: member.sessionEpoch + 1, updatedAt: at },
      revision: member.revision + 1,
    });
    const stale = userOf(org, { ...next, active: true, resource: { active: true } });
    const revive = updateOf(member, user.id, { set: { status: 'active' } });
    expect(await scim.replaceUser(stale, 1, userWrite(user, 'user.reactivated', revive))).toBe('changed');
    expect((await members.findMember(org, member.id))?.status).toBe('deactivated');
  });

  it('deactivate a member who is being written by others at the same moment', async () => {
    const opened = await open();
    const { scim, members } = opened;
    const org = randomUUID();
    const [user, member] = await provision(opened, org);
    const touch = async (): Promise<void> => {
      for (let tries = 0; tries < 10; tries += 1) {
        const now = await members.findMember(org, member.id);
        if (now === null) return;
        const revision = now.revision + 1;
        await members.replaceMember({ ...now, firstName: 'Ada', revision }, now.revision, null, null);
      }
    };
    const next = userOf(org, { ...user, active: false, version: 2, resource: { active: false } });
    const effect = updateOf(member, user.id, { set: { status: 'deactivated' }, endSessions: true });
    const [outcome] = await Promise.all([
      scim.replaceUser(next, 1, userWrite(user, 'user.deactivated', effect)),
      touch(),
      touch(),
    ]);
    expect(outcome).toBe('replaced');
    const after = await members.findMember(org, member.id);
    expect(after).toMatchObject({ status: 'deactivated', sessionEpoch: member.sessionEpoch + 1 });
  });

  it('refuse to deactivate the last active owner, and write nothing', async () => {
    const opened = await open();
    const { scim, members, audit } = opened;
    const org = randomUUID();
    const [user, owner] = await provision(opened, org, { role: 'owner' });
    const next = userOf(org, { ...user, active: false, version: 2, resource: { active: false } });
    const effect = updateOf(owner, user.id, { set: { status: 'deactivated' }, endSessions: true });
    const write = userWrite(user, 'user.deactivated', effect);
    expect(await scim.replaceUser(next, 1, write)).toBe('last-owner');
    expect(await scim.deleteUser(org, user.id, null, new Date(), write)).toBe('last-owner');
    expect(await scim.getUser(org, user.id)).toEqual(user);
    expect(await members.findMember(org, owner.id)).toEqual(owner);
    expect(await typesOf(scim, org)).toEqual(['user.created']);
    expect(await logged(audit, org)).toHaveLength(2);
    await provision(opened, org, { role: 'owner' });
    expect(await scim.replaceUser(next, 1, write)).toBe('replaced');
  });

  it('leave one of two owners who are deactivated at once', async () => {
    const opened = await open();
    const org = randomUUID();
    const owners = [
      await provision(opened, org, { role: 'owner' }),
      await provision(opened, org, { role: 'owner' }),
    ];
    const outcomes = await Promise.all(
      owners.map(([user, owner]) => {
        const next = userOf(org, { ...user, active: false, version: 2, resource: { active: false } });
        const effect = updateOf(owner, user.id, { set: { status: 'deactivated' } });
        return opened.scim.replaceUser(next, 1, userWrite(user, 'user.deactivated', effect));
      }),
    );
    expect(outcomes.toSorted()).toEqual(['last-owner', 'replaced']);
  });

  it('touch no member that is gone, is another’s, or was written since', async () => {
    const opened = await open();
    const { scim, members } = opened;
    const org = randomUUID();
    const [user, member] = await provision(opened, org);
    const [, stranger] = await provision(opened, org);
    const next = userOf(org, { ...user, version: 2 });
    const wrong = [
      updateOf(member, randomUUID(), {}),
      updateOf(member, null, {}),
      updateOf(member, user.id, { expectedRevision: member.revision + 1 }),
    ];
    for (const effect of wrong) {
      const write = userWrite(user, 'user.updated', effect);
      expect(await scim.replaceUser(next, 1, write)).toBe('member-changed');
    }
    const other = { ...next, memberId: stranger.id };
    const steal = updateOf(stranger, user.id, {});
    expect(await scim.replaceUser(other, 1, userWrite(user, 'user.updated', steal))).toBe('member-changed');
    await members.removeMember(org, member.id, member.revision, entryOf(org, 'removed'));
    const gone = userWrite(user, 'user.updated', updateOf(member, user.id, {}));
    expect(await scim.replaceUser(next, 1, gone)).toBe('member-changed');
    expect(await scim.getUser(org, user.id)).toEqual(user);
  });

  it('link one record of two to a member', async () => {
    const { scim, members } = await open();
    const org = randomUUID();
    const member = memberOf(org);
    await members.insertMember(member, null, entryOf(org, 'added'));
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => {
        const user = userOf(org, { memberId: member.id });
        const link = updateOf(member, null, { set: { scimUserId: user.id } });
        return scim.insertUser(user, userWrite(user, 'user.created', link));
      }),
    );
    expect(outcomes.filter((outcome) => outcome === 'inserted')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'member-changed')).toHaveLength(9);
    expect((await scim.countResources(org)).users).toBe(1);
  });

  it('lead to the member that leads to them', async () => {
    const { scim } = await open();
    const org = randomUUID();
    const user = userOf(org);
    const member = memberOf(org, { scimUserId: randomUUID() });
    const insertion = { kind: 'insert', member, entry: entryOf(org, 'member_created') } as const;
    const write = async () => scim.insertUser(user, userWrite(user, 'user.created', insertion));
    await expect(write()).rejects.toThrow(TypeError);
  });
}

/** A user with its member, both new. */
async function provision(
  { scim }: OpenedScim,
  organizationId: string,
  fields: Partial<Member> = {},
): Promise<readonly [ScimUserRecord, Member]> {
  const user = userOf(organizationId, { memberId: randomUUID() });
  const member = memberOf(organizationId, { ...fields, id: `${user.memberId}`, scimUserId: user.id });
  const insertion = { kind: 'insert', member, entry: entryOf(organizationId, 'member_created') } as const;
  expect(await scim.insertUser(user, userWrite(user, 'user.created', insertion))).toBe('inserted');
  return [user, member];
}
