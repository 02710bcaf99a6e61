import type { NoDetails, Rows } from '../catalogue-row.js';
import { ASK_ADMINISTRATOR, START_AGAIN } from '../public-messages.js';

/** Which element a signature belongs to. */
export type SignedElement = 'Response' | 'Assertion' | 'LogoutRequest' | 'LogoutResponse';

export interface VerifyErrors {
  signature_missing: NoDetails;
  signature_policy_unsatisfied: { readonly policy: string; readonly signed: readonly SignedElement[] };
  signature_algorithm_not_allowed: { readonly element: SignedElement; readonly algorithm: string };
  digest_algorithm_not_allowed: { readonly element: SignedElement; readonly algorithm: string };
  sha1_not_allowed: { readonly element: SignedElement; readonly algorithm: string };
  canonicalization_not_allowed: { readonly element: SignedElement; readonly algorithm: string };
  transforms_not_allowed: { readonly element: SignedElement; readonly algorithms: readonly string[] };
  signature_value_malformed: { readonly element: SignedElement };
  digest_value_malformed: { readonly element: SignedElement };
  signature_invalid: { readonly element: SignedElement; readonly certificatesTried: readonly string[] };
  signing_certificate_unknown: {
    readonly element: SignedElement;
    readonly received: string;
    readonly certificatesTried: readonly string[];
  };
  signing_certificate_expired: {
    readonly element: SignedElement;
    readonly sha256Thumbprint: string;
    readonly notAfter: Date;
  };
  digest_mismatch: { readonly element: SignedElement; readonly expected: string; readonly computed: string };
  signed_content_ambiguous: { readonly element: SignedElement; readonly reason: string };
  readers_disagree: { readonly field: string; readonly first: string | null; readonly second: string | null };
  second_reader_failed: { readonly reason: string };
}

const SIGNING_OPTIONS =
  'In Entra open Single sign-on › SAML Certificates › Edit: Signing Option “Sign SAML assertion” (or response, or both), Signing Algorithm SHA-256.';
const CHANGED =
  'The message was changed after the identity provider signed it. If it repeats, treat it as an attack.';

export const verifyRows: Rows<VerifyErrors> = {
  signature_missing: {
    meaning: 'No signature covers the assertion.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy: SIGNING_OPTIONS,
    reference: 'saml-profiles 4.1.4.5',
  },
  signature_policy_unsatisfied: {
    meaning: 'The connection demands another signature than the message carries.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy: `${SIGNING_OPTIONS} Or change signaturePolicy of the connection.`,
    reference: 'saml-profiles 4.1.4.5',
  },
  signature_algorithm_not_allowed: {
    meaning: 'SignatureMethod is not RSA with SHA-256, SHA-384 or SHA-512.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy: SIGNING_OPTIONS,
    reference: 'saml-core 5.4, IIP-ALG01',
  },
  digest_algorithm_not_allowed: {
    meaning: 'DigestMethod is not SHA-256, SHA-384 or SHA-512.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy: SIGNING_OPTIONS,
    reference: 'saml-core 5.4, IIP-ALG01',
  },
  sha1_not_allowed: {
    meaning: 'The signature uses SHA-1 and the connection does not allow it.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy:
      'In Entra set Single sign-on › SAML Certificates › Edit › Signing Algorithm to SHA-256. Where the identity provider cannot, allowSha1 of the connection accepts it.',
    reference: 'IIP-ALG08',
  },
  canonicalization_not_allowed: {
    meaning: 'CanonicalizationMethod is not exclusive canonicalisation without comments.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy: 'Configure the identity provider for http://www.w3.org/2001/10/xml-exc-c14n#.',
    reference: 'saml-core 5.4.3',
  },
  transforms_not_allowed: {
    meaning: 'The transforms are not exactly enveloped-signature followed by exclusive canonicalisation.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy: 'Configure the identity provider for the two transforms that SAML prescribes.',
    reference: 'saml-core 5.4.4',
  },
  signature_value_malformed: {
    meaning: 'SignatureValue is empty or not base64.',
    publicMessage: START_AGAIN,
    remedy: CHANGED,
    reference: 'xmldsig-core 4.2',
  },
  digest_value_malformed: {
    meaning: 'DigestValue is not the base64 of a digest of the named algorithm.',
    publicMessage: START_AGAIN,
    remedy: CHANGED,
    reference: 'xmldsig-core 4.3.3.6',
  },
  signature_invalid: {
    meaning: 'The signature was not made with a key of a certificate on file, or SignedInfo was changed.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy: CHANGED,
    reference: 'saml-profiles 4.1.4.3',
  },
  signing_certificate_unknown: {
    meaning: 'The signature does not verify, and the certificate that the message names is not on file.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy:
      'If the certificate was renewed: in Entra open Single sign-on › SAML Certificates, download “Certificate (Base64)” of the active one and upload it. Otherwise the message is not from this identity provider.',
    reference: 'saml-core 5.4.5',
  },
  signing_certificate_expired: {
    meaning: 'The signature verifies with a certificate that has expired, and the connection refuses those.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy:
      'In Entra open Single sign-on › SAML Certificates › Edit › New Certificate, make the new one active and upload it. Or set expiredCertificates of the connection to accept-with-warning.',
    reference: 'IIP-MD12',
  },
  digest_mismatch: {
    meaning: 'The signed element is not what the identity provider signed.',
    publicMessage: START_AGAIN,
    remedy: CHANGED,
    reference: 'saml-profiles 4.1.4.3',
  },
  signed_content_ambiguous: {
    meaning: 'The signed bytes, read again by themselves, do not say what the message says.',
    publicMessage: START_AGAIN,
    remedy: 'Treat it as an attack and report it as SECURITY.md says.',
  },
  readers_disagree: {
    meaning: 'Two independent readers of the signed bytes found different values.',
    publicMessage: START_AGAIN,
    remedy: 'Treat it as an attack and report it as SECURITY.md says.',
  },
  second_reader_failed: {
    meaning: 'The second reader could not read, or not verify, what the first one accepted.',
    publicMessage: START_AGAIN,
    remedy: 'Treat it as an attack and report it as SECURITY.md says.',
  },
};
