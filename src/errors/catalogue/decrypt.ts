import type { NoDetails, Rows } from '../catalogue-row.js';
import { ASK_ADMINISTRATOR, START_AGAIN } from '../public-messages.js';

/** Which algorithm of an EncryptedAssertion is meant. */
export type EncryptionPart = 'data' | 'key' | 'digest' | 'mask generation';

export interface DecryptErrors {
  assertion_encrypted: NoDetails;
  encryption_required: NoDetails;
  encryption_algorithm_not_allowed: { readonly part: EncryptionPart; readonly algorithm: string };
  encryption_policy_unsatisfied: { readonly policy: string; readonly algorithm: string };
  encrypted_key_misplaced: { readonly reason: string };
  encrypted_key_reused: { readonly sha256: string };
  decryption_not_permitted: NoDetails;
  decryption_failed: NoDetails;
  decrypted_assertion_unverified: { readonly code: string; readonly details: unknown };
}

const TOKEN_ENCRYPTION = 'In Entra open Enterprise applications › your application › Token encryption';
const ALGORITHMS =
  'Configure the identity provider for AES-GCM (or AES-CBC) with 128 or 256 bits, and RSA-OAEP for the key; never RSA-1.5.';

export const decryptRows: Rows<DecryptErrors> = {
  assertion_encrypted: {
    meaning: 'The assertion is encrypted and the connection has no decryption key.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy: `Give the connection keys, or ${TOKEN_ENCRYPTION.replace('In', 'in')} and deactivate the certificate.`,
    reference: 'saml-core 2.3.4',
  },
  encryption_required: {
    meaning: 'The assertion is not encrypted and the connection demands encryption.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy: `${TOKEN_ENCRYPTION}, import the certificate of the connection’s current key and activate it. Or set requireEncryption of the connection to false.`,
    reference: 'saml-core 6.1',
  },
  encryption_algorithm_not_allowed: {
    meaning: 'The assertion is encrypted with an algorithm that is not on the list.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy: ALGORITHMS,
    reference: 'xmlenc-core 5.2, 5.5; IIP-ALG04, IIP-ALG08',
  },
  encryption_policy_unsatisfied: {
    meaning: 'The ciphertext can be changed unnoticed: AES-CBC within a Response that is not signed.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy:
      'In Entra set Single sign-on › SAML Certificates › Edit › Signing Option to “Sign SAML response and assertion”, or set encryptionPolicy of the connection to any.',
    reference: 'xmlenc-core 8.1',
  },
  encrypted_key_misplaced: {
    meaning:
      'The EncryptedAssertion does not have exactly one EncryptedKey that belongs to its EncryptedData.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy: 'Configure the identity provider to encrypt for this service provider alone, to one certificate.',
    reference: 'saml-core 2.3.4, xmlenc-core 3.5',
  },
  encrypted_key_reused: {
    meaning: 'The wrapped key of the encrypted assertion arrived before; each is unwrapped at most once.',
    publicMessage: START_AGAIN,
    remedy:
      'The message was posted again, or somebody tries variants of a message that they got hold of. Start the sign-in from the application again.',
    reference: 'xmlenc-core 8.1',
  },
  decryption_not_permitted: {
    meaning: 'An encrypted Response was validated without a store that reserves its wrapped key.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy:
      'Take encrypted answers with finishSignIn of the service provider. In tests give validateResponse the option decryption: "dangerously-unreserved".',
  },
  decryption_failed: {
    meaning:
      'The assertion could not be decrypted with the connection’s keys. Which step failed is not told, so that nobody can learn a key or a text from it.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy: `${TOKEN_ENCRYPTION} and compare the thumbprint of the active certificate with those of the connection’s keys. If they are the same, treat it as an attack.`,
    reference: 'xmlenc-core 8.1',
  },
  decrypted_assertion_unverified: {
    meaning: 'The assertion was decrypted, but it is not what a key of the connection signed.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy:
      'Look up the code in details, which names the cause. After a renewal of the signing certificate upload the new one.',
    reference: 'saml-profiles 4.1.4.3',
  },
};
