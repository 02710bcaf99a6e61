import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Member } from '../../src/stores/interfaces/members.js';
import type { OpenedMembers } from './member-contract.js';
import { entryOf, memberOf } from './people.js';

/** The part of the member stores' contract that no organisation loses its last active owner. */
export function keepsAnOwner(open: () => Promise<OpenedMembers>): void {
  it.each([
    { role: 'member' as const },
    { role: 'admin' as const },
    { status: 'deactivated' as const },
    { status: 'invited' as const },
  ])('when the last active one becomes %j', async (change) => {
    const { members } = await open();
    const add = (member: Member) =>
      members.insertMember(member, null, entryOf(member.organizationId, 'added'));
    const org = randomUUID();
    const owner = memberOf(org, { role: 'owner' });
    await add(owner);
    await add(memberOf(org, { role: 'owner', status: 'invited' }));
    await add(memberOf(org, { role: 'owner', status: 'deactivated' }));
    await add(memberOf(org, { role: 'admin' }));
    await add(memberOf(randomUUID(), { role: 'owner' }));
    const next = { ...owner, ...change, revision: 2 };
    expect(await members.replaceMember(next, 1, null, entryOf(org, 'never'))).toBe('last-owner');
    expect(await members.removeMember(org, owner.id, 1, entryOf(org, 'never'))).toBe('last-owner');
    expect(await members.findMember(org, owner.id)).toEqual(owner);
    await add(memberOf(org, { role: 'owner' }));
    expect(await members.replaceMember(next, 1, null, entryOf(org, 'changed'))).toBe('replaced');
  });

  it.each(['leave', 'are demoted'])('when all of them %s at the same moment', async (how) => {
    const { members } = await open();
    const add = (member: Member) =>
      members.insertMember(member, null, entryOf(member.organizationId, 'added'));
    const org = randomUUID();
    const all = Array.from({ length: 10 }, () => memberOf(org, { role: 'owner' }));
    for (const owner of all) await add(owner);
    const outcomes = await Promise.all(
      all.map((owner) =>
        how === 'leave'
          ? members.removeMember(org, owner.id, 1, entryOf(org, 'left'))
          : members.replaceMember({ ...owner, role: 'member', revision: 2 }, 1, null, entryOf(org, 'left')),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'last-owner')).toHaveLength(1);
    const left = await members.listMembers(org, { after: null, limit: 100 });
    expect(left.filter(({ role }) => role === 'owner')).toHaveLength(1);
  });
}
