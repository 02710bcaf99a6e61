import { describe, expect, it } from 'vitest';
import type { Member } from '../../../src/stores/interfaces/members.js';
import { openMemoryStores } from '../http/memory-stores.js';
import { CONTOSO, openWorld, person, type World } from '../http/world.js';
import { insertMember, memberOf, recordOf, unlinkedReasons } from './members.js';

const OBJECT_ID = 'f1d6b7b6-5f7a-4a43-a1b7-c0ffee000001';

/** A person with an object id, at an address of Contoso. */
function known(name: string, address = name): Record<string, unknown> {
  const emails = [{ type: 'work', value: `${address}@contoso.com` }];
  return person(name, { externalId: OBJECT_ID, emails });
}

async function provisioned(world: World, user: Record<string, unknown>): Promise<string> {
  const { body, status } = await world.send('POST', '/Users', user);
  expect(status).toBe(201);
  return body.id;
}

/** Provisions a person, deletes them and gives the account that is left. */
async function deleted(world: World, name: string): Promise<Member> {
  const id = await provisioned(world, known(name));
  expect((await world.send('DELETE', `/Users/${id}`)).status).toBe(204);
  const member = await memberOf(world, `${name}@contoso.com`);
  if (member === null) throw new Error('no member');
  return member;
}

async function change(world: World, member: Member, fields: Partial<Member>): Promise<Member> {
  const changed = { ...member, ...fields, revision: member.revision + 1 };
  expect(await world.stores.members.replaceMember(changed, member.revision, null, null)).toBe('replaced');
  return changed;
}

describe('a person who is provisioned again', () => {
  it('takes neither account while the address that they had belongs to another member', async () => {
    const world = await openWorld(openMemoryStores);
    const former = await deleted(world, 'adele');
    const left = await change(world, former, { email: 'adele.retired@contoso.com' });
    const other = await insertMember(world, { email: 'adele@contoso.com' });
    const id = await provisioned(world, known('adele'));
    expect(unlinkedReasons(world)).toEqual(['address-of-another-member']);
    expect((await recordOf(world, id))?.memberId).toBeNull();
    expect(await memberOf(world)).toEqual(other);
    expect(await memberOf(world, 'adele.retired@contoso.com')).toEqual(left);
  });

  it('takes neither account while the address that they have now belongs to another member', async () => {
    const world = await openWorld(openMemoryStores);
    const former = await deleted(world, 'adele');
    const other = await insertMember(world, { email: 'vance@contoso.com' });
    const id = await provisioned(world, known('adele', 'vance'));
    expect(unlinkedReasons(world)).toEqual(['address-of-another-member']);
    expect((await recordOf(world, id))?.memberId).toBeNull();
    expect(await memberOf(world, 'vance@contoso.com')).toEqual(other);
    expect(await memberOf(world)).toEqual(former);
  });

  it('is not led to an account to which another living user leads by now, and gets one of their own', async () => {
    const world = await openWorld(openMemoryStores, { foreignDomains: 'store-unlinked' });
    const former = await deleted(world, 'adele');
    const heir = await provisioned(world, person('bert', { userName: 'bert', emails: [] }));
    const taken = await change(world, former, { scimUserId: heir, status: 'active' });
    const id = await provisioned(world, known('adele', 'adele.v'));
    expect(await memberOf(world)).toEqual(taken);
    const own = await memberOf(world, 'adele.v@contoso.com');
    expect(own).toMatchObject({ scimUserId: id, status: 'active', role: 'member' });
    expect(own?.id).not.toBe(former.id);
    expect(unlinkedReasons(world)).toEqual(['foreign-domain']);
  });

  it('is led to none of two accounts whose users had one externalId', async () => {
    const world = await openWorld(openMemoryStores);
    const ids = [await provisioned(world, known('adele')), await provisioned(world, known('bert'))];
    for (const id of ids) expect((await world.send('DELETE', `/Users/${id}`)).status).toBe(204);
    const accounts = [await memberOf(world, 'adele@contoso.com'), await memberOf(world, 'bert@contoso.com')];
    const tombstones = await world.stores.scim.findTombstones(CONTOSO, OBJECT_ID);
    expect(tombstones.map(({ memberId }) => memberId).toSorted()).toEqual(
      accounts.map((account) => account?.id ?? '').toSorted(),
    );
    const id = await provisioned(world, known('carol'));
    expect(await memberOf(world, 'adele@contoso.com')).toEqual(accounts[0]);
    expect(await memberOf(world, 'bert@contoso.com')).toEqual(accounts[1]);
    expect((await memberOf(world, 'carol@contoso.com'))?.scimUserId).toBe(id);
  });
});
