import { type Result, refusal } from '../errors/index.js';
import type { Connection } from '../organizations/connection.js';
import { parseReturnTo } from '../organizations/return-to.js';
import { pageOf } from './service-provider-urls.js';
import type { Settings } from './settings.js';

/**
 * The path on our own site where a person goes after signing in; `/` where none is asked for. Refuses other
 * sites, and the pages of single sign-on themselves, where the sign-in would begin again.
 */
export function readReturnPlace(settings: Settings, received: string | undefined): Result<string> {
  const returnTo = parseReturnTo(received);
  if (!returnTo.ok) return returnTo;
  const { pathname } = new URL(settings.origin + returnTo.value);
  return pageOf(settings.pathPrefix, pathname) === null
    ? returnTo
    : refusal('return_to_not_allowed', { received: returnTo.value });
}

/**
 * Where an unsolicited sign-in leads. Its RelayState may name a page (saml-profiles 4.1.5), but only one of our own;
 * otherwise the connection says it.
 */
export function landingPlace(settings: Settings, connection: Connection, relayState: string | null): string {
  const asked = relayState ? readReturnPlace(settings, relayState) : null;
  if (asked?.ok) return asked.value;
  const landing = readReturnPlace(settings, connection.landingPath);
  return landing.ok ? landing.value : '/';
}
