import { describe, expect, it } from 'vitest';
import { createServiceProviderKey, parseFederationMetadata } from '../../../src/index.js';
import { ADELE } from '../people.js';
import { expectSignedIn, logIn, logOut, open, xmlOf } from '../steps.js';
import { withBrowser } from '../with-browser.js';
import { withSimpleSamlPhp } from './installed.js';
import { BOTH_SIGNED, ISSUER, startTestbed, type Testbed } from './testbed.js';

async function start() {
  const [old, young] = await Promise.all([createServiceProviderKey(), createServiceProviderKey()]);
  const options = { signAuthnRequests: true, requireEncryption: true };
  const encrypted = { ...BOTH_SIGNED, 'assertion.encryption': true };
  return startTestbed([
    { id: 'plain', provider: BOTH_SIGNED },
    {
      id: 'announcing',
      provider: encrypted,
      connection: { ...options, keys: { current: old, next: young } },
    },
    // After the key that it announced has become the current one; the former still decrypts what is sent to it.
    {
      id: 'rolled-over',
      provider: encrypted,
      connection: { ...options, keys: { current: young, next: old } },
    },
  ]);
}

withSimpleSamlPhp(() =>
  withBrowser(start, (scene) => {
    describe('the metadata of SimpleSAMLphp', () => {
      it('say all that a connection needs', async () => {
        const { identityProvider } = scene.testbed;
        const metadata = parseFederationMetadata(await identityProvider.metadata());
        if (!metadata.ok) throw metadata.error;
        expect(metadata.value).toMatchObject({
          issuerUrl: ISSUER,
          signInUrl: `${identityProvider.url}/saml2/idp/SSOService.php`,
          postSignInUrl: `${identityProvider.url}/saml2/idp/SSOService.php`,
          signOutUrl: `${identityProvider.url}/saml2/idp/SingleLogoutService.php`,
          certificates: [{ sha1Thumbprint: identityProvider.keyPair.sha1Thumbprint }],
          warnings: [],
        });
      });
    });

    describe('our metadata', () => {
      it('are all that SimpleSAMLphp needs, and make it check requests, encrypt and log out', async () => {
        const { page, testbed } = scene;
        await upload(testbed, 'announcing');
        await open(page, testbed.application, 'announcing');
        const xml = xmlOf(await logIn(page, testbed.application, ADELE));
        expect(xml).toContain('<saml:EncryptedAssertion');
        await expectSignedIn(page, testbed.application);
        await logOut(page, testbed.application, 'announcing');
        expect(testbed.application.events.at(-1)).toMatchObject({ type: 'logout_finished', partial: false });
      });

      it('announce the next key, so that nothing has to be uploaded on the day it is used', async () => {
        const { page, testbed } = scene;
        await upload(testbed, 'announcing', 'rolled-over');
        await open(page, testbed.application, 'rolled-over');
        await logIn(page, testbed.application, ADELE);
        await expectSignedIn(page, testbed.application);
      });
    });
  }),
);

/** Uploads the metadata of one connection, for another where it is to be taken for that. */
async function upload({ application, identityProvider }: Testbed, id: string, under = id): Promise<void> {
  const metadata = await application.serviceProvider.metadata(id);
  if (!metadata.ok) throw metadata.error;
  identityProvider.importMetadata(under, metadata.value.replaceAll(`/saml/${id}/`, `/saml/${under}/`));
}
