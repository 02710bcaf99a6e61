import type { NoDetails, Rows } from '../catalogue-row.js';
import { START_AGAIN } from '../public-messages.js';

export interface HttpErrors {
  method_not_allowed: { readonly received: string; readonly allowed: readonly string[] };
  content_type_not_supported: { readonly received: string | null };
  body_too_large: { readonly limit: number };
  body_not_readable: { readonly reason: string };
  relay_state_repeated: NoDetails;
  saml_request_unexpected: NoDetails;
  parameter_in_query: { readonly parameter: string };
  path_unknown: { readonly path: string };
}

const POST_ONLY = 'Only the identity provider’s form post goes to the Reply URL.';

export const httpRows: Rows<HttpErrors> = {
  method_not_allowed: {
    meaning: 'The address was called with another HTTP method than it takes.',
    publicMessage: START_AGAIN,
    remedy: `The methods of this address are in details.allowed. ${POST_ONLY}`,
    reference: 'saml-bindings 3.5.4, saml-profiles 4.1.2',
  },
  content_type_not_supported: {
    meaning: 'The body is not application/x-www-form-urlencoded.',
    publicMessage: START_AGAIN,
    remedy: POST_ONLY,
    reference: 'saml-bindings 3.5.4',
  },
  body_too_large: {
    meaning: 'The body is larger than the limit; the rest of it was not read.',
    publicMessage: START_AGAIN,
    remedy:
      'Send fewer groups: Entra, Attributes & Claims › Group claims › Groups assigned to the application.',
  },
  body_not_readable: {
    meaning: 'The body could not be read as a form.',
    publicMessage: START_AGAIN,
    remedy:
      'If a body parser runs before the handler, it must be express.urlencoded, text, raw or none; details.reason says more.',
  },
  relay_state_repeated: {
    meaning: 'The form has more than one RelayState field.',
    publicMessage: START_AGAIN,
    remedy: POST_ONLY,
    reference: 'saml-bindings 3.5.4',
  },
  saml_request_unexpected: {
    meaning: 'The form has a SAMLRequest field; the Assertion Consumer Service takes answers only.',
    publicMessage: START_AGAIN,
    remedy: POST_ONLY,
    reference: 'saml-bindings 3.5.4',
  },
  parameter_in_query: {
    meaning: 'A SAML parameter came in the query; the Redirect binding is not allowed for a Response.',
    publicMessage: START_AGAIN,
    remedy: POST_ONLY,
    reference: 'saml-profiles 4.1.2',
  },
  path_unknown: {
    meaning: 'No page of single sign-on has this address.',
    publicMessage: START_AGAIN,
    remedy: 'Compare the addresses in the settings with those in Entra’s Basic SAML Configuration.',
  },
};
