import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseServiceProviderKey } from '../../src/certificates/service-provider-key.js';
import { createHandlers } from '../../src/http/create-handlers.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';
import { accepted, BASE_URL, connection, createSite, start } from './site.js';

const pem = createTestKeyPair();
const current = accepted(parseServiceProviderKey(pem));
const signing = { keys: { current }, signAuthnRequests: true } as const;

describe('a connection that signs its requests', () => {
  it('signs the redirect with its current key', async () => {
    const site = createSite({}, [connection(signing)]);
    const { url, form } = await start(site);
    expect(form).toBeNull();
    const query = new URL(url).search.slice(1);
    const [signed = '', rest = ''] = query.split('&Signature=');
    expect(signed).toMatch(/^SAMLRequest=[^&]+&RelayState=[^&]+&SigAlg=[^&]+rsa-sha256$/u);
    const value = Buffer.from(decodeURIComponent(rest.replace(/&.*$/u, '')), 'base64');
    expect(verify('sha256', Buffer.from(signed), createPublicKey(pem.certificatePem), value)).toBe(true);
  });

  it('says so in its metadata', async () => {
    const site = createSite({}, [connection(signing)]);
    expect(accepted(await site.serviceProvider.metadata('contoso'))).toContain('AuthnRequestsSigned="true"');
    const unsigned = createSite({}, [connection({ keys: { current } })]);
    expect(accepted(await unsigned.serviceProvider.metadata('contoso'))).toContain(
      'AuthnRequestsSigned="false"',
    );
  });

  it('signs nothing where it has a key and does not say so', async () => {
    const site = createSite({}, [connection({ keys: { current } })]);
    expect((await start(site)).url).not.toContain('SigAlg');
  });
});

describe('a connection whose requests go by form post', () => {
  it('gives the form, and the page of the handlers posts it', async () => {
    const site = createSite({}, [connection({ ...signing, authnRequestBinding: 'post' })]);
    const { url, form } = await start(site, { loginHint: 'adele@contoso.com' });
    expect(form?.action).toBe(url);
    expect(url).toMatch(/\/saml2\?login_hint=adele%40contoso\.com$/u);
    const xml = Buffer.from(new Map(form?.fields).get('SAMLRequest') ?? '', 'base64').toString();
    expect(xml).toContain('<ds:Reference URI="#_');

    const { signIn } = createHandlers(site.serviceProvider, { onSignIn: () => new Response() });
    const response = await signIn(new Request(`${BASE_URL}/saml/contoso/sign-in`));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'sha256-/u,
    );
    expect(response.headers.getSetCookie()).toHaveLength(1);
    expect(await response.text()).toContain('name="SAMLRequest"');
  });
});
