import type { Rows } from '../catalogue-row.js';
import { ASK_ADMINISTRATOR, CHECK_INPUT, TRY_LATER } from '../public-messages.js';

export interface ScimErrors {
  scim_credential_refused: {
    readonly reason: string;
    readonly credentialId: string | null;
    readonly organizationId: string | null;
  };
  scim_rate_limited: {
    readonly credentialId: string;
    readonly organizationId: string;
    readonly retryAfterSeconds: number;
  };
  scim_user_busy: Record<never, never>;
  scim_client_refused: {
    readonly reason: string;
    readonly credentialId: string | null;
    readonly organizationId: string | null;
  };
  scim_token_request_invalid: { readonly error: string; readonly reason: string };
  scim_credential_invalid: { readonly field: string; readonly reason: string };
  scim_credential_unknown: { readonly credentialId: string };
  scim_credentials_too_many: { readonly limit: number };
}

export const scimRows: Rows<ScimErrors> = {
  scim_credential_refused: {
    meaning:
      'A provisioning request brought no token, or one that is malformed, unknown, expired or revoked, or whose secret is wrong.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy:
      'Make a new token and paste it into Entra: Enterprise application › Provisioning › Admin credentials › Secret Token.',
    reference: 'RFC 7644 §2, RFC 6750 §3',
  },
  scim_rate_limited: {
    meaning: 'A provisioning client sent more requests than it may.',
    publicMessage: TRY_LATER,
    remedy: 'Nothing is to be done: the client waits and sends the request again.',
    reference: 'RFC 6585 §4',
  },
  scim_user_busy: {
    meaning: 'So many changes of one provisioned user wait to be made that no more of them are taken.',
    publicMessage: TRY_LATER,
    remedy:
      'Nothing is to be done if it ends: the client waits and sends the request again. Else look whether the database is slow, or whether a client keeps changing one user.',
    reference: 'RFC 6585 §4',
  },
  scim_client_refused: {
    meaning: 'The token endpoint does not know the client, or its secret or assertion does not hold.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy:
      'Compare client id, secret, tenant id, subject and application id with what Entra shows; see the reason.',
    reference: 'RFC 6749 §5.2, RFC 7523 §3',
  },
  scim_token_request_invalid: {
    meaning: 'A request to the token endpoint is not one that it understands.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy: 'Send a POST with grant_type=client_credentials and one kind of client authentication.',
    reference: 'RFC 6749 §4.4.2',
  },
  scim_credential_invalid: {
    meaning: 'What was entered for a credential of provisioning cannot be used.',
    publicMessage: CHECK_INPUT,
    remedy: 'Correct the field that the details name.',
  },
  scim_credential_unknown: {
    meaning: 'The organisation has no such credential, or it is revoked.',
    publicMessage: CHECK_INPUT,
    remedy: 'Load the list of credentials anew.',
  },
  scim_credentials_too_many: {
    meaning: 'The organisation has as many credentials in use as it may have.',
    publicMessage: CHECK_INPUT,
    remedy: 'Revoke credentials that are not used any more.',
  },
};
