import type { MessageSigner, OutgoingMessage } from './outgoing-message.js';
import { parameter, redirectQuery } from './redirect-query.js';

/** What stands beside the message in the query. */
export interface Hints {
  /** Address or user name to fill in; null for none. */
  readonly loginHint: string | null;
  /** Domain whose own sign-in page is wanted, such as `contoso.com`; null for none. */
  readonly domainHint: string | null;
}

/** What goes into the URL that a browser is sent to. */
export interface RedirectUrlOptions extends Hints {
  /** The identity provider's address; parameters that it has already are kept. */
  readonly address: string;
  readonly message: OutgoingMessage;
  /** Null for an unsigned message. */
  readonly signer: MessageSigner | null;
}

/** Parameters of the binding itself, of which there must be one each. */
const RESERVED: ReadonlySet<string> = new Set([
  'SAMLRequest',
  'SAMLResponse',
  'RelayState',
  'SigAlg',
  'Signature',
]);

/**
 * Builds the URL of the HTTP-Redirect binding (saml-bindings 3.4.4.1): the address with its own parameters, the
 * message, then the hints, which no signature covers. The hints stand outside the message because Entra refuses a
 * Subject in it: `login_hint` for the person, and the domain as `whr`, which is Entra's word in SAML, and as
 * `domain_hint`, its word everywhere else; Entra ignores what it does not know. Throws `TypeError` for an address
 * that carries a parameter of the binding already.
 */
export function redirectUrl(options: RedirectUrlOptions): string {
  return withQuery(options.address, redirectQuery(options.message, options.signer), options);
}

/** The address that a form with the message is posted to (saml-bindings 3.5.4): the hints are in its query. */
export function postUrl(address: string, hints: Hints): string {
  return withQuery(address, null, hints);
}

function withQuery(address: string, message: string | null, { domainHint, loginHint }: Hints): string {
  const hints = new Map<string, string>();
  if (loginHint !== null) hints.set('login_hint', loginHint);
  if (domainHint !== null) hints.set('whr', domainHint).set('domain_hint', domainHint);
  const url = new URL(address);
  url.hash = '';
  url.search = [
    ...keptParameters(url.search, hints),
    ...(message === null ? [] : [message]),
    ...[...hints].map(([name, value]) => parameter(name, value)),
  ].join('&');
  return url.href;
}

// Left as they are written, since a provider may compare them to the letter; only our own hints take the place
// of older ones.
function keptParameters(search: string, hints: ReadonlyMap<string, string>): string[] {
  const kept: string[] = [];
  for (const written of search.replace(/^\?/, '').split('&')) {
    if (written === '') continue;
    const [name = ''] = new URLSearchParams(written).keys();
    if (RESERVED.has(name)) throw new TypeError(`The address already has the parameter ${name}`);
    if (!hints.has(name)) kept.push(written);
  }
  return kept;
}
