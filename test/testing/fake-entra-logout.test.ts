import { describe, expect, it } from 'vitest';
import { parseServiceProviderKey } from '../../src/certificates/service-provider-key.js';
import { createFakeEntra } from '../../src/testing/index.js';
import {
  contoso,
  idpKey,
  LOGOUT_URL,
  logoutSite,
  ourKey,
  outcomeOf,
  redirect,
  signedIn,
} from '../logout/idp.js';
import { accepted, connection, createSite, NOW, start } from '../service-provider/site.js';

const identifier = 'https://app.example.com/saml/contoso/metadata';
const application = {
  name: 'Contoso',
  identifier,
  replyUrls: ['https://app.example.com/saml/contoso/acs'],
  logoutUrl: LOGOUT_URL,
  verificationCertificates: [ourKey.certificatePem],
};
const entra = () =>
  createFakeEntra({
    baseUrl: 'http://idp.localhost:3001',
    keyPair: idpKey,
    now: () => NOW,
    applications: [application],
  });

describe('the look-alike of Entra, logging out', () => {
  it('broadcasts a LogoutRequest that ends the session of its SessionIndex', async () => {
    const site = logoutSite();
    const { signIn } = await signedIn(site);
    const url = entra().logoutRequestUrl({
      application: identifier,
      sessionIndex: signIn.sessionIndex ?? '',
    });
    expect(url).toMatch(/%2f|%3d/u);
    expect(await outcomeOf(redirect(site, new URL(url).search.slice(1)))).toBe('success');
    expect(site.ended).toEqual(['session-1']);
  });

  it('answers the application’s own LogoutRequest', async () => {
    const idp = entra();
    const site = logoutSite({}, [contoso({ signInUrl: idp.signInUrl, logoutUrl: idp.signInUrl })]);
    await signedIn(site);
    const subject = { connectionId: 'contoso', sessionKey: 'session-1' };
    const logout = accepted(await site.serviceProvider.startLogout(subject));
    const location = (await idp.handle(new Request(logout.url))).headers.get('location') ?? '';
    expect(location.startsWith(`${LOGOUT_URL}?SAMLResponse=`)).toBe(true);
    expect(await outcomeOf(redirect(site, new URL(location).search.slice(1)))).toBe('finished');
  });

  it('demands signed requests where the application says so', async () => {
    const idp = entra();
    const current = accepted(parseServiceProviderKey(ourKey));
    const page = async (signAuthnRequests: boolean): Promise<string> => {
      const input = { signInUrl: idp.signInUrl, keys: { current }, signAuthnRequests };
      const { url } = await start(createSite({}, [connection(input)]));
      return (await idp.handle(new Request(url))).text();
    };
    expect(await page(false)).toContain('AADSTS76021');
    expect(await page(true)).not.toContain('AADSTS');
  });
});
