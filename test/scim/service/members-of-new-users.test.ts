import { describe, expect, it } from 'vitest';
import { openMemoryStores } from '../http/memory-stores.js';
import { openWorld, person, USER } from '../http/world.js';
import { insertMember, memberOf, recordOf, unlinkedReasons } from './members.js';

const open = (options = {}) => openWorld(openMemoryStores, options);

describe('a new user', () => {
  it('makes a plain member of origin scim in the same write, whatever roles it brings', async () => {
    const world = await open();
    const roles = [{ value: 'owner', primary: true }];
    const { body } = await world.send(
      'POST',
      '/Users',
      person('adele', { roles, entitlements: [{ value: 'admin' }] }),
    );
    expect(await memberOf(world)).toMatchObject({
      ...{ role: 'member', status: 'active', origin: 'scim', scimUserId: body.id },
      ...{ firstName: 'adele', lastName: 'Vance', sessionEpoch: 0, lastSignInAt: null },
    });
    expect((await world.changes())[0]).toMatchObject({ type: 'user.created', resourceId: body.id });
    expect((await world.entries()).map(({ type }) => type).slice(0, 2)).toEqual([
      'scim_user_created',
      'member_provisioned',
    ]);
  });

  it('that is inactive switches off the member whom it leads to, with the sessions', async () => {
    const world = await open();
    await insertMember(world);
    await world.send('POST', '/Users', person('adele', { active: false }));
    expect(await memberOf(world)).toMatchObject({ status: 'deactivated', sessionEpoch: 1 });
  });

  it('that is inactive makes a deactivated member', async () => {
    const world = await open();
    await world.send('POST', '/Users', person('adele', { active: false }));
    expect(await memberOf(world)).toMatchObject({ status: 'deactivated' });
  });

  it.each(['member', 'admin', 'owner'] as const)(
    'leads to an invited %s, who stays invited with the role',
    async (role) => {
      const world = await open();
      const invited = await insertMember(world, { role, status: 'invited', lastSignInAt: null });
      const { body } = await world.send('POST', '/Users', person('adele'));
      expect(await memberOf(world)).toMatchObject({
        id: invited.id,
        role,
        status: 'invited',
        scimUserId: body.id,
      });
    },
  );

  it('leads to a plain member who is active, unless the application leaves those alone', async () => {
    for (const existingMembers of ['link', 'leave'] as const) {
      const world = await open({ existingMembers });
      const member = await insertMember(world);
      const { body } = await world.send('POST', '/Users', person('adele'));
      const isLinked = existingMembers === 'link';
      expect((await memberOf(world))?.scimUserId).toBe(isLinked ? body.id : null);
      expect((await recordOf(world, body.id))?.memberId).toBe(isLinked ? member.id : null);
      expect(unlinkedReasons(world)).toEqual(isLinked ? [] : ['existing-member']);
    }
  });

  it.each(['admin', 'owner'] as const)(
    'never takes an %s of the application: kept, unlinked and told',
    async (role) => {
      const world = await open();
      const before = await insertMember(world, { role });
      const { body, status } = await world.send('POST', '/Users', person('adele'));
      expect(status).toBe(201);
      expect(await memberOf(world)).toEqual(before);
      expect((await recordOf(world, body.id))?.memberId).toBeNull();
      expect(unlinkedReasons(world)).toEqual(['privileged-member']);
      expect((await world.entries())[0]?.data).toMatchObject({ unlinked: 'privileged-member' });
      await world.send('DELETE', `/Users/${body.id}`);
      expect(await memberOf(world)).toEqual(before);
    },
  );

  it('takes an owner who was invited, and none who was shut out since', async () => {
    for (const sessionEpoch of [0, 2]) {
      const world = await open();
      await insertMember(world, { role: 'owner', status: 'invited', sessionEpoch });
      const { body } = await world.send('POST', '/Users', person('adele'));
      const isTaken = sessionEpoch === 0;
      expect((await memberOf(world))?.scimUserId).toBe(isTaken ? body.id : null);
      expect(unlinkedReasons(world)).toEqual(isTaken ? [] : ['privileged-member']);
    }
  });

  it('does not let in whom the application deactivated', async () => {
    const world = await open();
    const before = await insertMember(world, { status: 'deactivated' });
    await world.send('POST', '/Users', person('adele'));
    expect(await memberOf(world)).toEqual(before);
    expect(unlinkedReasons(world)).toEqual(['member-deactivated']);
  });

  it('with the address of another user leads nowhere', async () => {
    const world = await open();
    const first = await world.send('POST', '/Users', person('adele'));
    const emails = [{ type: 'work', value: 'adele@contoso.com' }];
    await world.send('POST', '/Users', person('bert', { emails }));
    expect((await memberOf(world))?.scimUserId).toBe(first.body.id);
    expect(unlinkedReasons(world)).toEqual(['member-of-another-user']);
  });

  it('of 10 at one moment with one address, one leads to the member', async () => {
    const world = await open();
    const emails = [{ type: 'work', value: 'adele@contoso.com' }];
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, index) => world.send('POST', '/Users', person(`p${index}`, { emails }))),
    );
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 201));
    const records = await Promise.all(all.map(({ body }) => recordOf(world, body.id)));
    expect(records.filter((record) => record?.memberId !== null)).toHaveLength(1);
  });
});

describe('a foreign address', () => {
  const guest = person('guest', {
    userName: 'guest@partner.example',
    emails: [{ type: 'work', value: 'guest@partner.example' }],
  });

  it('is refused with a detail that says what to do', async () => {
    const world = await open();
    const { body, status } = await world.send('POST', '/Users', guest);
    expect([status, body.scimType]).toEqual([400, 'invalidValue']);
    expect(body.detail).toContain(
      'The domain partner.example in emails[type eq "work"].value is not a verified domain',
    );
    expect((await world.send('GET', '/Users')).body.totalResults).toBe(0);
    const log = await world.stores.requestLog.list('contoso', 10);
    expect(log[1]).toMatchObject({
      method: 'POST',
      path: '/Users',
      status: 400,
      code: 'invalidValue',
      detail: body.detail,
    });
  });

  it('of a domain that another organisation claims is refused with the same words', async () => {
    const world = await open();
    const stolen = person('x', { userName: 'x@fabrikam.com', emails: [] });
    expect((await world.send('POST', '/Users', stolen)).body.detail).toContain(
      'The domain fabrikam.com in userName is not a verified',
    );
  });

  it('that is none is refused: userName without an address, and no work mail', async () => {
    const world = await open();
    const { body, status } = await world.send('POST', '/Users', { schemas: [USER], userName: 'OMalley' });
    expect([status, body.detail]).toEqual([400, expect.stringContaining('is not an email address')]);
  });

  it('is kept without a member where the organisation wants that, and by a function of its own', async () => {
    const foreignDomains = async (organizationId: string) =>
      (organizationId === 'contoso' ? 'store-unlinked' : 'reject') as never;
    const world = await open({ foreignDomains });
    const { body, status } = await world.send('POST', '/Users', guest);
    expect([status, (await recordOf(world, body.id))?.memberId]).toEqual([201, null]);
    expect(unlinkedReasons(world)).toEqual(['foreign-domain']);
    expect((await world.as('fabrikam')('POST', '/Users', guest)).status).toBe(400);
  });

  it('in userName alone does not matter beside a work address in a claimed domain', async () => {
    const world = await open();
    const { status } = await world.send(
      'POST',
      '/Users',
      person('adele', { userName: 'adele@contoso.onmicrosoft.com' }),
    );
    expect([status, (await memberOf(world))?.status]).toEqual([201, 'active']);
  });
});
