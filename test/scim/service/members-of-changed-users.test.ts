import { describe, expect, it } from 'vitest';
import { openMemoryStores } from '../http/memory-stores.js';
import { CONTOSO, claims, openWorld, patch, person, type World } from '../http/world.js';
import { insertMember, mail, memberOf, recordOf, set, unlinkedReasons } from './members.js';

async function provisioned(options = {}): Promise<{ world: World; id: string }> {
  const world = await openWorld(openMemoryStores, options);
  const { body } = await world.send('POST', '/Users', person('adele'));
  return { world, id: body.id };
}

/** As `directory.deactivateMember` would. */
async function banByApplication(world: World): Promise<void> {
  const member = await memberOf(world);
  if (member === null) throw new Error('no member');
  const banned = {
    ...member,
    status: 'deactivated' as const,
    sessionEpoch: member.sessionEpoch + 1,
    revision: member.revision + 1,
  };
  expect(await world.stores.members.replaceMember(banned, member.revision, null, null)).toBe('replaced');
}

describe('a deactivation', () => {
  it('ends the sessions in the same write; a reactivation lets in, and revives none of them', async () => {
    const { world, id } = await provisioned();
    await set(world, id, { active: 'False' });
    expect(await memberOf(world)).toMatchObject({ status: 'deactivated', sessionEpoch: 1, scimUserId: id });
    await set(world, id, { active: false, displayName: 'adele' });
    expect(await memberOf(world)).toMatchObject({ sessionEpoch: 1 });
    await set(world, id, { active: true });
    expect(await memberOf(world)).toMatchObject({ status: 'active', sessionEpoch: 2 });
    expect((await world.changes()).map(({ type }) => type)).toEqual([
      'user.created',
      'user.deactivated',
      'user.reactivated',
    ]);
    const types = (await world.entries()).map(({ type }) => type);
    expect(types.slice(0, 4)).toEqual([
      'scim_user_reactivated',
      'member_reactivated',
      'scim_user_deactivated',
      'member_deactivated',
    ]);
  });

  it('is never refused for an address that is not claimed', async () => {
    const { world, id } = await provisioned();
    expect(await set(world, id, { ...mail('adele@partner.example'), active: false })).toBe(200);
    expect(await memberOf(world)).toMatchObject({ status: 'deactivated', sessionEpoch: 1 });
    const back = await world.send(
      'PATCH',
      `/Users/${id}`,
      patch({ op: 'replace', path: 'active', value: true }),
    );
    expect([back.status, back.body.scimType]).toEqual([400, 'invalidValue']);
    expect((await memberOf(world))?.status).toBe('deactivated');
  });

  it('of the only owner is refused with words, until somebody else is one', async () => {
    const { world, id } = await provisioned();
    const member = await memberOf(world);
    if (member === null) throw new Error('no member');
    const owner = { ...member, role: 'owner' as const, revision: member.revision + 1 };
    await world.stores.members.replaceMember(owner, member.revision, null, null);
    const refused = await world.send(
      'PATCH',
      `/Users/${id}`,
      patch({ op: 'replace', path: 'active', value: false }),
    );
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      expect.stringContaining('only active owner'),
    ]);
    expect((await world.send('DELETE', `/Users/${id}`)).status).toBe(409);
    expect((await recordOf(world, id))?.active).toBe(true);
    await insertMember(world, { role: 'owner', email: 'ada@contoso.com' });
    expect(await set(world, id, { active: false })).toBe(200);
  });

  it('by the application is not undone by another change of the user', async () => {
    const { world, id } = await provisioned();
    await banByApplication(world);
    await set(world, id, { title: 'CTO' });
    expect(await memberOf(world)).toMatchObject({ status: 'deactivated' });
    await set(world, id, mail('adele@contoso.de'));
    expect(await memberOf(world, 'adele@contoso.de')).toMatchObject({ status: 'deactivated' });
  });
});

describe('a change of address or name', () => {
  it('changes the member, not whom the user leads to', async () => {
    const { world, id } = await provisioned();
    const before = await memberOf(world);
    await set(world, id, { ...mail('adele.v@contoso.de'), 'name.familyName': 'Vance-Meyer' });
    const after = await memberOf(world, 'adele.v@contoso.de');
    expect(after).toMatchObject({ id: before?.id, lastName: 'Vance-Meyer', sessionEpoch: 0, scimUserId: id });
  });

  it('to a foreign domain is refused, also by PUT', async () => {
    const { world, id } = await provisioned();
    expect(await set(world, id, mail('adele@partner.example'))).toBe(400);
    const emails = [{ type: 'work', value: 'adele@fabrikam.com' }];
    expect((await world.send('PUT', `/Users/${id}`, person('adele', { emails }))).status).toBe(400);
    expect((await recordOf(world, id))?.version).toBe(1);
  });

  it('to a foreign domain, where such users are kept, shuts the member out until the address is claimed again', async () => {
    const { world, id } = await provisioned({ foreignDomains: 'store-unlinked' });
    expect(await set(world, id, mail('adele@partner.example'))).toBe(200);
    expect(await memberOf(world)).toMatchObject({ status: 'deactivated', sessionEpoch: 1, scimUserId: id });
    expect(unlinkedReasons(world)).toEqual(['foreign-domain']);
    await set(world, id, mail('adele@contoso.com'));
    expect(await memberOf(world)).toMatchObject({ status: 'active', sessionEpoch: 2 });
  });

  it('to an address that another member has leaves the member its own', async () => {
    const { world, id } = await provisioned();
    const other = await insertMember(world, { email: 'bert@contoso.com' });
    expect(await set(world, id, mail('bert@contoso.com'))).toBe(200);
    expect(await memberOf(world)).toMatchObject({ scimUserId: id, status: 'active' });
    expect(await memberOf(world, 'bert@contoso.com')).toEqual(other);
  });

  it('never changes the address of an admin, to whom a password could be sent', async () => {
    const world = await openWorld(openMemoryStores);
    await insertMember(world, { role: 'admin', status: 'invited', lastSignInAt: null });
    const { body } = await world.send('POST', '/Users', person('adele'));
    await set(world, body.id, mail('mallory@contoso.com'));
    expect(await memberOf(world)).toMatchObject({ role: 'admin', scimUserId: body.id });
    expect(await memberOf(world, 'mallory@contoso.com')).toBeNull();
  });

  it('links a user who leads to nobody as soon as it may', async () => {
    const world = await openWorld(openMemoryStores, { foreignDomains: 'store-unlinked' });
    const { body } = await world.send('POST', '/Users', person('adele', { userName: 'x', emails: [] }));
    await set(world, body.id, { title: 'CTO' });
    expect((await recordOf(world, body.id))?.memberId).toBeNull();
    await set(world, body.id, { userName: 'adele@contoso.com' });
    expect((await memberOf(world))?.scimUserId).toBe(body.id);
  });

  it('brings nobody back whom the application removed, but a reactivation does', async () => {
    const { world, id } = await provisioned();
    const member = await memberOf(world);
    if (member === null) throw new Error('no member');
    const entry = (await world.entries())[0];
    if (entry === undefined) throw new Error('no entry');
    await world.stores.members.removeMember(CONTOSO, member.id, member.revision, { ...entry, id: '1' });
    await set(world, id, { title: 'CTO' });
    expect(await memberOf(world)).toBeNull();
    expect(unlinkedReasons(world)).toEqual(['member-removed']);
    await set(world, id, { active: false });
    await set(world, id, { active: true });
    expect((await memberOf(world))?.scimUserId).toBe(id);
  });
});

describe('a deletion', () => {
  it('shuts the member out and leaves it; who is provisioned again has the same account', async () => {
    const { world, id } = await provisioned();
    const before = await memberOf(world);
    await world.send('DELETE', `/Users/${id}`);
    expect(await memberOf(world)).toMatchObject({ status: 'deactivated', scimUserId: null, sessionEpoch: 1 });
    const again = await world.send('POST', '/Users', person('adele'));
    expect(await memberOf(world)).toMatchObject({
      id: before?.id,
      status: 'active',
      scimUserId: again.body.id,
      sessionEpoch: 2,
    });
  });

  it('is remembered by an object id also when the address is new, by an alias only with the address', async () => {
    const objectId = 'f1d6b7b6-5f7a-4a43-a1b7-c0ffee000001';
    for (const [externalId, isSame] of [
      [objectId, true],
      ['adele', false],
    ] as const) {
      const world = await openWorld(openMemoryStores);
      const { body } = await world.send('POST', '/Users', person('adele', { externalId }));
      const before = await memberOf(world);
      await world.send('DELETE', `/Users/${body.id}`);
      const renamed = person('adele', {
        externalId,
        emails: [{ type: 'work', value: 'adele.v@contoso.com' }],
      });
      await world.send('POST', '/Users', renamed);
      expect((await memberOf(world, 'adele.v@contoso.com'))?.id === before?.id).toBe(isSame);
    }
  });

  it('does not free whom the application shut out', async () => {
    const { world, id } = await provisioned();
    await banByApplication(world);
    await world.send('DELETE', `/Users/${id}`);
    const again = await world.send('POST', '/Users', person('adele'));
    expect(await memberOf(world)).toMatchObject({ status: 'deactivated', scimUserId: again.body.id });
    expect(unlinkedReasons(world)).toEqual(['member-deactivated']);
  });

  it('of a person shut out for a foreign address lets them in when they are re-created with a claimed one', async () => {
    const { world, id } = await provisioned({ foreignDomains: 'store-unlinked' });
    const before = await memberOf(world);
    await set(world, id, mail('adele@partner.example'));
    expect((await memberOf(world))?.status).toBe('deactivated');
    await world.send('DELETE', `/Users/${id}`);
    const again = await world.send('POST', '/Users', person('adele'));
    expect(await memberOf(world)).toMatchObject({
      id: before?.id,
      status: 'active',
      scimUserId: again.body.id,
      sessionEpoch: 3,
    });
    expect(unlinkedReasons(world)).toEqual(['foreign-domain']);
  });

  it('does not free whom the application shut out before the domain was released', async () => {
    const domainClaims = { ...claims };
    const { world, id } = await provisioned({ domainClaims });
    await banByApplication(world);
    domainClaims.findOrganization = async () => null;
    await world.send('DELETE', `/Users/${id}`);
    domainClaims.findOrganization = claims.findOrganization;
    await world.send('POST', '/Users', person('adele'));
    expect((await memberOf(world))?.status).toBe('deactivated');
    expect(unlinkedReasons(world)).toEqual(['member-deactivated']);
  });
});
