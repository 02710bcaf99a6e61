import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { provisionedLookup } from '../../../src/scim/index.js';
import type { ScimStore } from '../../../src/stores/interfaces/scim.js';
import { openMemoryStores } from '../http/memory-stores.js';
import { FABRIKAM, openWorld, person, type World } from '../http/world.js';
import { signInOf } from './world.js';

const ADELE = 'f1d6b7b6-5f7a-4a43-a1b7-c0ffee000001';
const open = (): Promise<World> => openWorld(openMemoryStores);
const post = async ({ send }: World, name: string, more = {}): Promise<string> =>
  (await send('POST', '/Users', person(name, more))).body.id;
const found = async ({ stores }: World, email: string, objectId: string | null) => {
  const result = await provisionedLookup(stores.scim)(signInOf(email, objectId));
  return result.ok ? result.value : { code: result.error.code, details: result.error.details };
};

describe('the provisioned user of who signs in', () => {
  it('is found by externalId, whatever the address says by now', async () => {
    const world = await open();
    const scimUserId = await post(world, 'adele', { externalId: ADELE });
    expect(await found(world, 'adele.new@contoso.com', ADELE)).toEqual({ scimUserId, active: true });
  });

  it('is found by userName or work address where no externalId fits, without regard to case', async () => {
    const world = await open();
    const adele = await post(world, 'adele');
    const bert = await post(world, 'bert', { userName: 'bert@contoso.onmicrosoft.com' });
    expect(await found(world, 'ADELE@contoso.com', ADELE)).toEqual({ scimUserId: adele, active: true });
    expect(await found(world, 'bert@contoso.com', null)).toEqual({ scimUserId: bert, active: true });
    expect(await found(world, 'nobody@contoso.com', randomUUID())).toBeNull();
  });

  it('is not found by a primary address that is not the one for work', async () => {
    const world = await open();
    const emails = [
      { type: 'home', primary: true, value: 'home@contoso.com' },
      { type: 'work', value: 'adele@contoso.com' },
    ];
    await post(world, 'adele', { emails });
    expect(await found(world, 'home@contoso.com', null)).toBeNull();
  });

  it('is a conflict where the two ways lead to different users', async () => {
    const world = await open();
    const byExternalId = await post(world, 'adele', { externalId: ADELE });
    const byEmail = await post(world, 'bert');
    expect(await found(world, 'bert@contoso.com', ADELE)).toEqual({
      code: 'scim_record_conflict',
      details: { byExternalId, byEmail },
    });
  });

  it('is ambiguous where several have the externalId, or the address', async () => {
    const world = await open();
    const scimUserIds = [
      await post(world, 'adele', { externalId: ADELE }),
      await post(world, 'bert', { externalId: ADELE }),
    ];
    expect(await found(world, 'x@contoso.com', ADELE)).toMatchObject({
      code: 'scim_record_ambiguous',
      details: { by: 'externalId', scimUserIds },
    });
    await post(world, 'carl', { emails: [{ type: 'work', value: 'adele@contoso.com' }] });
    expect(await found(world, 'adele@contoso.com', null)).toMatchObject({
      code: 'scim_record_ambiguous',
      details: { by: 'email' },
    });
  });

  it('is switched off where it is inactive, and where it was deleted', async () => {
    const world = await open();
    const scimUserId = await post(world, 'adele', { externalId: ADELE, active: false });
    expect(await found(world, 'adele@contoso.com', ADELE)).toEqual({ scimUserId, active: false });
    await world.send('DELETE', `/Users/${scimUserId}`);
    expect(await found(world, 'adele@contoso.com', ADELE)).toEqual({ scimUserId, active: false });
    expect(await found(world, 'adele@contoso.com', null)).toBeNull();
  });

  it('is never one of another organisation, nor one that a store makes up', async () => {
    const world = await open();
    await post(world, 'adele', { externalId: ADELE });
    const { scim } = world.stores;
    const elsewhere = await provisionedLookup(scim)(signInOf('adele@contoso.com', ADELE, FABRIKAM));
    expect(elsewhere).toEqual({ ok: true, value: null });
    const [record] = await scim.findUsersByExternalId('contoso', ADELE, 1);
    const lying = {
      ...scim,
      findUsersByExternalId: async () => [record],
      findUserByUserName: async () => record,
      findUsersByEmail: async () => [record],
    };
    const result = await provisionedLookup(lying as unknown as ScimStore)(
      signInOf('adele@contoso.com', ADELE, FABRIKAM),
    );
    expect(result).toEqual({ ok: true, value: null });
  });

  it.each(['findUsersByExternalId', 'findUserByUserName', 'findUsersByEmail', 'findTombstones'] as const)(
    'is store_unavailable where %s fails, and the store must have it',
    async (method) => {
      const world = await open();
      const scim = { ...world.stores.scim, [method]: async () => Promise.reject(new Error('down')) };
      const result = await provisionedLookup(scim)(signInOf('adele@contoso.com', ADELE));
      expect(result.ok ? null : result.error.code).toBe('store_unavailable');
      expect(() => provisionedLookup({ ...scim, [method]: undefined } as never)).toThrow(TypeError);
    },
  );
});
