import { type Result, refusal, success } from '../errors/index.js';
import { isLoopbackHost, readUrl } from '../organizations/entra-urls.js';
import { attributeOf } from '../xml/lookup.js';
import type { XmlElement } from '../xml/xml-element.js';
import { HTTP_POST, HTTP_REDIRECT, METADATA } from './metadata-names.js';

/** Where an identity provider takes messages; null for a binding that it does not offer. */
export interface FederationEndpoints {
  readonly signInUrl: string | null;
  readonly postSignInUrl: string | null;
  readonly signOutUrl: string | null;
  readonly postSignOutUrl: string | null;
}

const LONGEST_URL = 2048;

/** Addresses of sign-in and sign-out by HTTP-Redirect and HTTP-POST; one that no browser may be sent to is refused. */
export function readEndpoints(role: XmlElement, entityId: string): Result<FederationEndpoints> {
  const found = {
    signInUrl: locationOf(role, 'SingleSignOnService', HTTP_REDIRECT),
    postSignInUrl: locationOf(role, 'SingleSignOnService', HTTP_POST),
    signOutUrl: locationOf(role, 'SingleLogoutService', HTTP_REDIRECT),
    postSignOutUrl: locationOf(role, 'SingleLogoutService', HTTP_POST),
  };
  for (const [name, location] of Object.entries(found)) {
    if (location === null || isWebAddress(location)) continue;
    const element =
      name.endsWith('SignInUrl') || name === 'signInUrl' ? 'SingleSignOnService' : 'SingleLogoutService';
    return refusal('metadata_location_forbidden', { element, received: location.slice(0, LONGEST_URL) });
  }
  if (found.signInUrl === null && found.postSignInUrl === null) {
    const bindings = endpoints(role, 'SingleSignOnService').map((each) => attributeOf(each, 'Binding') ?? '');
    return refusal('metadata_no_sign_in_url', { entityId, bindings: bindings.slice(0, 20) });
  }
  return success(found);
}

function locationOf(role: XmlElement, name: string, binding: string): string | null {
  const endpoint = endpoints(role, name).find((each) => attributeOf(each, 'Binding') === binding);
  return endpoint === undefined ? null : (attributeOf(endpoint, 'Location') ?? '').trim();
}

function endpoints(role: XmlElement, name: string): readonly XmlElement[] {
  return role.children.filter(({ namespace, localName }) => namespace === METADATA && localName === name);
}

function isWebAddress(location: string): boolean {
  const url = location.length > LONGEST_URL ? null : readUrl(location);
  return (
    url !== null &&
    (url.scheme === 'https' || isLoopbackHost(url.host)) &&
    url.fragment === '' &&
    !url.authority.includes('@')
  );
}
