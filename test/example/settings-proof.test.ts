import { beforeEach, describe, expect, it, vi } from 'vitest';

/** What `examples/express/settings/proof.mjs` exports, which has no types. */
interface Proof {
  canProve(parts: unknown, req: unknown): Promise<string>;
  proofViolation(parts: unknown, req: unknown): Promise<{ readonly field: string | null } | null>;
  proveAgain(parts: unknown, req: unknown, res: unknown, returnTo: string): Promise<void>;
}

const source = new URL('../../examples/express/settings/proof.mjs', import.meta.url).href;
const { canProve, proofViolation, proveAgain }: Proof = await import(source);

const NOW = Date.parse('2026-11-21T12:00:00Z');
const HERE = '/settings/access-security/domain-claiming/add';
// Not the member's address of today, which the identity provider may have changed.
const ACCOUNT_EMAIL = 'ada.before@contoso.com';
const member = { id: 'm-1', organizationId: 'contoso', email: 'ada@contoso.com' };
const account = { memberId: 'm-1', organizationId: 'contoso' };

function request(person: object, connectionId: string | null, password = 'right') {
  return { session: { member, person, ticket: { connectionId } }, form: { text: () => password } };
}

function partsWith(found: object | null) {
  const verify = async (email: string, password: string) =>
    email === ACCOUNT_EMAIL && password === 'right' ? found : null;
  const emailOf = async ({ id, organizationId }: typeof member) =>
    found !== null && id === member.id && organizationId === member.organizationId ? ACCOUNT_EMAIL : null;
  return { accounts: { emailOf, verify } };
}

const bySso = (secondsAgo: number) =>
  request({ authnInstant: new Date(NOW - secondsAgo * 1000).toISOString() }, 'contoso');

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  return () => vi.useRealTimers();
});

describe('whoever has a password', () => {
  it.each([
    ['enters it again', partsWith(account), 'right', null],
    ['enters another one', partsWith(account), 'wrong', 'password'],
    ['enters the one of another member', partsWith({ ...account, memberId: 'm-2' }), 'right', 'password'],
    [
      'enters the one of another organisation',
      partsWith({ ...account, organizationId: 'fabrikam' }),
      'right',
      'password',
    ],
  ])('%s', async (_name, parts, password, field) => {
    const req = request({}, null, password);
    expect(await canProve(parts, req)).toBe('password');
    expect((await proofViolation(parts, req))?.field ?? null).toBe(field);
  });

  it('enters it even after a fresh single sign-on', async () => {
    const req = { ...bySso(1), form: { text: () => 'wrong' } };
    expect((await proofViolation(partsWith(account), req))?.field).toBe('password');
  });
});

describe('whoever has no password', () => {
  it.each([
    [0, true],
    [299, true],
    [301, false],
    [-600, false],
  ])('has signed in %s seconds ago: fresh %s', async (secondsAgo, isFresh) => {
    const parts = partsWith(null);
    expect(await canProve(parts, bySso(secondsAgo))).toBe(isFresh ? 'is-fresh' : 'fresh');
    expect((await proofViolation(parts, bySso(secondsAgo))) === null).toBe(isFresh);
  });

  it('is not fresh where the session does not say when it was', async () => {
    expect(await proofViolation(partsWith(null), request({}, 'contoso'))).not.toBe(null);
  });

  it('is sent to the identity provider, which must ask anew', async () => {
    const started = {
      ok: true,
      value: {
        url: 'https://login.example/saml2?SAMLRequest=x',
        form: null,
        cookie: { name: '__Host-c', value: 'v', maxAgeSeconds: 600 },
      },
    };
    const startSignIn = vi.fn(async () => started);
    const res = { cookie: vi.fn(), get: () => "form-action 'self'", set: vi.fn(), redirect: vi.fn() };
    await proveAgain({ access: { serviceProvider: { startSignIn } } }, bySso(900), res, HERE);
    expect(startSignIn).toHaveBeenCalledWith(
      { connectionId: 'contoso' },
      { returnTo: HERE, forceAuthn: true },
    );
    expect(res.cookie).toHaveBeenCalledWith('__Host-c', 'v', {
      path: '/',
      secure: true,
      httpOnly: true,
      sameSite: 'none',
      maxAge: 600_000,
    });
    expect(res.redirect).toHaveBeenCalledWith(303, started.value.url);
  });
});
