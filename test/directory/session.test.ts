import { describe, expect, it } from 'vitest';
import type { SessionTicket } from '../../src/directory/session.js';
import { accepted, choose, codeOf, given, ORG, signInOf, type World, world } from './world.js';

const ADA = 'ada@contoso.example';

async function signedIn(at: World): Promise<{ ticket: SessionTicket; memberId: string }> {
  await choose(at, 'jit');
  const { session, member } = accepted(await at.directory.admit(signInOf(ADA)));
  return { ticket: session, memberId: member.id };
}

describe('checkSession', () => {
  it('gives the member with the role of this moment, for a ticket that went through JSON', async () => {
    const at = world();
    const { ticket, memberId } = await signedIn(at);
    const kept: unknown = JSON.parse(JSON.stringify(ticket));
    expect(kept).toEqual({
      organizationId: ORG,
      memberId,
      connectionId: 'contoso',
      emailDomain: 'contoso.example',
      memberEpoch: 0,
      organizationEpoch: 0,
    });
    await at.directory.changeRole({ organizationId: ORG, memberId }, 'admin', 'eve');
    expect(accepted(await at.directory.checkSession(kept))).toMatchObject({ id: memberId, role: 'admin' });
  });

  it.each([
    ['deactivate', 'member_deactivated'],
    ['endMemberSessions', 'session_ended'],
    ['remove', 'session_ended'],
  ] as const)('ends with %s: %s', async (verb, code) => {
    const at = world();
    const { ticket, memberId } = await signedIn(at);
    accepted(await at.directory[verb]({ organizationId: ORG, memberId }, 'eve'));
    expect(codeOf(await at.directory.checkSession(ticket))).toBe(code);
  });

  it('ends with the sessions of the whole organisation, and no other’s', async () => {
    const at = world();
    const { ticket } = await signedIn(at);
    accepted(await at.directory.endOrganizationSessions('org-fabrikam', 'eve'));
    expect(await at.directory.isSessionValid(ticket)).toBe(true);
    accepted(await at.directory.endOrganizationSessions(ORG, 'eve'));
    expect(codeOf(await at.directory.checkSession(ticket))).toBe('session_ended');
    const again = accepted(await at.directory.admit(signInOf(ADA)));
    expect(await at.directory.isSessionValid(again.session)).toBe(true);
  });

  it('stays ended after a reactivation', async () => {
    const at = world();
    const { ticket, memberId } = await signedIn(at);
    const name = { organizationId: ORG, memberId };
    // Each of the two is enough by itself, whoever else writes members.
    expect(accepted(await at.directory.deactivate(name, 'eve')).sessionEpoch).toBe(1);
    expect(accepted(await at.directory.reactivate(name, 'eve')).sessionEpoch).toBe(2);
    expect(codeOf(await at.directory.checkSession(ticket))).toBe('session_ended');
    const again = accepted(await at.directory.admit(signInOf(ADA)));
    expect(await at.directory.isSessionValid(again.session)).toBe(true);
  });

  it('ends with the identity that led to it', async () => {
    const at = world();
    const { ticket, memberId } = await signedIn(at);
    const { key } = signInOf(ADA).identity;
    accepted(await at.directory.unlinkIdentity({ organizationId: ORG, memberId }, key, 'eve'));
    expect(codeOf(await at.directory.checkSession(ticket))).toBe('session_ended');
  });

  it('ends where a record is needed from now on and there is none', async () => {
    const at = world();
    const { ticket } = await signedIn(at);
    await choose(at, 'scim');
    expect(codeOf(await at.directory.checkSession(ticket))).toBe('not_provisioned');
  });

  it('is never one of a person who was only invited', async () => {
    const at = world();
    const { id: memberId } = await given(at, { status: 'invited' });
    const names = { organizationId: ORG, memberId, memberEpoch: 0, organizationEpoch: 0 };
    const ticket = { ...names, connectionId: null, emailDomain: null };
    expect(codeOf(await at.directory.checkSession(ticket))).toBe('session_ended');
  });

  it.each([
    ['nothing', null],
    ['a text', 'ticket'],
    ['an empty object', {}],
    ['no member', { memberId: undefined }],
    ['an empty organisation', { organizationId: '' }],
    ['an epoch that is a text', { memberEpoch: '0' }],
    ['an epoch that is no number', { organizationEpoch: Number.NaN }],
    ['a domain without its connection', { connectionId: null }],
    ['a connection without its domain', { emailDomain: null }],
    ['neither said', { connectionId: undefined, emailDomain: undefined }],
  ])('is refused for %s', async (_what, change) => {
    const at = world();
    const { ticket } = await signedIn(at);
    const isPart = typeof change === 'object' && change !== null && Object.keys(change).length > 0;
    const value = isPart ? { ...ticket, ...change } : change;
    expect(codeOf(await at.directory.checkSession(value))).toBe('session_invalid');
    expect(await at.directory.isSessionValid(value)).toBe(false);
  });

  it.each([
    ['another organisation', { organizationId: 'org-fabrikam' }, 'session_ended'],
    ['another member', { memberId: 'other' }, 'session_ended'],
    ['a later epoch', { memberEpoch: 1 }, 'session_ended'],
    ['a later epoch of the organisation', { organizationEpoch: 1 }, 'session_ended'],
    ['another connection', { connectionId: 'other' }, 'connection_unknown'],
    ['another domain', { emailDomain: 'fabrikam.example' }, 'email_domain_not_claimed'],
  ])('does not go over to %s', async (_what, change, code) => {
    const at = world();
    const { ticket } = await signedIn(at);
    expect(codeOf(await at.directory.checkSession({ ...ticket, ...change }))).toBe(code);
  });
});
