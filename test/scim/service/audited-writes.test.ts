import { describe, expect, it } from 'vitest';
import { openMemoryStores } from '../http/memory-stores.js';
import { GROUP, openWorld, patch, person } from '../http/world.js';
import { memberOf } from './members.js';

describe('the audit log of the organisation', () => {
  it('has the life of a user, with the member behind it and no value of an attribute', async () => {
    const world = await openWorld(openMemoryStores);
    const { id } = (await world.send('POST', '/Users', person('adele', { title: 'Secret title' }))).body;
    const memberId = (await memberOf(world))?.id;
    await world.send('DELETE', `/Users/${id}`);
    const entries = (await world.entries()).filter(({ type }) => !type.startsWith('scim_credential'));
    expect(entries.map(({ type }) => type)).toEqual([
      'scim_user_deleted',
      'member_deactivated',
      'scim_user_created',
      'member_provisioned',
    ]);
    expect(entries[0]).toMatchObject({
      organizationId: 'contoso',
      actor: null,
      data: { scimUserId: id, memberId, credentialId: expect.any(String) },
    });
    expect(JSON.stringify(entries)).not.toContain('Secret title');
    expect(await world.entries('fabrikam')).not.toContainEqual(
      expect.objectContaining({ type: 'scim_user_deleted' }),
    );
  });

  it('has the life of a group, once for each write that changed something', async () => {
    const world = await openWorld(openMemoryStores);
    const { id } = (await world.send('POST', '/Groups', { schemas: [GROUP], displayName: 'Sales', odd: 1 }))
      .body;
    const rename = patch({ op: 'replace', path: 'displayName', value: 'Sellers' });
    await world.send('PATCH', `/Groups/${id}`, rename);
    await world.send('PATCH', `/Groups/${id}`, rename);
    await world.send('DELETE', `/Groups/${id}`);
    expect((await world.send('DELETE', `/Groups/${id}`)).status).toBe(404);
    const entries = (await world.entries()).filter(({ type }) => type.startsWith('scim_group'));
    expect(entries).toMatchObject([
      { type: 'scim_group_deleted', data: { scimGroupId: id } },
      { type: 'scim_group_updated', data: { scimGroupId: id, changed: ['displayName'] } },
      { type: 'scim_group_created', data: { scimGroupId: id, ignored: ['odd'] } },
    ]);
  });
});
