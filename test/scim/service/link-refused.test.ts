import { describe, expect, it } from 'vitest';
import { openMemoryStores } from '../http/memory-stores.js';
import { CONTOSO, openWorld, person } from '../http/world.js';
import { insertMember, memberOf, recordOf, set } from './members.js';

const NOBODY = '11111111-1111-4111-8111-111111111111';

describe('leading a user to a member', () => {
  it('is scim_link_refused with user, member and reason, and changes neither', async () => {
    const world = await openWorld(openMemoryStores);
    const admin = await insertMember(world, { role: 'admin' });
    const { id } = (await world.send('POST', '/Users', person('adele'))).body;
    const carl = (await world.send('POST', '/Users', person('carl'))).body.id;
    const carls = (await memberOf(world, 'carl@contoso.com'))?.id ?? '';
    const link = (scimUserId: string, memberId: string) =>
      world.scim.linkUser({ organizationId: CONTOSO, scimUserId, memberId, actor: 'ada' });
    const refused = async (scimUserId: string, memberId: string, reason: string) => {
      const before = [await recordOf(world, scimUserId), await memberOf(world), await world.entries()];
      expect(await link(scimUserId, memberId)).toMatchObject({
        ok: false,
        error: { code: 'scim_link_refused', details: { scimUserId, memberId, reason } },
      });
      expect([await recordOf(world, scimUserId), await memberOf(world), await world.entries()]).toEqual(
        before,
      );
    };
    await refused(id, NOBODY, 'member-unknown');
    await refused(carl, admin.id, 'user-has-a-member');
    await refused(id, carls, 'member-of-another-user');
    await set(world, id, { active: false });
    await refused(id, admin.id, 'user-inactive');
    await set(world, id, { active: true });
    expect((await link(id, admin.id)).ok).toBe(true);
  });
});
