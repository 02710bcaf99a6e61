import { describe, expect, it } from 'vitest';
import type { MembershipPolicy } from '../../src/stores/interfaces/access-policies.js';
import { connectionOf } from '../organizations/connections.js';
import { accepted, choose, codeOf, given, ORG, world } from './world.js';

const ADA = 'ada@contoso.example';
const SSO = { kind: 'sso', organizationId: ORG, connectionId: 'contoso' } as const;

describe('routeSignIn', () => {
  it.each([
    ['invited', false, 'offered'],
    ['invited', true, 'break-glass'],
    ['jit', false, 'break-glass'],
    ['scim', false, 'break-glass'],
  ] as const)(
    'WEB-12: %s, required %s: one answer for the whole domain',
    async (policy, requireSso, password) => {
      const at = world();
      await choose(at, policy, requireSso);
      await given(at, { email: ADA });
      await given(at, { email: 'deactivated@contoso.example', status: 'deactivated' });
      await given(at, { email: 'owner@contoso.example', role: 'owner' });
      for (const local of ['ada', 'nobody', 'deactivated', 'owner']) {
        expect(accepted(await at.directory.routeSignIn(`${local}@Contoso.Example`))).toEqual({
          ...SSO,
          password,
        });
      }
    },
  );

  it('leads people of unclaimed domains, and of organisations without a connection, to the password', async () => {
    const at = world();
    await choose(at, 'jit', true);
    for (const domain of ['fabrikam.example', 'sales.contoso.example']) {
      expect(accepted(await at.directory.routeSignIn(`ada@${domain}`))).toEqual({ kind: 'password' });
    }
    at.connections.set('contoso', connectionOf({ enabled: false }));
    expect(accepted(await at.directory.routeSignIn(ADA))).toEqual({ kind: 'password' });
  });

  it.each(['', 'ada', 'ada@', `ada@contoso.example, eve@contoso.example`])('refuses %j', async (email) => {
    const { directory } = world();
    expect(codeOf(await directory.routeSignIn(email))).toBe('sign_in_email_invalid');
    expect(codeOf(await directory.routeSignUp(email))).toBe('sign_in_email_invalid');
  });

  const refusedWith = (code: string): object => ({ kind: 'refused', organizationId: ORG, code });
  const password = { kind: 'password' };
  it.each<[MembershipPolicy, Record<string, object>]>([
    [
      'invited',
      {
        nobody: password,
        ada: { ...SSO, password: 'offered' },
        gone: password,
        owner: { ...SSO, password: 'offered' },
      },
    ],
    [
      'jit',
      {
        nobody: { ...SSO, password: 'break-glass' },
        ada: { ...SSO, password: 'break-glass' },
        gone: refusedWith('member_deactivated'),
      },
    ],
    [
      'scim',
      {
        nobody: refusedWith('not_provisioned'),
        ada: refusedWith('not_provisioned'),
        record: { ...SSO, password: 'break-glass' },
        gone: refusedWith('member_deactivated'),
        owner: password,
      },
    ],
  ])('%s: tells people apart where the application asks for it', async (policy, expected) => {
    const at = world({ revealMembership: true });
    await choose(at, policy);
    await given(at, { email: ADA });
    await given(at, { email: 'record@contoso.example', scimUserId: 'r' });
    await given(at, { email: 'gone@contoso.example', status: 'deactivated' });
    await given(at, { email: 'owner@contoso.example', role: 'owner' });
    for (const [local, route] of Object.entries(expected)) {
      expect(accepted(await at.directory.routeSignIn(`${local}@contoso.example`))).toEqual(route);
    }
  });
});

describe('routeSignUp', () => {
  it.each([
    ['invited', { kind: 'open' }],
    ['jit', { ...SSO, password: 'break-glass' }],
    ['scim', { ...SSO, password: 'break-glass' }],
  ] as const)('%s: %j', async (policy, route) => {
    const at = world();
    await choose(at, policy);
    expect(accepted(await at.directory.routeSignUp(ADA))).toEqual(route);
    expect(accepted(await at.directory.routeSignUp('ada@fabrikam.example'))).toEqual({ kind: 'open' });
  });
});
