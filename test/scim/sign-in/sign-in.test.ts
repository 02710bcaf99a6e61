import { describe, expect, it } from 'vitest';
import type { Result } from '../../../src/errors/index.js';
import { checkMatching } from '../../../src/scim/index.js';
import { CONTOSO, openWorld, patch, person } from '../http/world.js';
import { insertMember, memberOf } from '../service/members.js';
import { open, signInOf } from './world.js';

const ADELE = 'f1d6b7b6-5f7a-4a43-a1b7-c0ffee000001';
const codeOf = (result: Result<unknown>) => (result.ok ? null : result.error.code);

describe('provisioning and sign-in', () => {
  it('scim: a provisioned person comes in; once deactivated neither the session nor a new sign-in holds', async () => {
    const { world, directory } = await open('scim');
    const { body } = await world.send('POST', '/Users', person('adele', { externalId: ADELE }));
    const admitted = await directory.admit(signInOf('adele@contoso.com', ADELE));
    if (!admitted.ok) throw admitted.error;
    expect(admitted.value).toMatchObject({ linked: true, created: false, member: { scimUserId: body.id } });
    const { session } = admitted.value;
    expect(codeOf(await directory.checkSession(session))).toBeNull();
    await world.send('PATCH', `/Users/${body.id}`, patch({ op: 'Replace', path: 'active', value: 'False' }));
    expect(codeOf(await directory.checkSession(session))).not.toBeNull();
    expect(codeOf(await directory.admit(signInOf('adele@contoso.com', ADELE)))).toBe('deprovisioned');
    await world.send('PATCH', `/Users/${body.id}`, patch({ op: 'Replace', path: 'active', value: 'True' }));
    expect(codeOf(await directory.checkSession(session))).not.toBeNull();
    expect(codeOf(await directory.admit(signInOf('adele@contoso.com', ADELE)))).toBeNull();
  });

  it('scim: nobody comes in who is not provisioned', async () => {
    const { directory } = await open('scim');
    expect(codeOf(await directory.admit(signInOf('adele@contoso.com', ADELE)))).toBe('not_provisioned');
  });

  it('jit: who was deleted is not made anew by a sign-in', async () => {
    const { world, directory } = await open('jit');
    const { body } = await world.send('POST', '/Users', person('adele', { externalId: ADELE }));
    await world.send('DELETE', `/Users/${body.id}`);
    expect(codeOf(await directory.admit(signInOf('adele@contoso.com', ADELE)))).toBe('deprovisioned');
    expect(codeOf(await directory.admit(signInOf('adele@contoso.com', null)))).toBe('member_deactivated');
  });

  it('scim: an admin comes in by single sign-on once somebody led the user to the member', async () => {
    const { world, directory } = await open('scim');
    const admin = await insertMember(world, { role: 'admin' });
    const { body } = await world.send('POST', '/Users', person('adele', { externalId: ADELE }));
    const options = { provenMemberId: admin.id };
    expect(codeOf(await directory.admit(signInOf('adele@contoso.com', ADELE), options))).toBe(
      'not_provisioned',
    );
    const request = { organizationId: CONTOSO, scimUserId: body.id, memberId: admin.id, actor: 'ada' };
    expect(codeOf(await world.scim.linkUser(request))).toBeNull();
    expect(await memberOf(world)).toMatchObject({ role: 'admin', scimUserId: body.id });
    expect((await world.entries()).find(({ type }) => type === 'scim_user_linked')?.actor).toBe('ada');
    expect(codeOf(await world.scim.linkUser(request))).toBeNull();
    expect(codeOf(await directory.admit(signInOf('adele@contoso.com', ADELE), options))).toBeNull();
  });
});

describe('leading a user to a member', () => {
  it('is refused with a reason, or scim_user_unknown, or store_unavailable', async () => {
    const { world } = await open('scim');
    const admin = await insertMember(world, { role: 'admin' });
    const other = await insertMember(world, { role: 'admin', email: 'bert@contoso.com' });
    const { id } = (await world.send('POST', '/Users', person('adele'))).body;
    const bert = (await world.send('POST', '/Users', person('carl'))).body.id;
    const link = async (scimUserId: string, memberId: string, organizationId = CONTOSO) => {
      const result = await world.scim.linkUser({ organizationId, scimUserId, memberId, actor: 'ada' });
      return result.ok ? null : ((result.error.details as { reason?: string }).reason ?? result.error.code);
    };
    expect(await link('11111111-1111-4111-8111-111111111111', admin.id)).toBe('scim_user_unknown');
    expect(await link(id, admin.id, 'fabrikam')).toBe('scim_user_unknown');
    expect(await link(id, '11111111-1111-4111-8111-111111111111')).toBe('member-unknown');
    expect(await link(bert, admin.id)).toBe('user-has-a-member');
    const carls = (await memberOf(world, 'carl@contoso.com'))?.id ?? '';
    expect(await link(id, carls)).toBe('member-of-another-user');
    await world.send('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'active', value: false }));
    expect(await link(id, admin.id)).toBe('user-inactive');
    await world.send('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'active', value: true }));
    expect(await link(id, other.id)).toBeNull();
    const kept = await openWorld(async () => world.stores, { foreignDomains: 'store-unlinked' });
    const guest = (await kept.send('POST', '/Users', person('x', { userName: 'x', emails: [] }))).body.id;
    expect(await link(guest, admin.id)).toBe('address-not-claimed');
    const scim = { ...world.stores.scim, getUser: async () => Promise.reject(new Error('down')) };
    const broken = await openWorld(async () => ({ ...world.stores, scim }));
    const failed = await broken.scim.linkUser({
      organizationId: CONTOSO,
      scimUserId: id,
      memberId: admin.id,
      actor: 'ada',
    });
    expect(codeOf(failed)).toBe('store_unavailable');
  });

  it('gives up where the user is changed all the time', async () => {
    const { world } = await open('scim');
    const admin = await insertMember(world, { role: 'admin' });
    const { id } = (await world.send('POST', '/Users', person('adele'))).body;
    const scim = { ...world.stores.scim, replaceUser: async () => 'changed' as const };
    const busy = await openWorld(async () => ({ ...world.stores, scim }));
    const result = await busy.scim.linkUser({
      organizationId: CONTOSO,
      scimUserId: id,
      memberId: admin.id,
      actor: 'ada',
    });
    expect(result.ok ? null : result.error.details).toMatchObject({ reason: 'changed-meanwhile' });
    const op = patch({ op: 'replace', path: 'title', value: 'x' });
    const answer = await busy.send('PATCH', `/Users/${id}`, op);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  });
});

describe('the check of the mapping', () => {
  it.each([
    [ADELE, ADELE, 'object-id'],
    [null, ADELE, 'missing'],
    ['adele', ADELE, 'alias'],
    ['ADELE.V', ADELE, 'alias'],
    ['adele@contoso.com', ADELE, 'address'],
    ['11111111-1111-4111-8111-111111111111', ADELE, 'other-guid'],
    ['4711', ADELE, 'other'],
    ['adele', null, 'claim-missing'],
  ] as const)('externalId %s and object id %s: %s', (externalId, objectId, verdict) => {
    const report = checkMatching(signInOf('adele@contoso.com', objectId), {
      externalId,
      userName: 'adele.v@contoso.com',
    });
    expect(report).toMatchObject({ verdict, isStable: verdict === 'object-id', externalId, objectId });
    const saysWhat =
      verdict === 'object-id'
        ? 'Nothing'
        : verdict === 'claim-missing'
          ? 'objectidentifier'
          : 'map objectId to externalId';
    expect(report.advice).toContain(saysWhat);
  });
});
