import { describe, expect, it } from 'vitest';
import type { MemberName } from '../../src/directory/change-member.js';
import type { Member } from '../../src/stores/interfaces/members.js';
import { connectionOf } from '../organizations/connections.js';
import { accepted, choose, codeOf, given, loggedTypes, ORG, signInOf, type World, world } from './world.js';

const ADA = 'ada@contoso.example';
const named = ({ organizationId, id: memberId }: Member): MemberName => ({ organizationId, memberId });

describe('invite and addMember', () => {
  it('make a member with what was said of it, and tell the log by whom', async () => {
    const at = world();
    const person = { email: 'Ada@Contoso.Example', role: 'admin', firstName: ' Ada ', lastName: '' } as const;
    const invited = accepted(await at.directory.invite(ORG, person, 'eve'));
    expect(invited).toMatchObject({
      email: 'Ada@contoso.example',
      role: 'admin',
      status: 'invited',
      origin: 'application',
      firstName: 'Ada',
      lastName: null,
    });
    expect(await at.members.findMember(ORG, invited.id)).toEqual(invited);
    const owner = accepted(await at.directory.addMember(ORG, { email: 'o@x.example', role: 'owner' }, null));
    expect(owner.status).toBe('active');
    const [added, sent] = await at.audit.list(ORG, { before: null, limit: 2 });
    expect(sent).toMatchObject({
      type: 'member_invited',
      actor: 'eve',
      data: { memberId: invited.id, email: invited.email, role: 'admin' },
    });
    expect(added).toMatchObject({ type: 'member_added', actor: null });
    expect(at.events.map(({ type }) => type)).toEqual(['member_invited', 'member_added']);
  });

  it.each(['invited', 'active', 'deactivated'] as const)(
    'refuse an address that is taken, %s',
    async (status) => {
      const at = world();
      const { id: memberId } = await given(at, { email: ADA, status });
      const refused = await at.directory.invite(ORG, { email: 'ADA@contoso.example', role: 'member' }, 'eve');
      expect(refused).toMatchObject({ error: { code: 'member_email_taken', details: { memberId } } });
    },
  );

  it('refuse what is no address, and throw for a role or name that is none', async () => {
    const { directory } = world();
    const refused = await directory.invite(ORG, { email: 'ada', role: 'member' }, 'eve');
    expect(codeOf(refused)).toBe('member_email_invalid');
    for (const change of [{ role: 'root' }, { firstName: 1 }, { email: undefined }]) {
      const person = { email: ADA, role: 'member', ...change } as never;
      await expect(directory.invite(ORG, person, 'eve')).rejects.toThrow(TypeError);
    }
  });

  it('acceptInvitation makes an invited member active, once, and no deactivated one', async () => {
    const at = world();
    const invited = await given(at, { status: 'invited' });
    expect(accepted(await at.directory.acceptInvitation(named(invited))).status).toBe('active');
    expect(accepted(await at.directory.acceptInvitation(named(invited))).revision).toBe(2);
    accepted(await at.directory.deactivate(named(invited), 'eve'));
    expect(codeOf(await at.directory.acceptInvitation(named(invited)))).toBe('member_deactivated');
    expect(await loggedTypes(at)).toEqual(['invitation_accepted', 'member_deactivated']);
  });
});

describe('changes of a member', () => {
  it('are written once, however often they are asked for', async () => {
    const at = world();
    const member = await given(at, {});
    for (const _time of [1, 2]) {
      accepted(await at.directory.changeRole(named(member), 'admin', 'eve'));
    }
    for (const _time of [1, 2]) accepted(await at.directory.deactivate(named(member), 'eve'));
    for (const _time of [1, 2]) accepted(await at.directory.reactivate(named(member), 'eve'));
    expect(await loggedTypes(at)).toEqual(['role_changed', 'member_deactivated', 'member_reactivated']);
    expect(at.events[0]).toMatchObject({ actor: 'eve', data: { from: 'member', to: 'admin' } });
  });

  it('reactivate lets in who was in, and invites who never came', async () => {
    const at = world();
    const deactivated = { status: 'deactivated' } as const;
    const came = await given(at, { ...deactivated, lastSignInAt: new Date(0) });
    const invited = await given(at, deactivated);
    const provisioned = await given(at, { ...deactivated, origin: 'scim' });
    const statuses = [];
    for (const member of [came, invited, provisioned]) {
      statuses.push(accepted(await at.directory.reactivate(named(member), 'eve')).status);
    }
    expect(statuses).toEqual(['active', 'invited', 'active']);
  });

  it.each([
    ['added, active', async (_at: World, _name: MemberName) => undefined],
    ['invited, accepted', async (at: World, name: MemberName) => at.directory.acceptInvitation(name)],
    ['invited, never came', async (_at: World, _name: MemberName) => undefined],
  ])('reactivate opens no way to the account of an owner: %s', async (how, accept) => {
    const at = world();
    const person = { email: ADA, role: 'owner' } as const;
    const verb = how === 'added, active' ? 'addMember' : 'invite';
    await given(at, { role: 'owner' });
    const name = named(accepted(await at.directory[verb](ORG, person, 'eve')));
    await accept(at, name);
    accepted(await at.directory.deactivate(name, 'eve'));
    accepted(await at.directory.reactivate(name, 'eve'));
    const signIn = signInOf(ADA);
    expect(codeOf(await at.directory.admit(signIn))).toBe('link_needs_proof');
    expect(codeOf(await at.directory.mayUsePassword(name))).toBe('invitation_pending');
    accepted(await at.directory.acceptInvitation(name));
    expect(codeOf(await at.directory.admit(signIn))).toBe('link_needs_proof');
    accepted(await at.directory.mayUsePassword(name));
    const { memberId: provenMemberId } = name;
    expect(accepted(await at.directory.admit(signIn, { provenMemberId })).linked).toBe(true);
  });

  it('are refused for who is not there, in this organisation', async () => {
    const at = world();
    const { id: memberId } = await given(at, {});
    for (const name of [
      { organizationId: 'org-fabrikam', memberId },
      { organizationId: ORG, memberId: 'x' },
    ]) {
      const codes = [
        await at.directory.changeRole(name, 'admin', 'eve'),
        await at.directory.deactivate(name, 'eve'),
        await at.directory.reactivate(name, 'eve'),
        await at.directory.remove(name, 'eve'),
        await at.directory.endMemberSessions(name, 'eve'),
        await at.directory.acceptInvitation(name),
        await at.directory.unlinkIdentity(name, 'key', 'eve'),
      ].map(codeOf);
      expect(new Set(codes)).toEqual(new Set(['member_unknown']));
    }
  });

  const goings: readonly [string, (at: World, owner: Member) => Promise<unknown>][] = [
    ['changeRole', async (at, owner) => codeOf(await at.directory.changeRole(named(owner), 'admin', 'eve'))],
    ['deactivate', async (at, owner) => codeOf(await at.directory.deactivate(named(owner), 'eve'))],
    ['remove', async (at, owner) => codeOf(await at.directory.remove(named(owner), 'eve'))],
  ];
  it.each(goings)('%s is refused for the last active owner', async (_verb, go) => {
    const at = world();
    const owner = await given(at, { role: 'owner' });
    await given(at, { role: 'owner', status: 'invited' });
    expect(await go(at, owner)).toBe('last_owner');
    expect(await at.members.findMember(ORG, owner.id)).toEqual(owner);
    await given(at, { role: 'owner' });
    expect(await go(at, owner)).toBeNull();
  });

  it('unlinkIdentity makes room for another account of the same person', async () => {
    const at = world();
    const old = signInOf(ADA, { objectId: 'old' });
    const member = await given(at, { email: ADA }, old);
    const renewed = signInOf(ADA, { objectId: 'new' });
    expect(codeOf(await at.directory.admit(renewed))).toBe('member_has_other_identity');
    accepted(await at.directory.unlinkIdentity(named(member), old.identity.key, 'eve'));
    expect(accepted(await at.directory.admit(renewed))).toMatchObject({
      linked: true,
      member: { id: member.id },
    });
    expect(codeOf(await at.directory.admit(old))).toBe('member_has_other_identity');
    expect(await loggedTypes(at)).toEqual(['member_unlinked', 'sessions_ended', 'member_linked']);
  });

  it('unlinkIdentity leaves another member’s identity alone', async () => {
    const at = world();
    const signIn = signInOf(ADA);
    await given(at, { email: ADA }, signIn);
    const other = await given(at, {});
    const refused = await at.directory.unlinkIdentity(named(other), signIn.identity.key, 'eve');
    expect(codeOf(refused)).toBe('identity_conflict');
    expect(codeOf(await at.directory.admit(signIn))).toBeNull();
  });
});

describe('changePolicy', () => {
  it('begins with the strictest membership and nothing required', async () => {
    const at = world();
    expect(accepted(await at.directory.policy(ORG))).toEqual({
      organizationId: ORG,
      membership: 'invited',
      requireSso: false,
      sessionEpoch: 0,
      updatedAt: new Date(0),
      revision: 0,
    });
  });

  it('changes what is said, over the revision that was seen', async () => {
    const at = world();
    const first = accepted(await at.directory.changePolicy(ORG, { membership: 'jit' }, 'eve', 0));
    expect(first).toMatchObject({ membership: 'jit', requireSso: false, revision: 1 });
    const late = await at.directory.changePolicy(ORG, { requireSso: true }, 'eve', 0);
    expect(late).toMatchObject({ error: { code: 'access_policy_changed', details: { revision: 1 } } });
    const second = accepted(await at.directory.changePolicy(ORG, { requireSso: true }, 'eve'));
    expect(second).toMatchObject({ membership: 'jit', requireSso: true, revision: 2 });
    expect(accepted(await at.directory.changePolicy(ORG, { requireSso: true }, 'eve'))).toEqual(second);
    expect(await loggedTypes(at)).toEqual(['policy_changed', 'policy_changed']);
    expect(at.events.at(-1)).toMatchObject({ actor: 'eve', data: { membership: 'jit', requireSso: true } });
  });

  it('requires single sign-on only where somebody could use it', async () => {
    const at = world();
    at.claims.clear();
    at.connections.clear();
    const missing = ['verified domain', 'enabled connection'];
    const refused = await at.directory.changePolicy(ORG, { requireSso: true }, 'eve');
    expect(refused).toMatchObject({ error: { code: 'require_sso_not_ready', details: { missing } } });
    // What is required already stays so, and can be given up.
    await choose(at, 'invited', true);
    accepted(await at.directory.changePolicy(ORG, { membership: 'jit' }, 'eve'));
    accepted(await at.directory.changePolicy(ORG, { requireSso: false }, 'eve'));
    expect(codeOf(await at.directory.changePolicy(ORG, { requireSso: true }, 'eve'))).toBe(
      'require_sso_not_ready',
    );
  });

  it('does not take another organisation’s connection for its own', async () => {
    const foreign = connectionOf({ organizationId: 'org-fabrikam' });
    const at = world({
      connections: { findById: async () => foreign, findByOrganization: async () => [foreign] },
    });
    const refused = await at.directory.changePolicy(ORG, { requireSso: true }, 'eve');
    expect(refused).toMatchObject({
      error: { code: 'require_sso_not_ready', details: { missing: ['enabled connection'] } },
    });
  });

  it.each([{ membership: 'open' }, { requireSso: 'on' }])('throws for %j', async (changes) => {
    await expect(world().directory.changePolicy(ORG, changes as never, 'eve')).rejects.toThrow(TypeError);
  });
});
