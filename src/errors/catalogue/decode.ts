import type { NoDetails, Rows } from '../catalogue-row.js';
import { START_AGAIN } from '../public-messages.js';

export interface DecodeErrors {
  response_missing: NoDetails;
  response_repeated: { readonly count: number };
  response_empty: NoDetails;
  response_too_large: { readonly length: number; readonly limit: number };
  response_not_base64: { readonly offset: number; readonly looksLike: string };
  response_not_utf8: NoDetails;
  response_utf16: NoDetails;
  response_nul: { readonly offset: number };
}

const CAPTURE = 'Take the SAMLResponse form field as the browser posted it, unchanged.';

export const decodeRows: Rows<DecodeErrors> = {
  response_missing: {
    meaning: 'The form has no SAMLResponse field.',
    publicMessage: START_AGAIN,
    remedy: 'The Reply URL (Assertion Consumer Service URL) takes the POST of the identity provider only.',
    reference: 'saml-bindings 3.5.4',
  },
  response_repeated: {
    meaning: 'The form has more than one SAMLResponse field.',
    publicMessage: START_AGAIN,
    remedy: 'No identity provider sends this; look for a proxy or an attack.',
    reference: 'saml-bindings 3.5.4',
  },
  response_empty: {
    meaning: 'The SAMLResponse is empty.',
    publicMessage: START_AGAIN,
    remedy: CAPTURE,
    reference: 'saml-bindings 3.5.4',
  },
  response_too_large: {
    meaning: 'The SAMLResponse is larger than the limit; nothing of it was decoded.',
    publicMessage: START_AGAIN,
    remedy:
      'Send fewer groups: Entra, Attributes & Claims › Group claims › Groups assigned to the application.',
  },
  response_not_base64: {
    meaning: 'The SAMLResponse is not strict base64 (RFC 4648 §4; line breaks are allowed).',
    publicMessage: START_AGAIN,
    remedy: `${CAPTURE} details.looksLike says what it seems to be instead.`,
    reference: 'saml-bindings 3.5.4, RFC 4648 §4',
  },
  response_not_utf8: {
    meaning: 'The decoded message is not valid UTF-8.',
    publicMessage: START_AGAIN,
    remedy: 'Configure the identity provider to send UTF-8.',
  },
  response_utf16: {
    meaning: 'The decoded message is UTF-16.',
    publicMessage: START_AGAIN,
    remedy: 'Configure the identity provider to send UTF-8.',
  },
  response_nul: {
    meaning: 'The decoded message contains a NUL byte.',
    publicMessage: START_AGAIN,
    remedy: 'No XML document may contain one; look for an attack.',
    reference: 'XML 1.0 §2.2',
  },
};
