import { type Result, success } from '../errors/index.js';
import { describe, invalidOption } from './connection-options.js';
import { cloudOfLoginHost, namesNoTenant, readUrl } from './entra-urls.js';
import type { ReadSignInUrl } from './sign-in-url.js';

const MESSAGE_PARAMETERS = ['SAMLRequest', 'SAMLResponse', 'RelayState', 'SigAlg', 'Signature'];

/**
 * Where logout messages go: as given, else at Entra the IdP Sign-in URL. Refuses Microsoft's WS-Federation
 * sign-out page, which older guides name for applications without SAML logout, and an address with a message in it.
 */
export function readLogoutUrl(given: string | null, signIn: ReadSignInUrl): Result<string | null> {
  if (given === null) return success(signIn.cloud === null ? null : signIn.signInUrl);
  const url = readUrl(given);
  const parameters = new URLSearchParams(url?.query);
  const carriesMessage = MESSAGE_PARAMETERS.some((name) => parameters.has(name));
  const isOfMicrosoft = url !== null && cloudOfLoginHost(url.host) !== undefined;
  if (carriesMessage || (isOfMicrosoft && (namesNoTenant(url) || parameters.has('wa')))) {
    const expected = 'the “Logout URL” of Set up <application> in Entra, https://…/<tenant id>/saml2';
    return invalidOption('logoutUrl', describe(given), expected);
  }
  return success(given);
}
