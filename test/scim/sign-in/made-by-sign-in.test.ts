import { describe, expect, it } from 'vitest';
import type { Result } from '../../../src/errors/index.js';
import { openMemoryStores } from '../http/memory-stores.js';
import { CONTOSO, claims, patch, person } from '../http/world.js';
import { memberOf } from '../service/members.js';
import { open, signInOf } from './world.js';

const ADELE = 'f1d6b7b6-5f7a-4a43-a1b7-c0ffee000001';
const codeOf = (result: Result<unknown>) => (result.ok ? null : result.error.code);

const HOW = [
  ['PATCH', patch({ op: 'Replace', path: 'active', value: 'False' }), 'deprovisioned'],
  ['DELETE', undefined, 'member_deactivated'],
] as const;

describe('a member whom a sign-in made, beside a user who led to nobody', () => {
  it.each(HOW)('whom the application had removed is out by %s', async (method, change, code) => {
    const { world, directory } = await open('jit');
    const { body } = await world.send('POST', '/Users', person('adele'));
    const memberId = (await memberOf(world))?.id ?? '';
    expect(codeOf(await directory.remove({ organizationId: CONTOSO, memberId }, 'ada'))).toBeNull();
    const admitted = await directory.admit(signInOf('adele@contoso.com', ADELE));
    if (!admitted.ok) throw admitted.error;
    const { created, session } = admitted.value;
    expect([created, codeOf(await directory.checkSession(session))]).toEqual([true, null]);
    await world.send(method, `/Users/${body.id}`, change);
    expect(codeOf(await directory.checkSession(session))).toBe('member_deactivated');
    expect(codeOf(await directory.admit(signInOf('adele@contoso.com', ADELE)))).toBe(code);
    expect((await world.entries()).map(({ type }) => type)).toContain('member_deactivated');
  });

  it.each(HOW)('whose domain was claimed later is out by %s', async (method, change, code) => {
    let isClaimed = false;
    const findOrganization = async (domain: string) => (isClaimed ? claims.findOrganization(domain) : null);
    const { world, directory } = await open('jit', {
      foreignDomains: 'store-unlinked',
      domainClaims: { ...claims, findOrganization },
    });
    const { body } = await world.send('POST', '/Users', person('adele'));
    isClaimed = true;
    const admitted = await directory.admit(signInOf('adele@contoso.com', ADELE));
    if (!admitted.ok) throw admitted.error;
    await world.send(method, `/Users/${body.id}`, change);
    expect(codeOf(await directory.checkSession(admitted.value.session))).toBe('member_deactivated');
    expect(codeOf(await directory.admit(signInOf('adele@contoso.com', ADELE)))).toBe(code);
  });

  it('is the one whom the user leads to from its next change on, and comes back with it', async () => {
    const { world, directory } = await open('jit');
    const { body } = await world.send('POST', '/Users', person('adele'));
    const memberId = (await memberOf(world))?.id ?? '';
    await directory.remove({ organizationId: CONTOSO, memberId }, 'ada');
    await directory.admit(signInOf('adele@contoso.com', ADELE));
    const made = await memberOf(world);
    await world.send('PATCH', `/Users/${body.id}`, patch({ op: 'Replace', path: 'active', value: 'False' }));
    expect((await world.stores.scim.getUser(CONTOSO, body.id))?.memberId).toBe(made?.id);
    await world.send('PATCH', `/Users/${body.id}`, patch({ op: 'Replace', path: 'active', value: 'True' }));
    expect(await memberOf(world)).toMatchObject({ id: made?.id, status: 'active' });
    expect(codeOf(await directory.admit(signInOf('adele@contoso.com', ADELE)))).toBeNull();
  });

  it('does not stay when the user is deleted while it is made', async () => {
    const { world, directory } = await open('jit', {}, async (stores) => {
      const [user] = await stores.scim.findUsersByExternalId(CONTOSO, 'adele', 1);
      if (user !== undefined) await world.send('DELETE', `/Users/${user.id}`);
    });
    await world.send('POST', '/Users', person('adele'));
    const memberId = (await memberOf(world))?.id ?? '';
    await directory.remove({ organizationId: CONTOSO, memberId }, 'ada');
    expect(codeOf(await directory.admit(signInOf('adele@contoso.com', ADELE)))).toBe('deprovisioned');
    expect(await memberOf(world)).toMatchObject({ status: 'deactivated', sessionEpoch: 1 });
    expect(codeOf(await directory.admit(signInOf('adele@contoso.com', ADELE)))).toBe('member_deactivated');
  });

  it.each(HOW)('between the look at the user and its write is out by %s', async (method, change, code) => {
    let meanwhile = async (): Promise<void> => {};
    const late = { ...(await openMemoryStores()) };
    const scim = { ...late.scim };
    // The record is written at the very moment after the sign-in has looked at it once more.
    late.scim = {
      ...scim,
      replaceUser: async (...given) => {
        await meanwhile();
        return scim.replaceUser(...given);
      },
      deleteUser: async (...given) => {
        await meanwhile();
        return scim.deleteUser(...given);
      },
    };
    const { world, directory } = await open(
      'jit',
      {},
      async () => {},
      async () => late,
    );
    const { body } = await world.send('POST', '/Users', person('adele'));
    const memberId = (await memberOf(world))?.id ?? '';
    await directory.remove({ organizationId: CONTOSO, memberId }, 'ada');
    const sessions: unknown[] = [];
    meanwhile = async () => {
      meanwhile = async () => {};
      const admitted = await directory.admit(signInOf('adele@contoso.com', ADELE));
      if (!admitted.ok) throw admitted.error;
      sessions.push(admitted.value.session);
    };
    const { status } = await world.send(method, `/Users/${body.id}`, change);
    expect(status).toBe(method === 'DELETE' ? 204 : 200);
    expect(sessions).toHaveLength(1);
    expect(codeOf(await directory.checkSession(sessions[0]))).toBe('member_deactivated');
    expect(codeOf(await directory.admit(signInOf('adele@contoso.com', ADELE)))).toBe(code);
  });
});
