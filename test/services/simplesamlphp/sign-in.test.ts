import { describe, expect, it } from 'vitest';
import { FABRIKAM } from '../application.js';
import { ADELE, BRIAN, MALLORY, TENANT } from '../people.js';
import { expectRefused, expectSignedIn, logIn, open, xmlOf } from '../steps.js';
import { withBrowser } from '../with-browser.js';
import { withSimpleSamlPhp } from './installed.js';
import { ASSERTION_SIGNED, BOTH_SIGNED, RESPONSE_SIGNED, startTestbed, UNSIGNED } from './testbed.js';

const SHA1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';
const SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const SHA384 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384';
const SHA512 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512';

const start = () =>
  startTestbed([
    { id: 'assertion', provider: ASSERTION_SIGNED, connection: { signaturePolicy: 'assertion' } },
    { id: 'response', provider: RESPONSE_SIGNED, connection: { signaturePolicy: 'response' } },
    { id: 'both', provider: BOTH_SIGNED, connection: { signaturePolicy: 'both' } },
    { id: 'twice-verified', provider: BOTH_SIGNED, connection: { secondReader: 'xml-crypto' } },
    { id: 'sha384', provider: { ...BOTH_SIGNED, 'signature.algorithm': SHA384 } },
    { id: 'sha512', provider: { ...BOTH_SIGNED, 'signature.algorithm': SHA512 } },
    { id: 'sha1', provider: { ...ASSERTION_SIGNED, 'signature.algorithm': SHA1 } },
    {
      id: 'sha1-allowed',
      provider: { ...BOTH_SIGNED, 'signature.algorithm': SHA1 },
      connection: { allowSha1: true },
    },
    { id: 'unsigned', provider: UNSIGNED },
    { id: 'response-demanded', provider: ASSERTION_SIGNED, connection: { signaturePolicy: 'response' } },
    { id: 'assertion-demanded', provider: RESPONSE_SIGNED, connection: { signaturePolicy: 'assertion' } },
    { id: 'other-claim', provider: ASSERTION_SIGNED, connection: { emailAttribute: 'mailbox' } },
    { id: 'misspelt-claim', provider: ASSERTION_SIGNED, connection: { emailAttribute: 'Email' } },
    { id: 'fabrikam', provider: ASSERTION_SIGNED, connection: { organizationId: FABRIKAM } },
  ]);

withSimpleSamlPhp(() =>
  withBrowser(start, (scene) => {
    describe('signing in at SimpleSAMLphp', () => {
      it.each([
        ['assertion', SHA256, ['Assertion']],
        ['response', SHA256, ['Response']],
        ['both', SHA256, ['Response', 'Assertion']],
        ['twice-verified', SHA256, ['Response', 'Assertion']],
        ['sha384', SHA384, ['Response', 'Assertion']],
        ['sha512', SHA512, ['Response', 'Assertion']],
        ['sha1-allowed', SHA1, ['Response', 'Assertion']],
      ])('works with the agreement “%s”', async (id, algorithm, signed) => {
        const { page, testbed } = scene;
        await open(page, testbed.application, id);
        const posted = await logIn(page, testbed.application, ADELE);
        const signIn = await expectSignedIn(page, testbed.application);
        expect(signIn).toMatchObject({
          connectionId: id,
          organizationId: 'org-contoso',
          idpInitiated: false,
        });
        expect((await posted.allHeaders())['sec-fetch-site']).toBe('cross-site');
        expect(signaturesOf(xmlOf(posted))).toEqual(signed.map(() => algorithm));
        expect(signedElementsOf(xmlOf(posted))).toEqual(signed);
      });

      it('brings names, claims and the session as the identity provider has them', async () => {
        const { page, testbed } = scene;
        await open(page, testbed.application, 'both');
        await logIn(page, testbed.application, ADELE);
        const signIn = await expectSignedIn(page, testbed.application);
        expect(signIn).toMatchObject({
          email: 'adele.vance@contoso.com',
          emailDomain: 'contoso.com',
          nameId: {
            value: 'adele.vance@contoso.com',
            format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
          },
          sessionIndex: expect.stringMatching(/^_[0-9a-f]+$/u),
          sessionNotOnOrAfter: expect.any(Date),
          // As the provider is not reached by https here.
          authnContextClassRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password',
          identity: { kind: 'tenant-object' },
          claims: {
            firstName: 'Adèle',
            lastName: 'Vance <& “Söhne”>',
            tenantId: TENANT,
            objectId: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
            isGuest: false,
          },
        });
        expect(signIn.claims.attributes.get('groups')).toEqual(['everybody', 'sales & support']);
      });

      it('begins with an email address, whose domain leads to the organisation', async () => {
        const { page, testbed } = scene;
        await page.goto(`${testbed.application.url}/saml/sign-in?email=brian@fabrikam.com&returnTo=/account`);
        await logIn(page, testbed.application, BRIAN);
        const signIn = await expectSignedIn(page, testbed.application);
        expect(signIn).toMatchObject({
          organizationId: FABRIKAM,
          email: 'brian@fabrikam.com',
          claims: { firstName: 'Brian', lastName: null },
          identity: { kind: 'name-id' },
        });
      });
    });

    describe('an answer of SimpleSAMLphp is refused', () => {
      it.each([
        ['sha1', 'sha1_not_allowed', { element: 'Assertion' }],
        ['unsigned', 'signature_missing', {}],
        ['response-demanded', 'signature_policy_unsatisfied', { signed: ['Assertion'] }],
        ['assertion-demanded', 'signature_policy_unsatisfied', { signed: ['Response'] }],
        ['other-claim', 'email_missing', { expected: 'mailbox' }],
        ['misspelt-claim', 'email_name_misspelt', { expected: 'Email' }],
      ] as const)('with the agreement “%s”: %s', async (id, code, details) => {
        const { page, testbed } = scene;
        const before = testbed.application.signIns.length;
        await open(page, testbed.application, id);
        await logIn(page, testbed.application, ADELE);
        const { error } = await expectRefused(page, testbed.application, code);
        expect(error.details).toMatchObject(details);
        expect(testbed.application.signIns.length).toBe(before);
      });

      it.each([
        ['nobody claimed', MALLORY, 'email_domain_not_claimed', 'elsewhere.example'],
        ['another organisation claimed', BRIAN, 'email_domain_claimed_by_other', 'fabrikam.com'],
      ] as const)('for a person of a domain that %s', async (_whose, person, code, emailDomain) => {
        const { page, testbed } = scene;
        await open(page, testbed.application, 'assertion');
        await logIn(page, testbed.application, person);
        const { error } = await expectRefused(page, testbed.application, code);
        expect(error.details).toMatchObject({ emailDomain });
      });
    });
  }),
);

function signaturesOf(xml: string): readonly string[] {
  return [...xml.matchAll(/<ds:SignatureMethod Algorithm="([^"]*)"/gu)].map(
    ([, algorithm]) => algorithm ?? '',
  );
}

/** Which elements have a Signature of their own: SimpleSAMLphp puts it right behind the Issuer. */
function signedElementsOf(xml: string): readonly string[] {
  const [response = '', assertion = ''] = xml.split('<saml:Assertion ');
  const parts = [
    ['Response', response],
    ['Assertion', assertion],
  ] as const;
  return parts.flatMap(([name, text]) => (text.includes('<ds:Signature ') ? [name] : []));
}
