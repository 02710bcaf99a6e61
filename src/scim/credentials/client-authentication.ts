import { Buffer } from 'node:buffer';
import { type Result, refusal, success } from '../../errors/index.js';

/** How a client of the token endpoint says who it is. */
export type ClientAuthentication =
  | { readonly kind: 'secret'; readonly clientId: string; readonly secret: string }
  | { readonly kind: 'assertion'; readonly clientId: string; readonly assertion: string };

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const LONGEST_HEADER = 4_096;
const LONGEST_ID = 200;
const BASIC = /^basic +([A-Za-z0-9+/]+={0,2}) *$/iu;

/**
 * Reads client_secret_basic, client_secret_post (RFC 6749 §2.3.1) or a client assertion (RFC 7523 §2.2): one of them,
 * never two. Refuses `scim_token_request_invalid` and `scim_client_refused`.
 */
export function readClientAuthentication(
  form: URLSearchParams,
  authorization: string | null,
): Result<ClientAuthentication> {
  const [secret, assertion] = [form.get('client_secret'), form.get('client_assertion')];
  const ways = [authorization, secret, assertion].filter((way) => way !== null);
  if (ways.length > 1) return invalid('more than one kind of client authentication');
  const clientId = form.get('client_id');
  if (authorization !== null) return readBasic(authorization, clientId);
  if (clientId === null || clientId === '' || clientId.length > LONGEST_ID) return refused('client-id');
  if (secret !== null) return success({ kind: 'secret', clientId, secret });
  if (assertion === null) return refused('no-authentication');
  if (form.get('client_assertion_type') !== ASSERTION_TYPE) return invalid('client_assertion_type');
  return success({ kind: 'assertion', clientId, assertion });
}

function readBasic(authorization: string, expectedId: string | null): Result<ClientAuthentication> {
  const [, encoded] = authorization.length > LONGEST_HEADER ? [] : (BASIC.exec(authorization) ?? []);
  if (encoded === undefined) return refused('authorization-header');
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const [clientId, secret] = [decoded(text.slice(0, colon)), decoded(text.slice(colon + 1))];
  const isRead = colon > 0 && clientId !== null && secret !== null && clientId.length <= LONGEST_ID;
  if (!isRead) return refused('authorization-header');
  if (expectedId !== null && expectedId !== clientId) return invalid('two client ids');
  return success({ kind: 'secret', clientId, secret });
}

/** RFC 6749 §2.3.1 has both parts encoded as in a form. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

function invalid(reason: string): Result<never> {
  return refusal('scim_token_request_invalid', { error: 'invalid_request', reason });
}

function refused(reason: string): Result<never> {
  return refusal('scim_client_refused', { reason, credentialId: null, organizationId: null });
}
