import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { accepted, BASE_URL, connection, createSite, NOW, refusalOf, start } from './site.js';

const WHO = { connectionId: 'contoso' };

describe('startSignIn', () => {
  it('sends the person of a claimed domain to the sign-in URL of the connection', async () => {
    const { serviceProvider } = createSite();
    const started = accepted(await serviceProvider.startSignIn({ email: 'adele@contoso.com' }));
    const url = new URL(started.url);
    expect(url.origin + url.pathname).toBe(connection().signInUrl);
    expect(url.searchParams.get('login_hint')).toBe('adele@contoso.com');
    expect(started.connectionId).toBe('contoso');
  });

  it('writes its own addresses and the request id into the AuthnRequest', async () => {
    const started = await start(createSite());
    const sent = new URL(started.url).searchParams.get('SAMLRequest') ?? '';
    const xml = inflateRawSync(Buffer.from(sent, 'base64')).toString('utf8');
    expect(xml).toContain(`ID="${started.requestId}"`);
    expect(xml).toContain(`AssertionConsumerServiceURL="${BASE_URL}/saml/contoso/acs"`);
    expect(xml).toContain(`>${BASE_URL}/saml/contoso/metadata</`);
    expect(xml).toContain(`IssueInstant="${NOW.toISOString()}"`);
  });

  it('uses the addresses that a connection sets itself', async () => {
    const own = connection({
      entityId: 'urn:own',
      assertionConsumerServiceUrl: 'https://sso.example.com/acs',
    });
    const started = await start(createSite({}, [own]));
    const sent = new URL(started.url).searchParams.get('SAMLRequest') ?? '';
    const xml = inflateRawSync(Buffer.from(sent, 'base64')).toString('utf8');
    expect(xml).toContain('AssertionConsumerServiceURL="https://sso.example.com/acs"');
    expect(xml).toContain('>urn:own</');
  });

  it('uses the addresses that connections share', async () => {
    const started = await start(createSite({}, [connection({ addresses: 'shared' })]));
    const sent = new URL(started.url).searchParams.get('SAMLRequest') ?? '';
    const xml = inflateRawSync(Buffer.from(sent, 'base64')).toString('utf8');
    expect(xml).toContain(`AssertionConsumerServiceURL="${BASE_URL}/saml/acs"`);
    expect(xml).toContain(`>${BASE_URL}/saml/metadata</`);
  });

  it('keeps the service principal in the path of the sign-in URL', async () => {
    const signInUrl = `${connection().signInUrl}/0a1b2c3d-1111-4222-8333-444455556666`;
    const url = new URL((await start(createSite({}, [connection({ signInUrl })]))).url);
    expect(url.origin + url.pathname).toBe(signInUrl);
  });

  it('passes ForceAuthn, IsPassive and the hints of the call on', async () => {
    const started = await start(createSite(), {
      forceAuthn: true,
      isPassive: true,
      loginHint: 'someone',
      domainHint: 'contoso.com',
    });
    const query = new URL(started.url).searchParams;
    const xml = inflateRawSync(Buffer.from(query.get('SAMLRequest') ?? '', 'base64')).toString('utf8');
    expect(xml).toContain('ForceAuthn="true"');
    expect(xml).toContain('IsPassive="true"');
    expect(query.get('login_hint')).toBe('someone');
    expect(query.get('whr')).toBe('contoso.com');
  });

  it('remembers the request without the secret that the browser keeps', async () => {
    const site = createSite({ requestLifetimeSeconds: 60 });
    const started = await start(site, { returnTo: '/reports?week=12' });
    expect(site.saved).toHaveLength(1);
    expect(site.saved[0]).toMatchObject({
      id: started.requestId,
      organizationId: 'org-contoso',
      connectionId: 'contoso',
      connectionVersion: 1,
      returnTo: '/reports?week=12',
      forceAuthn: false,
      issuedAt: NOW,
      expiresAt: new Date(NOW.getTime() + 60_000),
    });
    expect(JSON.stringify(site.saved)).not.toContain(started.cookie.value);
    expect(started.cookie.maxAgeSeconds).toBe(60);
    expect(started.cookie.name).toMatch(/^__Host-claimgate-/u);
  });

  it('tells the log that a sign-in began', async () => {
    const site = createSite();
    const { requestId } = await start(site);
    expect(site.events).toEqual([
      { type: 'sign_in_started', at: NOW, organizationId: 'org-contoso', connectionId: 'contoso', requestId },
    ]);
  });

  it.each([
    ['what is no address', 'adele', 'sign_in_email_invalid'],
    ['a domain that nobody claimed', 'adele@northwind.example', 'sign_in_domain_unknown'],
    ['an organisation without connection', 'megan@fabrikam.com', 'sign_in_connection_missing'],
  ])('refuses %s', async (_name, email, code) => {
    const { serviceProvider } = createSite();
    expect(refusalOf(await serviceProvider.startSignIn({ email }))?.code).toBe(code);
  });

  it('refuses a connection that is not stored', async () => {
    const { serviceProvider } = createSite({}, []);
    const refused = await serviceProvider.startSignIn(WHO);
    expect(refusalOf(refused)).toEqual({ code: 'connection_unknown', details: { connectionId: 'contoso' } });
  });

  it('refuses a connection id that no connection can have, without asking the store', async () => {
    const findById = () => Promise.reject(new Error('asked'));
    const { serviceProvider } = createSite({ connections: { findById, findByOrganization: async () => [] } });
    const refused = await serviceProvider.startSignIn({ connectionId: '../contoso' });
    expect(refusalOf(refused)?.code).toBe('connection_unknown');
  });

  it('refuses the connection of another id that a careless store hands out', async () => {
    const { serviceProvider } = createSite({
      connections: { findById: async () => connection(), findByOrganization: async () => [] },
    });
    const refused = await serviceProvider.startSignIn({ connectionId: 'CONTOSO' });
    expect(refusalOf(refused)?.code).toBe('connection_unknown');
  });

  it('refuses a disabled connection', async () => {
    const { serviceProvider } = createSite({}, [connection({ enabled: false })]);
    const refused = await serviceProvider.startSignIn(WHO);
    expect(refusalOf(refused)).toEqual({ code: 'connection_disabled', details: { connectionId: 'contoso' } });
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/saml/contoso/sign-in',
    '/saml/sign-in?email=a@contoso.com',
    '/saml/contoso/acs',
  ])('refuses to return to %s', async (returnTo) => {
    const refused = await createSite().serviceProvider.startSignIn(WHO, { returnTo });
    expect(refusalOf(refused)).toEqual({ code: 'return_to_not_allowed', details: { received: returnTo } });
  });

  it('starts nothing when the request cannot be remembered', async () => {
    const site = createSite({
      requests: {
        save: () => Promise.reject(new Error('connection refused')),
        find: async () => null,
        consume: async () => false,
      },
    });
    const refused = await site.serviceProvider.startSignIn(WHO);
    expect(refusalOf(refused)).toEqual({
      code: 'store_unavailable',
      details: { store: 'requests', reason: 'connection refused' },
    });
    expect(refused.ok ? null : refused.error.cause).toBeInstanceOf(Error);
    expect(site.events.map(({ type }) => type)).toEqual(['sign_in_refused']);
  });

  it.each([[{}], [{ email: 'adele@contoso.com', connectionId: 'contoso' }]])(
    'throws a TypeError for a call with %j',
    async (subject) => {
      const { serviceProvider } = createSite();
      await expect(serviceProvider.startSignIn(subject as { email: string })).rejects.toThrow(TypeError);
    },
  );

  it('takes no option from a polluted Object.prototype', async () => {
    const polluted = {
      forceAuthn: true,
      returnTo: '/elsewhere',
      loginHint: 'mallory',
      email: 'm@contoso.com',
    };
    Object.assign(Object.prototype, polluted);
    try {
      const site = createSite();
      const started = await start(site);
      expect(site.saved[0]?.forceAuthn).toBe(false);
      expect(site.saved[0]?.returnTo).toBe('/');
      expect(new URL(started.url).searchParams.has('login_hint')).toBe(false);
    } finally {
      for (const name of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, name);
    }
  });
});
