import { describe, expect, it } from 'vitest';
import { connectionOf } from '../organizations/connections.js';
import { accepted, choose, codeOf, given, loggedTypes, ORG, world } from './world.js';

const CLAIMED = 'ada@contoso.example';
const EXTERNAL = 'ada@fabrikam.example';

describe('mayUsePassword', () => {
  // Membership policy, whether single sign-on is required, whether the address is claimed → what a plain member gets.
  it.each([
    ['invited', false, true, null],
    ['invited', false, false, null],
    ['invited', true, true, 'sso_required'],
    ['invited', true, false, 'external_member_refused'],
    ['jit', false, true, 'sso_required'],
    ['jit', false, false, null],
    ['jit', true, true, 'sso_required'],
    ['jit', true, false, 'external_member_refused'],
    ['scim', false, true, 'sso_required'],
    ['scim', false, false, null],
    ['scim', true, true, 'sso_required'],
    ['scim', true, false, 'external_member_refused'],
  ] as const)('%s, required %s, claimed %s: %s', async (policy, requireSso, claimed, code) => {
    const at = world();
    await choose(at, policy);
    const email = claimed ? CLAIMED : EXTERNAL;
    const { id: memberId } = await given(at, { email });
    const name = { organizationId: ORG, memberId };
    await choose(at, 'invited');
    const before = accepted(await at.directory.mayUsePassword(name)).session;
    await choose(at, policy, requireSso);
    const decided = await at.directory.mayUsePassword(name);
    expect(codeOf(decided)).toBe(code);
    // A session of before the choice is held to it as well.
    expect(codeOf(await at.directory.checkSession(before))).toBe(code);
    expect(at.events.map((event) => [event.type, event.code])).toEqual(
      code === null ? [] : [['password_refused', code]],
    );
    for (const role of ['owner', 'admin'] as const) {
      const privileged = await given(at, { role, email: `${role}-${email}` });
      const admitted = accepted(
        await at.directory.mayUsePassword({ organizationId: ORG, memberId: privileged.id }),
      );
      expect(admitted.breakGlass).toBe(code !== null);
      expect(await at.directory.isSessionValid(admitted.session)).toBe(true);
    }
    expect(await loggedTypes(at)).toEqual(code === null ? [] : ['break_glass_used', 'break_glass_used']);
  });

  it.each(['jit', 'scim'] as const)(
    '%s: leaves the password while no connection is enabled',
    async (policy) => {
      const at = world();
      await choose(at, policy);
      at.connections.set('contoso', connectionOf({ enabled: false }));
      at.connections.set('other', connectionOf({ id: 'other', organizationId: 'org-fabrikam' }));
      const { id: memberId } = await given(at, { email: CLAIMED });
      const name = { organizationId: ORG, memberId };
      const { session, breakGlass } = accepted(await at.directory.mayUsePassword(name));
      expect(breakGlass).toBe(false);
      at.connections.set('contoso', connectionOf({}));
      expect(codeOf(await at.directory.checkSession(session))).toBe('sso_required');
    },
  );

  it('writes each use of the break-glass way to the log, with who it was', async () => {
    const at = world();
    await choose(at, 'invited', true);
    const { id: memberId } = await given(at, { email: CLAIMED, role: 'admin' });
    const name = { organizationId: ORG, memberId };
    for (const _time of [1, 2]) accepted(await at.directory.mayUsePassword(name));
    const entries = await at.audit.list(ORG, { before: null, limit: 10 });
    expect(entries.filter(({ type }) => type === 'break_glass_used')).toMatchObject([
      { data: { memberId, role: 'admin' }, actor: null, at: at.clock.now },
      { data: { memberId, role: 'admin' } },
    ]);
    expect(at.events.filter(({ type }) => type === 'break_glass_used')).toHaveLength(2);
  });

  it('a demoted admin’s session ends with the rights that it rested on', async () => {
    const at = world();
    await choose(at, 'invited', true);
    await given(at, { role: 'owner' });
    const { id: memberId } = await given(at, { email: CLAIMED, role: 'admin' });
    const name = { organizationId: ORG, memberId };
    const { session } = accepted(await at.directory.mayUsePassword(name));
    expect(accepted(await at.directory.checkSession(session)).role).toBe('admin');
    await at.directory.changeRole(name, 'member', 'eve');
    expect(codeOf(await at.directory.checkSession(session))).toBe('sso_required');
  });

  it('notes the time of an ordinary sign-in at most every ten minutes', async () => {
    const at = world();
    const { id: memberId } = await given(at, { email: CLAIMED });
    const name = { organizationId: ORG, memberId };
    const first = accepted(await at.directory.mayUsePassword(name)).member;
    expect(first.lastSignInAt).toEqual(at.clock.now);
    at.clock.now = new Date(at.clock.now.getTime() + 60_000);
    expect(accepted(await at.directory.mayUsePassword(name)).member).toEqual(first);
    expect(await loggedTypes(at)).toEqual([]);
  });

  it('refuses who was deactivated, invited only, or is not there', async () => {
    const at = world();
    const { id: deactivated } = await given(at, { status: 'deactivated', role: 'owner' });
    const { id: invited } = await given(at, { status: 'invited', role: 'owner' });
    const codes = [];
    for (const memberId of [deactivated, invited, 'nobody']) {
      codes.push(codeOf(await at.directory.mayUsePassword({ organizationId: ORG, memberId })));
    }
    expect(codes).toEqual(['member_deactivated', 'invitation_pending', 'member_unknown']);
    const elsewhere = await at.directory.mayUsePassword({
      organizationId: 'org-fabrikam',
      memberId: invited,
    });
    expect(codeOf(elsewhere)).toBe('member_unknown');
  });

  it('lets an owner in while claims and connections cannot be asked, and nobody else', async () => {
    const fail = (): Promise<never> => Promise.reject(new Error('down'));
    const at = world({
      domainClaims: { findOrganization: fail, listVerified: fail },
      connections: { findById: fail, findByOrganization: fail },
    });
    await choose(at, 'jit', true);
    const owner = await given(at, { role: 'owner', email: CLAIMED });
    const member = await given(at, { email: EXTERNAL });
    const admitted = accepted(await at.directory.mayUsePassword({ organizationId: ORG, memberId: owner.id }));
    expect(admitted.breakGlass).toBe(true);
    expect(codeOf(await at.directory.mayUsePassword({ organizationId: ORG, memberId: member.id }))).toBe(
      'store_unavailable',
    );
  });
});
