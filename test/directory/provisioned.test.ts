import { describe, expect, it } from 'vitest';
import type { ProvisionedPerson } from '../../src/directory/settings.js';
import { type Result, refusal, success } from '../../src/errors/index.js';
import { accepted, choose, codeOf, everybody, given, ORG, signInOf, type World, world } from './world.js';

const ADA = 'ada@contoso.example';

/** A directory whose provisioning answers one after another; the last answer stays. */
function provisioning(...answers: readonly (ProvisionedPerson | null | Result<never>)[]): World {
  const left = [...answers];
  return world({
    provisioned: async () => {
      const answer = (left.length > 1 ? left.shift() : left[0]) ?? null;
      return answer !== null && 'ok' in answer ? answer : success(answer);
    },
  });
}

const active = (scimUserId: string): ProvisionedPerson => ({ scimUserId, active: true });
const inactive = (scimUserId: string): ProvisionedPerson => ({ scimUserId, active: false });

describe('admit, with provisioning', () => {
  it.each(['invited', 'jit', 'scim'] as const)(
    '%s: an inactive record wins, even over a link',
    async (policy) => {
      const at = provisioning(inactive('r'));
      await choose(at, policy);
      expect(codeOf(await at.directory.admit(signInOf(ADA)))).toBe('deprovisioned');
      await given(at, { email: ADA, scimUserId: 'r' }, signInOf(ADA));
      expect(codeOf(await at.directory.admit(signInOf(ADA)))).toBe('deprovisioned');
      expect(await everybody(at)).toHaveLength(1);
    },
  );

  it('scim: the member of the record is the one, whatever its address', async () => {
    const at = provisioning(active('r'));
    await choose(at, 'scim');
    const member = await given(at, { email: 'ada.king@contoso.example', scimUserId: 'r', origin: 'scim' });
    const admitted = accepted(await at.directory.admit(signInOf(ADA)));
    expect(admitted).toMatchObject({ linked: true, member: { id: member.id, email: member.email } });
  });

  it.each([
    [active('r'), 'member_deactivated'],
    [null, 'deprovisioned'],
  ] as const)('scim: says who switched a member off whose record is %j', async (record, code) => {
    const at = provisioning(record);
    await choose(at, 'scim');
    await given(at, { email: ADA, scimUserId: 'r', origin: 'scim', status: 'deactivated' }, signInOf(ADA));
    expect(codeOf(await at.directory.admit(signInOf(ADA)))).toBe(code);
  });

  it('scim: a record without a member admits nobody', async () => {
    const at = provisioning(active('r'));
    await choose(at, 'scim');
    expect(codeOf(await at.directory.admit(signInOf(ADA)))).toBe('not_provisioned');
    await given(at, { email: ADA });
    expect(codeOf(await at.directory.admit(signInOf(ADA)))).toBe('not_provisioned');
  });

  it('scim: a member whose record is gone is refused', async () => {
    const at = provisioning(null);
    await choose(at, 'scim');
    await given(at, { email: ADA, scimUserId: 'r' }, signInOf(ADA));
    expect(codeOf(await at.directory.admit(signInOf(ADA)))).toBe('not_provisioned');
  });

  it.each([false, true])(
    'refuses where record and address or link (%s) are of two members',
    async (linked) => {
      const at = provisioning(active('r'));
      await choose(at, 'jit');
      const ofRecord = await given(at, { scimUserId: 'r' });
      const other = await given(at, { email: ADA }, linked ? signInOf(ADA) : null);
      const refused = await at.directory.admit(signInOf(ADA));
      const [memberId, otherMemberId] = linked ? [other.id, ofRecord.id] : [ofRecord.id, other.id];
      expect(refused).toMatchObject({
        error: { code: 'identity_conflict', details: { memberId, otherMemberId } },
      });
    },
  );

  it.each([false, true])('refuses a member of another record, linked: %s', async (linked) => {
    const at = provisioning(active('r'));
    await choose(at, 'jit');
    await given(at, { email: ADA, scimUserId: 'other' }, linked ? signInOf(ADA) : null);
    expect(codeOf(await at.directory.admit(signInOf(ADA)))).toBe('identity_conflict');
  });

  it('an owner of the application’s own is not linked by a record either', async () => {
    const at = provisioning(active('r'));
    const owner = await given(at, { email: ADA, scimUserId: 'r', role: 'owner' });
    expect(codeOf(await at.directory.admit(signInOf(ADA)))).toBe('link_needs_proof');
    accepted(await at.directory.admit(signInOf(ADA), { provenMemberId: owner.id }));
  });

  it('jit: a new member belongs to the record', async () => {
    const at = provisioning(active('r'));
    await choose(at, 'jit');
    const { member } = accepted(await at.directory.admit(signInOf(ADA)));
    expect(member).toMatchObject({ scimUserId: 'r', origin: 'jit' });
  });

  it('jit: who is deprovisioned while the member is being made does not come in', async () => {
    const at = provisioning(active('r'), inactive('r'));
    await choose(at, 'jit');
    expect(codeOf(await at.directory.admit(signInOf(ADA)))).toBe('deprovisioned');
    expect(await everybody(at)).toMatchObject([{ email: ADA, status: 'deactivated', sessionEpoch: 1 }]);
  });

  it.each([
    ['refuses', refusal('store_unavailable', { store: 'scim', reason: 'down' })],
    ['answers without an id', { active: true } as ProvisionedPerson],
  ])('refuses where provisioning %s', async (_what, answer) => {
    const at = provisioning(answer);
    await given(at, { email: ADA }, signInOf(ADA));
    expect(codeOf(await at.directory.admit(signInOf(ADA)))).toBe('store_unavailable');
  });

  it('refuses where provisioning throws', async () => {
    const at = world({ provisioned: () => Promise.reject(new Error('down')) });
    await given(at, { email: ADA }, signInOf(ADA));
    expect(await at.directory.admit(signInOf(ADA))).toMatchObject({
      error: { code: 'store_unavailable', details: { store: 'provisioned', reason: 'down' } },
    });
    expect(at.events).toMatchObject([
      { type: 'admission_refused', organizationId: ORG, code: 'store_unavailable' },
    ]);
  });
});
