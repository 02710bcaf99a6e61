import { describe, expect, it } from 'vitest';
import { createServiceProviderKey, type ServiceProviderKey } from '../../../src/index.js';
import { certificateData } from '../keys.js';
import { ADELE, MALLORY } from '../people.js';
import { expectRefused, expectSignedIn, logIn, open, postAgain, xmlOf } from '../steps.js';
import { withBrowser } from '../with-browser.js';
import { withSimpleSamlPhp } from './installed.js';
import { ASSERTION_SIGNED, BOTH_SIGNED, RESPONSE_SIGNED, startTestbed, UNSIGNED } from './testbed.js';

async function start() {
  const [current, next, foreign] = await Promise.all([
    createServiceProviderKey(),
    createServiceProviderKey({ bits: 3072 }),
    createServiceProviderKey(),
  ]);
  const keys = { keys: { current, next } };
  const strict = { ...keys, requireEncryption: true, encryptionPolicy: 'signed-response-or-aead' } as const;
  return startTestbed([
    { id: 'assertion', provider: { ...ASSERTION_SIGNED, ...encryptedTo(current) }, connection: keys },
    { id: 'response', provider: { ...RESPONSE_SIGNED, ...encryptedTo(current) }, connection: strict },
    { id: 'both', provider: { ...BOTH_SIGNED, ...encryptedTo(current) }, connection: strict },
    { id: 'next-key', provider: { ...BOTH_SIGNED, ...encryptedTo(next) }, connection: strict },
    {
      id: 'twice-verified',
      provider: { ...BOTH_SIGNED, ...encryptedTo(current) },
      connection: { ...strict, secondReader: 'xml-crypto' },
    },
    { id: 'plain', provider: ASSERTION_SIGNED, connection: keys },
    { id: 'changeable', provider: { ...ASSERTION_SIGNED, ...encryptedTo(current) }, connection: strict },
    { id: 'plain-refused', provider: BOTH_SIGNED, connection: strict },
    { id: 'unsigned', provider: { ...UNSIGNED, ...encryptedTo(current) }, connection: keys },
    { id: 'foreign-key', provider: { ...BOTH_SIGNED, ...encryptedTo(foreign) }, connection: keys },
    { id: 'without-keys', provider: { ...BOTH_SIGNED, ...encryptedTo(current) } },
  ]);
}

withSimpleSamlPhp(() =>
  withBrowser(start, (scene) => {
    describe('an assertion that SimpleSAMLphp encrypts', () => {
      it.each(['assertion', 'response', 'both', 'next-key', 'twice-verified'])(
        'is decrypted with the agreement “%s”',
        async (id) => {
          const { page, testbed } = scene;
          await open(page, testbed.application, id);
          const xml = xmlOf(await logIn(page, testbed.application, ADELE));
          const signIn = await expectSignedIn(page, testbed.application);
          expect(xml).toContain('http://www.w3.org/2001/04/xmlenc#aes128-cbc');
          expect(xml).toContain('<saml:EncryptedAssertion');
          expect(xml).not.toContain('<saml:Assertion');
          expect(signIn).toMatchObject({
            connectionId: id,
            email: 'adele.vance@contoso.com',
            claims: { firstName: 'Adèle', lastName: 'Vance <& “Söhne”>' },
          });
        },
      );

      it('is not demanded where the connection does not', async () => {
        const { page, testbed } = scene;
        await open(page, testbed.application, 'plain');
        await logIn(page, testbed.application, ADELE);
        await expectSignedIn(page, testbed.application);
      });

      it.each([
        ['changeable', 'encryption_policy_unsatisfied'],
        ['plain-refused', 'encryption_required'],
        ['foreign-key', 'decryption_failed'],
        ['without-keys', 'assertion_encrypted'],
      ] as const)('is refused with the agreement “%s”: %s', async (id, code) => {
        const { page, testbed } = scene;
        await open(page, testbed.application, id);
        await logIn(page, testbed.application, ADELE);
        await expectRefused(page, testbed.application, code);
      });

      it('is refused when nobody signed what was encrypted', async () => {
        const { page, testbed } = scene;
        await open(page, testbed.application, 'unsigned');
        await logIn(page, testbed.application, ADELE);
        const { error } = await expectRefused(page, testbed.application, 'decrypted_assertion_unverified');
        expect(error.details).toMatchObject({ code: 'signature_missing' });
      });

      it('is refused like any other for a domain that nobody claimed', async () => {
        const { page, testbed } = scene;
        await open(page, testbed.application, 'both');
        await logIn(page, testbed.application, MALLORY);
        await expectRefused(page, testbed.application, 'email_domain_not_claimed');
      });

      it('is taken once, whoever kept the cookie as well', async () => {
        const { page, testbed } = scene;
        const { application } = testbed;
        await open(page, application, 'both');
        const cookies = await page.context().cookies(application.url);
        const posted = await logIn(page, application, ADELE);
        await expectSignedIn(page, application);
        await page.context().addCookies(cookies);
        await postAgain(page, posted);
        await expectRefused(page, application, 'request_already_used');
      });
    });
  }),
);

function encryptedTo(key: ServiceProviderKey) {
  return { 'assertion.encryption': true, certData: certificateData(key) };
}
