import express from 'express';
import { describe, expect, it, vi } from 'vitest';
import { createDirectory } from '../../src/directory/create-directory.js';
import type { ErrorCode } from '../../src/errors/index.js';
import { createHandlers } from '../../src/http/create-handlers.js';
import type { DomainClaimStore } from '../../src/stores/interfaces/sign-in.js';
import { memoryDomainClaims } from '../../src/stores/memory/index.js';
import { accepted, choose, codeOf, ORG, world } from '../directory/world.js';
import { middlewareOf, run } from '../express/application.js';
import { get, handlersOf, outcomeOf, post } from '../http/browser.js';
import { connection, createSite } from '../service-provider/site.js';
import { groups, seen } from './seen.js';

const CUSTOMER = 'adele@contoso.com';
const STRANGER = 'adele@northwind.example';

/** Domain claims that no answer may rest on. */
function untouched(): DomainClaimStore & { readonly asked: () => number } {
  const findOrganization = vi.fn(async () => null);
  const listVerified = vi.fn(async () => []);
  const asked = (): number => findOrganization.mock.calls.length + listVerified.mock.calls.length;
  return { findOrganization, listVerified, asked };
}

describe('the page that takes an email address, as it is by default', () => {
  it('sends whoever asks to the identity provider of a customer, which tells that it is one', async () => {
    const response = await handlersOf(createSite()).handle(post('/saml/sign-in', { email: CUSTOMER }));
    expect([response.status, response.headers.get('location')?.startsWith(connection().signInUrl)]).toEqual([
      303,
      true,
    ]);
  });

  it('has one answer for all others: no customer, none with a connection, none with an enabled one', async () => {
    const cases: readonly (readonly [string, readonly ReturnType<typeof connection>[], string])[] = [
      ['no customer', [connection()], STRANGER],
      ['no connection', [], CUSTOMER],
      ['a disabled connection', [connection({ enabled: false })], CUSTOMER],
      ['a sub-domain of a customer', [connection()], 'adele@sales.contoso.com'],
    ];
    const answers = [];
    const codes: (ErrorCode | null)[] = [];
    for (const [question, connections, email] of cases) {
      const site = createSite({}, connections);
      const response = await handlersOf(site).handle(post('/saml/sign-in', { email }));
      codes.push(outcomeOf(site, response).code);
      answers.push([question, await seen(response)] as const);
    }
    expect(groups(answers)).toEqual([cases.map(([question]) => question)]);
    expect(codes).toEqual([
      'sign_in_domain_unknown',
      'sign_in_connection_missing',
      'sign_in_connection_missing',
      'sign_in_domain_unknown',
    ]);
  });
});

describe('without signInByEmail', () => {
  it('is one answer for whatever is asked there, that of a path which never was, and nothing is looked up', async () => {
    const domainClaims = untouched();
    const site = createSite({ domainClaims });
    const { handle, signIn } = handlersOf(site, { signInByEmail: undefined as never });
    const email = encodeURIComponent(CUSTOMER);
    const questions: readonly (readonly [string, () => Promise<Response>])[] = [
      ['a customer', () => handle(get(`/saml/sign-in?email=${email}`))],
      ['a stranger', () => handle(get(`/saml/sign-in?email=${encodeURIComponent(STRANGER)}`))],
      ['a customer by POST', () => handle(post('/saml/sign-in', { email: CUSTOMER }))],
      ['no address', () => handle(get('/saml/sign-in'))],
      ['no email', () => handle(post('/saml/sign-in', { email: '@' }))],
      ['another method', () => handle(new Request(get('/saml/sign-in'), { method: 'DELETE' }))],
      ['a body of another kind', () => handle(post('/saml/sign-in', '{}', { 'content-type': 'text/plain' }))],
      ['the handler of its own', () => signIn(post('/saml/sign-in', { email: CUSTOMER }))],
      ['a path that never was', () => handle(get('/saml/never'))],
    ];
    const answers = [];
    for (const [question, ask] of questions) answers.push([question, await seen(await ask())] as const);
    expect(groups(answers)).toEqual([questions.map(([question]) => question)]);
    expect(answers[0]?.[1].status).toBe(404);
    expect([domainClaims.asked(), site.saved]).toEqual([0, []]);
  });

  it('leaves the page of a connection, and startSignIn for an address that was proven', async () => {
    const site = createSite();
    const { handle } = handlersOf(site, { signInByEmail: false });
    expect((await handle(get('/saml/contoso/sign-in'))).status).toBe(303);
    expect((await site.serviceProvider.startSignIn({ email: CUSTOMER })).ok).toBe(true);
  });

  it('is passed on by toExpress', async () => {
    const site = createSite();
    for (const [options, status] of [
      [{ signInByEmail: true }, 303],
      [{ signInByEmail: false }, 404],
      [{ signInByEmail: undefined as never }, 404],
    ] as const) {
      const { fetch } = await run(express().use(middlewareOf(site, options)));
      expect((await fetch(`/saml/sign-in?email=${encodeURIComponent(CUSTOMER)}`)).status).toBe(status);
    }
  });

  it('is a boolean', () => {
    const options = { onSignIn: () => new Response(), signInByEmail: 'no' as never };
    expect(() => createHandlers(createSite().serviceProvider, options)).toThrow(
      'signInByEmail must be a boolean',
    );
  });
});

describe('revealDomains: false', () => {
  const ADDRESSES = ['ada@contoso.example', 'nobody@contoso.example', 'ada@northwind.example'];
  const unproven = { kind: 'prove-address' };

  it('answers every address alike, and looks nothing up', async () => {
    const domainClaims = untouched();
    const at = world({ revealDomains: false, domainClaims });
    const findPolicy = vi.spyOn(at.policies, 'findPolicy');
    for (const email of ADDRESSES) {
      expect(accepted(await at.directory.routeSignIn(email))).toEqual(unproven);
      expect(accepted(await at.directory.routeSignUp(email))).toEqual(unproven);
      expect(accepted(await at.directory.routeSignIn(email, { addressProven: false }))).toEqual(unproven);
    }
    expect([domainClaims.asked(), findPolicy.mock.calls.length]).toEqual([0, 0]);
  });

  it('takes nothing but true for a proof, and none that the prototype of all objects offers', async () => {
    const { directory } = world({ revealDomains: false });
    for (const addressProven of ['yes', 1, null, undefined, {}]) {
      const options = { addressProven: addressProven as never };
      expect(accepted(await directory.routeSignIn(ADDRESSES[0] ?? '', options))).toEqual(unproven);
    }
    Object.defineProperty(Object.prototype, 'addressProven', { value: true, configurable: true });
    try {
      expect(accepted(await directory.routeSignIn(ADDRESSES[0] ?? '', {}))).toEqual(unproven);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'addressProven');
    }
  });

  it('gives the route to whom has proven the address', async () => {
    const at = world({ revealDomains: false });
    await choose(at, 'jit');
    const proven = { addressProven: true };
    const sso = { kind: 'sso', organizationId: ORG, connectionId: 'contoso', password: 'break-glass' };
    expect(accepted(await at.directory.routeSignIn(ADDRESSES[0] ?? '', proven))).toEqual(sso);
    expect(accepted(await at.directory.routeSignUp(ADDRESSES[0] ?? '', proven))).toEqual(sso);
    expect(accepted(await at.directory.routeSignIn(ADDRESSES[2] ?? '', proven))).toEqual({
      kind: 'password',
    });
    expect(accepted(await at.directory.routeSignUp(ADDRESSES[2] ?? '', proven))).toEqual({ kind: 'open' });
  });

  it('still says of what is no address that it is none', async () => {
    const { directory } = world({ revealDomains: false });
    expect(codeOf(await directory.routeSignIn('ada@'))).toBe('sign_in_email_invalid');
  });

  it('is a boolean', () => {
    const { members, policies } = world();
    const options = {
      members,
      policies,
      connections: { findById: async () => null, findByOrganization: async () => [] },
      domainClaims: memoryDomainClaims([]),
      revealDomains: 'no' as never,
    };
    expect(() => createDirectory(options)).toThrow('revealDomains must be a boolean');
  });
});
