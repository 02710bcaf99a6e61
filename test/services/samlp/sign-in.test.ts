import { describe, expect, it } from 'vitest';
import { createTestKeyPair } from '../../../src/testing/index.js';
import { ADELE, BRIAN } from '../people.js';
import { expectRefused, expectSignedIn, logIn, open, submitPassword } from '../steps.js';
import { withBrowser } from '../with-browser.js';
import { startTestbed } from './testbed.js';

const BOTH_SIGNED = { signResponse: true };

const start = () =>
  startTestbed([
    { id: 'assertion', connection: { signaturePolicy: 'assertion' } },
    {
      id: 'response',
      provider: { signAssertion: false, signResponse: true },
      connection: { signaturePolicy: 'response' },
    },
    { id: 'both', provider: BOTH_SIGNED, connection: { signaturePolicy: 'both' } },
    { id: 'twice-verified', provider: BOTH_SIGNED, connection: { secondReader: 'xml-crypto' } },
    { id: 'prefixed', provider: { ...BOTH_SIGNED, signatureNamespacePrefix: 'ds' } },
    { id: 'untyped', provider: { typedAttributes: false, includeAttributeNameFormat: false } },
    { id: 'sha1', provider: { signatureAlgorithm: 'rsa-sha1', digestAlgorithm: 'sha1' } },
    {
      id: 'sha1-allowed',
      provider: { ...BOTH_SIGNED, signatureAlgorithm: 'rsa-sha1', digestAlgorithm: 'sha1' },
      connection: { allowSha1: true },
    },
    { id: 'sha1-digest', provider: { digestAlgorithm: 'sha1' } },
    { id: 'unsigned', provider: { signAssertion: false } },
    { id: 'other-audience', provider: { audience: '{url}/saml/assertion/metadata' } },
    { id: 'other-recipient', provider: { recipient: '{url}/saml/assertion/acs' } },
    { id: 'other-destination', provider: { destination: '{url}/saml/assertion/acs' } },
    { id: 'other-issuer', provider: { issuer: 'urn:other.example' } },
    { id: 'other-request', provider: { inResponseTo: '_another' } },
    { id: 'rolled-over', connection: { certificates: [createTestKeyPair().certificatePem] } },
  ]);

withBrowser(start, (scene) => {
  describe('signing in at node-samlp', () => {
    it.each(['assertion', 'response', 'both', 'twice-verified', 'prefixed', 'untyped', 'sha1-allowed'])(
      'works with the agreement “%s”',
      async (id) => {
        const { page, testbed } = scene;
        await open(page, testbed.application, id);
        await logIn(page, testbed.application, ADELE);
        const signIn = await expectSignedIn(page, testbed.application);
        expect(signIn).toMatchObject({
          connectionId: id,
          email: 'adele.vance@contoso.com',
          nameId: { value: 'adele', format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent' },
          sessionIndex: expect.stringMatching(/^_/u),
          claims: { firstName: 'Adèle', lastName: 'Vance <& “Söhne”>' },
        });
        expect(signIn.claims.attributes.get('groups')).toEqual(['everybody', 'sales & support']);
      },
    );

    it('goes on with the session that is there, without a prompt', async () => {
      const { page, testbed } = scene;
      await open(page, testbed.application, 'assertion');
      await logIn(page, testbed.application, ADELE);
      const first = await expectSignedIn(page, testbed.application);
      await open(page, testbed.application, 'both');
      const second = await expectSignedIn(page, testbed.application);
      expect(second).toMatchObject({ connectionId: 'both', sessionIndex: first.sessionIndex });
    });

    it('prompts again where a fresh authentication is demanded', async () => {
      const { page, testbed } = scene;
      await open(page, testbed.application, 'assertion');
      await logIn(page, testbed.application, ADELE);
      await expectSignedIn(page, testbed.application);
      await page.goto(`${testbed.application.url}/again/assertion`);
      await logIn(page, testbed.application, ADELE);
      await expectSignedIn(page, testbed.application);
    });

    it('leaves a wrong password to the identity provider', async () => {
      const { page, testbed } = scene;
      await open(page, testbed.application, 'assertion');
      await submitPassword(page, { ...ADELE, password: 'wrong' });
      await page.getByText('Incorrect username or password').waitFor();
    });
  });

  describe('an answer of node-samlp is refused', () => {
    it.each([
      ['sha1', 'sha1_not_allowed'],
      ['sha1-digest', 'sha1_not_allowed'],
      ['unsigned', 'signature_missing'],
      ['other-audience', 'audience_mismatch'],
      ['other-recipient', 'recipient_mismatch'],
      ['other-destination', 'destination_mismatch'],
      ['other-issuer', 'response_issuer_mismatch'],
      ['other-request', 'request_unknown'],
      ['rolled-over', 'signing_certificate_unknown'],
    ] as const)('with the agreement “%s”: %s', async (id, code) => {
      const { page, testbed } = scene;
      await open(page, testbed.application, id);
      await logIn(page, testbed.application, ADELE);
      await expectRefused(page, testbed.application, code);
    });

    it('for a person of another organisation', async () => {
      const { page, testbed } = scene;
      await open(page, testbed.application, 'assertion');
      await logIn(page, testbed.application, BRIAN);
      await expectRefused(page, testbed.application, 'email_domain_claimed_by_other');
    });
  });
});
