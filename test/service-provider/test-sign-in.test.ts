import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FinishedSignIn } from '../../src/service-provider/finish-sign-in.js';
import type { SignInRedirect } from '../../src/service-provider/start-sign-in.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';
import { accepted, answerTo, connection, createSite, finish, NOW, refusalOf, type Site } from './site.js';

const SUBJECT = { organizationId: 'org-contoso', connectionId: 'contoso' };

async function startTest(site: Site, options = {}): Promise<SignInRedirect> {
  return accepted(await site.serviceProvider.startTestSignIn(SUBJECT, options));
}

function testOf(finished: FinishedSignIn) {
  expect(finished.ok).toBe(false);
  return 'test' in finished ? finished.test : undefined;
}

function codeOf(finished: FinishedSignIn): string | null {
  return refusalOf(finished)?.code ?? null;
}

describe('a test sign-in', () => {
  it.each([true, false])('passes for a connection with enabled %j, and signs nobody in', async (enabled) => {
    const site = createSite({}, [connection({ enabled, version: 4 })]);
    const started = await startTest(site, { returnTo: '/settings/sso' });
    expect(site.saved[0]).toMatchObject({ purpose: 'test', connectionVersion: 4 });
    const finished = await finish(site, started, answerTo(site, started));
    expect(codeOf(finished)).toBe('test_sign_in_only');
    expect(finished).not.toHaveProperty('value');
    expect(finished.spentCookie).toBe(started.cookie.name);
    const test = testOf(finished);
    expect(test).toMatchObject({
      passed: true,
      ...SUBJECT,
      version: 4,
      returnTo: '/settings/sso',
      emailDomain: 'contoso.com',
      identityKind: 'tenant-object',
      warnings: [],
    });
    const [certificate] = connection().certificates;
    const spki = new X509Certificate(certificate?.pem ?? '').publicKey.export({
      type: 'spki',
      format: 'der',
    });
    expect(test?.publicKeyHash).toBe(createHash('sha256').update(spki).digest('base64url'));
    expect(site.events.map(({ type }) => type)).toEqual(['test_sign_in_passed']);
    expect(site.events[0]).toMatchObject({ ...SUBJECT, requestId: started.requestId, connectionVersion: 4 });
  });

  it('tells which of several keys verified it', async () => {
    const other = createTestKeyPair({ notBefore: new Date('2026-01-01T00:00:00Z') });
    const both = [connection().certificates[0]?.pem ?? '', other.certificatePem];
    const site = createSite({}, [connection({ certificates: both })]);
    const [first, second] = [await startTest(site), await startTest(site)];
    const usual = testOf(await finish(site, first, answerTo(site, first)));
    const next = testOf(await finish(site, second, answerTo(site, second, { keyPair: other })));
    expect([usual?.passed, next?.passed]).toEqual([true, true]);
    expect(next?.publicKeyHash).not.toBe(usual?.publicKeyHash);
  });

  it.each([
    [
      'an address of another domain',
      { attributes: { email: 'a@fabrikam.com' } },
      'email_domain_claimed_by_other',
    ],
    ['an address of nobody’s domain', { attributes: { email: 'a@example.com' } }, 'email_domain_not_claimed'],
    ['an unknown key', { keyPair: createTestKeyPair() }, 'signing_certificate_unknown'],
    ['another audience', { audiences: ['urn:other'] }, 'audience_mismatch'],
  ] as const)('is refused as a sign-in would be: %s', async (_, mint, code) => {
    const site = createSite({}, [connection({ enabled: false })]);
    const started = await startTest(site);
    const finished = await finish(site, started, answerTo(site, started, mint));
    expect(codeOf(finished)).toBe(code);
    const test = testOf(finished);
    expect(test).toMatchObject({ passed: false, code, publicKeyHash: null, ...SUBJECT });
    expect(test?.reference).toBe(finished.ok ? null : finished.reference);
    expect(site.events).toEqual([
      expect.objectContaining({ type: 'test_sign_in_refused', code, reference: test?.reference }),
    ]);
  });

  it('has one outcome, whatever is posted at the same moment or afterwards', async () => {
    const site = createSite({}, [connection({ enabled: false })]);
    const started = await startTest(site);
    const answer = answerTo(site, started);
    const posts = await Promise.all(Array.from({ length: 20 }, () => finish(site, started, answer)));
    expect(posts.filter((finished) => testOf(finished) !== undefined)).toHaveLength(1);
    expect(posts.map(codeOf).filter((code) => code === 'request_already_used')).toHaveLength(19);
    const wrong = await startTest(site);
    await finish(site, wrong, answerTo(site, wrong, { audiences: ['urn:other'] }));
    const late = await finish(site, wrong, answerTo(site, wrong));
    expect(codeOf(late)).toBe('request_already_used');
    expect(testOf(late)).toBeUndefined();
  });

  it('reserves the assertion, so that it signs nobody in elsewhere', async () => {
    const site = createSite();
    const [test, second] = [await startTest(site), await startTest(site)];
    const same = { assertionId: '_the-same-assertion' };
    expect(testOf(await finish(site, test, answerTo(site, test, same)))?.passed).toBe(true);
    expect(codeOf(await finish(site, second, answerTo(site, second, same)))).toBe('assertion_replayed');
  });

  it('tells its outcome to the browser that began it alone', async () => {
    const site = createSite({}, [connection({ enabled: false })]);
    const started = await startTest(site);
    for (const cookies of [new Map<string, string>(), new Map([[started.cookie.name, 'other']])]) {
      const finished = await finish(site, started, answerTo(site, started), { cookies });
      // Whoever is not the administrator learns no more than that the connection is not enabled.
      expect(['browser_mismatch', 'connection_disabled']).toContain(codeOf(finished));
      expect(testOf(finished)).toBeUndefined();
    }
    expect(testOf(await finish(site, started, answerTo(site, started)))?.passed).toBe(true);
  });

  it('does not outlive a change, a removal or its time', async () => {
    for (const [change, code] of [
      [(site: Site) => site.connections.set('contoso', connection({ version: 2 })), 'connection_changed'],
      [(site: Site) => site.connections.delete('contoso'), 'connection_unknown'],
      [
        (site: Site) => {
          site.now = new Date(NOW.getTime() + 660_000);
        },
        'request_expired',
      ],
    ] as const) {
      const site = createSite();
      const started = await startTest(site);
      const answer = answerTo(site, started);
      change(site);
      const finished = await finish(site, started, answer);
      expect(codeOf(finished)).toBe(code);
      expect(testOf(finished)).toBeUndefined();
    }
  });

  it('is of the connection of one organisation', async () => {
    const site = createSite();
    for (const subject of [
      { ...SUBJECT, organizationId: 'org-fabrikam' },
      { ...SUBJECT, connectionId: 'nobody' },
    ]) {
      const refused = await site.serviceProvider.startTestSignIn(subject);
      expect(refusalOf(refused)).toEqual({
        code: 'connection_unknown',
        details: { connectionId: subject.connectionId },
      });
    }
    expect(site.saved).toEqual([]);
  });

  it('works at the shared addresses, whoever else has the Issuer there', async () => {
    const mine = connection({ addresses: 'shared', enabled: false });
    const rival = connection({ id: 'rival', organizationId: 'org-fabrikam', addresses: 'shared' });
    const site = createSite({}, [mine, rival]);
    const started = await startTest(site);
    const answer = answerTo(site, started);
    const elsewhere = await finish(site, started, answer, { connectionId: 'contoso' });
    expect(['connection_mismatch', 'connection_disabled']).toContain(codeOf(elsewhere));
    const finished = await finish(site, started, answer, { connectionId: null });
    expect(testOf(finished)).toMatchObject({ passed: true, ...SUBJECT });
  });
});

describe('beside a test sign-in', () => {
  it('a sign-in that is answered stays a sign-in, and a disabled connection stays disabled', async () => {
    const site = createSite({}, [connection({ enabled: false })]);
    await startTest(site);
    const refused = await site.serviceProvider.startSignIn({ connectionId: 'contoso' });
    expect(refusalOf(refused)?.code).toBe('connection_disabled');
    const stranger = { requestId: '_unknown', connectionId: 'contoso', cookie: { name: 'x', value: 'y' } };
    const finished = await finish(
      site,
      { ...stranger, url: 'https://x.example/' } as never,
      answerTo(site, stranger),
    );
    expect(codeOf(finished)).toBe('connection_disabled');
  });

  it('a sign-in that began before is not taken past a connection that is disabled', async () => {
    const site = createSite();
    const started = accepted(await site.serviceProvider.startSignIn({ connectionId: 'contoso' }));
    const answer = answerTo(site, started);
    site.connections.set('contoso', connection({ enabled: false }));
    expect(codeOf(await finish(site, started, answer))).toBe('connection_disabled');
  });
});
