import { type Result, success } from '../errors/index.js';
import { describe, invalidOption } from './connection-options.js';
import { cloudOfLoginHost, namesNoTenant, readUrl, type TypedUrl } from './entra-urls.js';
import { carriesMessage, type ReadSignInUrl, withoutQuery } from './sign-in-url.js';

/**
 * Where logout messages go: as given, else at Entra the IdP Sign-in URL. Refuses Microsoft's WS-Federation
 * sign-out page, which older guides name for applications without SAML logout, and an address with a message in it.
 */
export function readLogoutUrl(given: string | null, signIn: ReadSignInUrl): Result<string | null> {
  if (given === null) return success(signIn.cloud === null ? null : signIn.signInUrl);
  const url = readUrl(given);
  if (url !== null && (carriesMessage(url) || isSignOutPage(url))) {
    const expected = 'the “Logout URL” of Set up <application> in Entra, https://…/<tenant id>/saml2';
    const received = carriesMessage(url) ? withoutQuery(url) : given;
    return invalidOption('logoutUrl', describe(received), expected);
  }
  return success(given);
}

function isSignOutPage(url: TypedUrl): boolean {
  const isOfMicrosoft = cloudOfLoginHost(url.host) !== undefined;
  return isOfMicrosoft && (namesNoTenant(url) || new URLSearchParams(url.query).has('wa'));
}
