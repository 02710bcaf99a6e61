import { deserialize, serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { connectionOf } from '../organizations/connections.js';
import { accepted, choose, codeOf, everybody, given, loggedTypes, ORG, signInOf, world } from './world.js';

const ADA = 'ada@contoso.example';

describe('admit, links', () => {
  it('links an owner only to the person who holds the account', async () => {
    const at = world();
    const owner = await given(at, { role: 'owner', email: ADA });
    const other = await given(at, { email: 'eve@contoso.example' });
    const signIn = signInOf(ADA);
    for (const provenMemberId of [other.id, '', owner.id.toUpperCase()]) {
      expect(codeOf(await at.directory.admit(signIn, { provenMemberId }))).toBe('link_needs_proof');
    }
    const admitted = accepted(await at.directory.admit(signIn, { provenMemberId: owner.id }));
    expect(admitted).toMatchObject({ linked: true, member: { id: owner.id, role: 'owner' } });
    expect(accepted(await at.directory.admit(signIn))).toMatchObject({
      linked: false,
      member: { id: owner.id },
    });
    expect(await loggedTypes(at)).toEqual(['member_linked']);
  });

  it('takes a sign-in that waited for the proof in a store, as a structured clone', async () => {
    const at = world();
    const owner = await given(at, { role: 'owner', email: ADA });
    const signIn = deserialize(serialize(signInOf(ADA)));
    expect(codeOf(await at.directory.admit(signIn))).toBe('link_needs_proof');
    const admitted = accepted(await at.directory.admit(signIn, { provenMemberId: owner.id }));
    expect(admitted).toMatchObject({ linked: true, member: { id: owner.id } });
  });

  it('takes no proof from a polluted Object.prototype', async () => {
    const at = world();
    const owner = await given(at, { role: 'owner', email: ADA });
    Object.defineProperty(Object.prototype, 'provenMemberId', { value: owner.id, configurable: true });
    try {
      expect(codeOf(await at.directory.admit(signInOf(ADA)))).toBe('link_needs_proof');
      expect(codeOf(await at.directory.admit(signInOf(ADA), {}))).toBe('link_needs_proof');
    } finally {
      Reflect.deleteProperty(Object.prototype, 'provenMemberId');
    }
  });

  it('links an owner who was invited: the invitation is the consent', async () => {
    const at = world();
    const { id } = accepted(await at.directory.invite(ORG, { email: ADA, role: 'owner' }, 'eve'));
    const admitted = accepted(await at.directory.admit(signInOf(ADA)));
    expect(admitted).toMatchObject({ linked: true, member: { id, role: 'owner', status: 'active' } });
    expect(await loggedTypes(at)).toEqual(['member_invited', 'member_linked']);
  });

  it('TEN-08: ends the sessions that the account had before it was linked', async () => {
    const at = world();
    const { id: memberId } = await given(at, { email: ADA });
    const { session } = accepted(await at.directory.mayUsePassword({ organizationId: ORG, memberId }));
    const admitted = accepted(await at.directory.admit(signInOf(ADA)));
    expect(codeOf(await at.directory.checkSession(session))).toBe('session_ended');
    expect(await at.directory.isSessionValid(admitted.session)).toBe(true);
  });

  it('TEN-04: an address that was given to somebody else leads to nobody’s account', async () => {
    const at = world();
    await choose(at, 'jit');
    const first = accepted(await at.directory.admit(signInOf(ADA, { objectId: 'first' })));
    const second = await at.directory.admit(signInOf(ADA, { objectId: 'second' }));
    expect(second).toMatchObject({
      ok: false,
      error: {
        code: 'member_has_other_identity',
        details: { memberId: first.member.id, connectionId: 'contoso' },
      },
    });
    expect(await everybody(at)).toHaveLength(1);
  });

  it('TEN-10: the same person at two connections is one member, linked to each', async () => {
    const at = world();
    await choose(at, 'jit');
    at.connections.set('second', connectionOf({ id: 'second' }));
    const first = accepted(await at.directory.admit(signInOf(ADA)));
    const second = accepted(await at.directory.admit(signInOf(ADA, { connectionId: 'second' })));
    expect(second).toMatchObject({ created: false, linked: true, member: { id: first.member.id } });
    const links = await at.members.listLinks(ORG, first.member.id);
    expect(links.map(({ connectionId }) => connectionId)).toEqual(['contoso', 'second']);
  });

  it('knows a person by the link, not by the address, and follows the address', async () => {
    const at = world();
    await choose(at, 'jit');
    const { member } = accepted(await at.directory.admit(signInOf(ADA, { objectId: 'a' })));
    const moved = accepted(await at.directory.admit(signInOf('ada@contoso.test', { objectId: 'a' })));
    expect(moved).toMatchObject({ created: false, member: { id: member.id, email: 'ada@contoso.test' } });
    expect(at.events.at(-1)).toMatchObject({
      type: 'member_updated',
      data: { email: 'ada@contoso.test', emailBefore: ADA },
    });
    // The old address is free for a new person.
    const other = accepted(await at.directory.admit(signInOf(ADA, { objectId: 'b' })));
    expect(other).toMatchObject({ created: true, member: { email: ADA } });
  });

  it('keeps the address of a linked member where the asserted one is another’s', async () => {
    const at = world();
    const eve = await given(at, { email: 'eve@contoso.example', role: 'owner' });
    const ada = await given(at, { email: ADA }, signInOf(ADA, { objectId: 'a' }));
    const admitted = accepted(await at.directory.admit(signInOf(eve.email, { objectId: 'a' })));
    expect(admitted.member).toMatchObject({ id: ada.id, email: ADA });
    expect(await at.members.findMember(ORG, eve.id)).toEqual(eve);
    expect(at.events).toEqual([
      expect.objectContaining({
        type: 'member_email_kept',
        memberId: ada.id,
        data: { asserted: eve.email },
      }),
    ]);
  });

  it('leaves what is provisioned to provisioning', async () => {
    const at = world();
    const before = { email: ADA, scimUserId: 'record', origin: 'scim', firstName: 'Ada' } as const;
    await given(at, before, signInOf(ADA, { objectId: 'a' }));
    const signIn = signInOf('ada@contoso.test', { objectId: 'a', firstName: 'Eve', lastName: 'E' });
    const { member } = accepted(await at.directory.admit(signIn));
    expect(member).toMatchObject({ email: ADA, firstName: 'Ada', lastName: null });
    expect(at.events).toEqual([]);
  });

  it('follows the names of members whom sign-in made, and fills in those of others', async () => {
    const at = world();
    await choose(at, 'jit');
    await given(at, { email: ADA, firstName: 'Augusta', lastName: null });
    const known = accepted(await at.directory.admit(signInOf(ADA, { firstName: 'Ada', lastName: 'King' })));
    expect(known.member).toMatchObject({ firstName: 'Augusta', lastName: 'King' });
    const eve = 'eve@contoso.example';
    await at.directory.admit(signInOf(eve, { firstName: 'Eve', lastName: 'E' }));
    const again = accepted(await at.directory.admit(signInOf(eve, { lastName: 'F' })));
    expect(again.member).toMatchObject({ firstName: 'Eve', lastName: 'F' });
  });

  it('notes the time of a sign-in at most every ten minutes', async () => {
    const at = world();
    const signIn = signInOf(ADA);
    await given(at, { email: ADA, firstName: 'Ada' }, signIn);
    const first = accepted(await at.directory.admit(signIn)).member;
    expect(first).toMatchObject({ lastSignInAt: at.clock.now, revision: 2 });
    at.clock.now = new Date(at.clock.now.getTime() + 599_999);
    expect(accepted(await at.directory.admit(signIn)).member).toEqual(first);
    at.clock.now = new Date(at.clock.now.getTime() + 1);
    expect(accepted(await at.directory.admit(signIn)).member).toMatchObject({
      lastSignInAt: at.clock.now,
      revision: 3,
    });
    // A clock that went back must not keep it from being noted for years.
    at.clock.now = new Date(0);
    expect(accepted(await at.directory.admit(signIn)).member.lastSignInAt).toEqual(at.clock.now);
    expect(await loggedTypes(at)).toEqual([]);
  });

  it('does not find members of another organisation', async () => {
    const at = world();
    await choose(at, 'jit');
    at.connections.set('fabrikam', connectionOf({ id: 'fabrikam', organizationId: 'org-fabrikam' }));
    at.claims.set('fabrikam.example', 'org-fabrikam');
    const owner = await given(at, { role: 'owner', email: 'eve@fabrikam.example' });
    const signIn = signInOf('eve@fabrikam.example', {
      connectionId: 'fabrikam',
      organizationId: 'org-fabrikam',
    });
    expect(codeOf(await at.directory.admit(signIn, { provenMemberId: owner.id }))).toBe('not_invited');
  });

  it('jit: makes somebody new of who was removed, and never of who was deactivated', async () => {
    const at = world();
    await choose(at, 'jit');
    const { member } = accepted(await at.directory.admit(signInOf(ADA)));
    const name = { organizationId: ORG, memberId: member.id };
    accepted(await at.directory.deactivate(name, 'eve'));
    expect(codeOf(await at.directory.admit(signInOf(ADA)))).toBe('member_deactivated');
    expect(codeOf(await at.directory.admit(signInOf(ADA, { objectId: 'new' })))).toBe('member_deactivated');
    accepted(await at.directory.remove(name, 'eve'));
    const back = accepted(await at.directory.admit(signInOf(ADA)));
    expect(back.created).toBe(true);
    expect(back.member.id).not.toBe(member.id);
  });

  it.each([
    [
      'a connection that is gone',
      'connection_unknown',
      ({ connections }: ReturnType<typeof world>) => connections.clear(),
    ],
    [
      'a connection of another organisation',
      'connection_unknown',
      ({ connections }: ReturnType<typeof world>) =>
        connections.set('contoso', connectionOf({ organizationId: 'org-fabrikam' })),
    ],
    [
      'a disabled connection',
      'connection_disabled',
      ({ connections }: ReturnType<typeof world>) =>
        connections.set('contoso', connectionOf({ enabled: false })),
    ],
    [
      'a domain that is not verified any more',
      'email_domain_not_claimed',
      ({ claims }: ReturnType<typeof world>) => claims.delete('contoso.example'),
    ],
    [
      'a domain that another organisation took',
      'email_domain_claimed_by_other',
      ({ claims }: ReturnType<typeof world>) => claims.set('contoso.example', 'org-fabrikam'),
    ],
  ])('TEN-06: refuses after %s, and sessions of before end: %s', async (_what, code, change) => {
    const at = world();
    await choose(at, 'jit');
    const { session } = accepted(await at.directory.admit(signInOf(ADA)));
    change(at);
    expect(codeOf(await at.directory.admit(signInOf(ADA)))).toBe(code);
    expect(codeOf(await at.directory.checkSession(session))).toBe(code);
    expect(await at.directory.isSessionValid(session)).toBe(false);
  });

  it.each([
    ['nothing', undefined],
    ['an object that only looks like one', { ...signInOf(ADA), claims: { email: { address: ADA } } }],
    ['another address than the claim', { ...signInOf(ADA), email: 'eve@contoso.example' }],
    ['another domain than the claim', { ...signInOf(ADA), emailDomain: 'contoso.test' }],
    ['an address that is none', forged('eve', 'eve')],
    ['an address that is not as it was read', forged('ada@CONTOSO.example', 'CONTOSO.example')],
    ['no identity', { ...signInOf(ADA), identity: undefined }],
  ])('throws for %s', async (_what, signIn) => {
    await expect(world().directory.admit(signIn as never)).rejects.toThrow(TypeError);
  });
});

function forged(address: string, domain: string): object {
  return { ...signInOf(ADA), email: address, emailDomain: domain, claims: { email: { address, domain } } };
}
