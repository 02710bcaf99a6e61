import type { Rows } from '../catalogue-row.js';
import { CHECK_INPUT } from '../public-messages.js';

/** `index` says which of a connection's uploads is meant; absent where a certificate was read by itself. */
interface Upload {
  readonly index?: number;
}

export interface CertificateErrors {
  certificate_empty: Upload;
  certificate_too_large: Upload & { readonly size: number; readonly limit: number };
  certificate_too_many: Upload & { readonly count: number; readonly limit: number };
  certificate_not_recognised: Upload & { readonly startsWith: string };
  certificate_is_federation_metadata: Upload & { readonly certificates: readonly string[] };
  certificate_is_private_key: Upload;
  certificate_is_public_key: Upload;
  certificate_is_pkcs7: Upload;
  certificate_is_pfx: Upload;
  certificate_is_signing_request: Upload;
  certificate_is_html: Upload;
  certificate_malformed: Upload & { readonly reason: string };
  certificate_trailing_bytes: Upload & { readonly count: number };
  certificate_key_type: Upload & { readonly keyType: string };
  certificate_key_too_short: Upload & { readonly bits: number; readonly minimum: number };
  certificate_key_too_long: Upload & { readonly bits: number; readonly maximum: number };
  certificate_key_exponent: Upload & { readonly exponent: string };
}

const DOWNLOAD_BASE64 =
  'In Entra open Enterprise applications › your application › Single sign-on › SAML Certificates and download “Certificate (Base64)”, then upload that file.';

export const certificateRows: Rows<CertificateErrors> = {
  certificate_empty: {
    meaning: 'The uploaded certificate is empty.',
    publicMessage: CHECK_INPUT,
    remedy: DOWNLOAD_BASE64,
  },
  certificate_too_large: {
    meaning: 'The uploaded file is larger than any certificate.',
    publicMessage: CHECK_INPUT,
    remedy: DOWNLOAD_BASE64,
  },
  certificate_too_many: {
    meaning: 'The upload holds more certificates than an identity provider signs with.',
    publicMessage: CHECK_INPUT,
    remedy: `Upload the signing certificate only, not a bundle of authorities. ${DOWNLOAD_BASE64}`,
  },
  certificate_not_recognised: {
    meaning: 'The upload is neither PEM, bare base64 nor DER.',
    publicMessage: CHECK_INPUT,
    remedy: DOWNLOAD_BASE64,
  },
  certificate_is_federation_metadata: {
    meaning: 'The upload is a federation metadata document (XML), not a certificate.',
    publicMessage: CHECK_INPUT,
    remedy:
      'The button beside it is the right one: under SAML Certificates download “Certificate (Base64)” instead of “Federation Metadata XML”.',
  },
  certificate_is_private_key: {
    meaning: 'The upload contains a private key.',
    publicMessage: CHECK_INPUT,
    remedy: `A private key must never leave the system that made it; consider this one compromised. ${DOWNLOAD_BASE64}`,
  },
  certificate_is_public_key: {
    meaning: 'The upload is a bare public key without its certificate.',
    publicMessage: CHECK_INPUT,
    remedy: DOWNLOAD_BASE64,
  },
  certificate_is_pkcs7: {
    meaning: 'The upload is a PKCS#7 container (.p7b, .p7c).',
    publicMessage: CHECK_INPUT,
    remedy: DOWNLOAD_BASE64,
  },
  certificate_is_pfx: {
    meaning: 'The upload is a PKCS#12 container (.pfx, .p12), which holds a private key.',
    publicMessage: CHECK_INPUT,
    remedy: DOWNLOAD_BASE64,
  },
  certificate_is_signing_request: {
    meaning: 'The upload is a certificate signing request, not a certificate.',
    publicMessage: CHECK_INPUT,
    remedy: DOWNLOAD_BASE64,
  },
  certificate_is_html: {
    meaning: 'The upload is a web page, probably a sign-in page that was saved instead of the download.',
    publicMessage: CHECK_INPUT,
    remedy: DOWNLOAD_BASE64,
  },
  certificate_malformed: {
    meaning: 'The upload looks like a certificate but cannot be read as X.509.',
    publicMessage: CHECK_INPUT,
    remedy: `The file may have been cut or edited. ${DOWNLOAD_BASE64}`,
    reference: 'RFC 5280 §4.1',
  },
  certificate_trailing_bytes: {
    meaning: 'Bytes follow the end of the certificate.',
    publicMessage: CHECK_INPUT,
    remedy: `The file may have been joined with another one. ${DOWNLOAD_BASE64}`,
  },
  certificate_key_type: {
    meaning: 'The certificate’s key is not an RSA key; Entra signs with RSA.',
    publicMessage: CHECK_INPUT,
    remedy: 'Use an RSA signing certificate of 2048 bits or more in the identity provider.',
  },
  certificate_key_too_short: {
    meaning: 'The certificate’s RSA key is too short to be trusted.',
    publicMessage: CHECK_INPUT,
    remedy: 'Create a signing certificate with an RSA key of 2048 bits or more in the identity provider.',
  },
  certificate_key_too_long: {
    meaning:
      'The certificate’s RSA key is longer than any identity provider uses; verifying it would cost too much.',
    publicMessage: CHECK_INPUT,
    remedy: 'Create a signing certificate with an RSA key of 2048 to 8192 bits in the identity provider.',
  },
  certificate_key_exponent: {
    meaning: 'The certificate’s RSA public exponent is even, tiny or huge.',
    publicMessage: CHECK_INPUT,
    remedy: 'Create a new signing certificate; the usual exponent is 65537.',
  },
};
