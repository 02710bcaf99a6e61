import { describe, expect, it } from 'vitest';
import { createServiceProviderKey, type ServiceProviderKey } from '../../../src/index.js';
import { publicKeyPem } from '../keys.js';
import { ADELE } from '../people.js';
import { expectRefused, expectSignedIn, logIn, open, xmlOf } from '../steps.js';
import { withBrowser } from '../with-browser.js';
import { startTestbed } from './testbed.js';

const AES128_CBC = 'http://www.w3.org/2001/04/xmlenc#aes128-cbc';
const AES256_CBC = 'http://www.w3.org/2001/04/xmlenc#aes256-cbc';
const AES128_GCM = 'http://www.w3.org/2009/xmlenc11#aes128-gcm';
const AES256_GCM = 'http://www.w3.org/2009/xmlenc11#aes256-gcm';
const TRIPLE_DES = 'http://www.w3.org/2001/04/xmlenc#tripledes-cbc';

async function start() {
  const [current, next] = await Promise.all([createServiceProviderKey(), createServiceProviderKey()]);
  const encrypted = (algorithm: string, key = current) => encryptedTo(key, algorithm);
  const keys = { keys: { current, next } };
  const strict = { ...keys, requireEncryption: true, encryptionPolicy: 'signed-response-or-aead' } as const;
  const signing = { keys: { current }, signAuthnRequests: true };
  const checking = { signingCert: current.certificate.pem };
  return startTestbed([
    { id: 'aes128-cbc', provider: encrypted(AES128_CBC), connection: keys },
    { id: 'aes256-cbc', provider: encrypted(AES256_CBC), connection: keys },
    { id: 'aes128-gcm', provider: encrypted(AES128_GCM), connection: strict },
    { id: 'aes256-gcm', provider: encrypted(AES256_GCM), connection: strict },
    { id: 'next-key', provider: encrypted(AES256_GCM, next), connection: strict },
    {
      id: 'response-signed',
      provider: { ...encrypted(AES256_CBC), signAssertion: false, signResponse: true },
      connection: strict,
    },
    { id: 'both-signed', provider: { ...encrypted(AES256_GCM), signResponse: true }, connection: strict },
    { id: 'changeable', provider: encrypted(AES256_CBC), connection: strict },
    { id: 'triple-des', provider: encrypted(TRIPLE_DES), connection: keys },
    { id: 'signed-request', provider: checking, connection: signing },
    { id: 'signed-post', provider: checking, connection: { ...signing, authnRequestBinding: 'post' } },
    { id: 'unsigned-request', provider: checking },
    { id: 'unsigned-post', provider: checking, connection: { authnRequestBinding: 'post' } },
    { id: 'other-key', provider: checking, connection: { ...signing, keys: { current: next } } },
  ]);
}

withBrowser(start, (scene) => {
  describe('an assertion that node-samlp encrypts', () => {
    it.each([
      ['aes128-cbc', AES128_CBC],
      ['aes256-cbc', AES256_CBC],
      ['aes128-gcm', AES128_GCM],
      ['aes256-gcm', AES256_GCM],
      ['next-key', AES256_GCM],
      ['response-signed', AES256_CBC],
      ['both-signed', AES256_GCM],
    ])('is decrypted with the agreement “%s”', async (id, algorithm) => {
      const { page, testbed } = scene;
      await open(page, testbed.application, id);
      const xml = xmlOf(await logIn(page, testbed.application, ADELE));
      const signIn = await expectSignedIn(page, testbed.application);
      expect(xml).toContain(`Algorithm="${algorithm}"`);
      expect(xml).not.toContain('adele');
      expect(signIn).toMatchObject({
        connectionId: id,
        claims: { firstName: 'Adèle', lastName: 'Vance <& “Söhne”>' },
      });
    });

    it.each([
      ['changeable', 'encryption_policy_unsatisfied'],
      ['triple-des', 'encryption_algorithm_not_allowed'],
    ] as const)('is refused with the agreement “%s”: %s', async (id, code) => {
      const { page, testbed } = scene;
      await open(page, testbed.application, id);
      await logIn(page, testbed.application, ADELE);
      await expectRefused(page, testbed.application, code);
    });
  });

  describe('a request to node-samlp', () => {
    it.each(['signed-request', 'signed-post'])('is taken with the agreement “%s”', async (id) => {
      const { page, testbed } = scene;
      await open(page, testbed.application, id);
      await logIn(page, testbed.application, ADELE);
      expect(await expectSignedIn(page, testbed.application)).toMatchObject({ connectionId: id });
    });

    it.each([
      ['unsigned-request', 'MUST be signed'],
      ['unsigned-post', 'MUST be signed'],
      ['other-key', 'does not match the one calculated'],
    ])('is refused there with the agreement “%s”', async (id, complaint) => {
      const { page, testbed } = scene;
      await open(page, testbed.application, id);
      await page.getByText(complaint).waitFor();
    });
  });
});

function encryptedTo(key: ServiceProviderKey, encryptionAlgorithm: string) {
  return {
    encryptionCert: key.certificate.pem,
    encryptionPublicKey: publicKeyPem(key),
    encryptionAlgorithm,
    disallowEncryptionWithInsecureAlgorithm: false,
    warnOnInsecureEncryptionAlgorithm: false,
  };
}
