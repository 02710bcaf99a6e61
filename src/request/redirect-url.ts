import { deflateRawSync } from 'node:zlib';

/** What goes into the URL that a browser is sent to. */
export interface RedirectUrlOptions {
  /** The identity provider's SSO address; parameters that it has already are kept. */
  readonly signInUrl: string;
  readonly authnRequestXml: string;
  /** At most 80 octets. */
  readonly relayState: string;
  /** Address or user name to fill in; null for none. */
  readonly loginHint: string | null;
  /** Domain whose own sign-in page is wanted, such as `contoso.com`; null for none. */
  readonly domainHint: string | null;
}

const MAX_RELAY_STATE_OCTETS = 80;
/** Parameters of the binding itself, of which there must be one each. */
const RESERVED: ReadonlySet<string> = new Set([
  'SAMLRequest',
  'SAMLResponse',
  'RelayState',
  'SigAlg',
  'Signature',
]);

/**
 * Builds the URL of the HTTP-Redirect binding (saml-bindings 3.4.4.1): the request as raw DEFLATE, base64 and
 * URL-encoded, then RelayState, then the hints. The hints stand outside the message because Entra refuses a
 * Subject in it: `login_hint` for the person, and the domain as `whr`, which is Entra's word in SAML, and as
 * `domain_hint`, its word everywhere else; Entra ignores what it does not know. Throws `TypeError` for a
 * RelayState that is too long and for a sign-in URL that carries a parameter of the binding already.
 */
export function redirectUrl(options: RedirectUrlOptions): string {
  const { domainHint, loginHint, signInUrl } = options;
  const hints = new Map<string, string>();
  if (loginHint !== null) hints.set('login_hint', loginHint);
  if (domainHint !== null) hints.set('whr', domainHint).set('domain_hint', domainHint);
  const url = new URL(signInUrl);
  url.hash = '';
  url.search = [
    ...keptParameters(url.search, hints),
    redirectQuery(options.authnRequestXml, options.relayState),
    ...[...hints].map(([name, value]) => parameter(name, value)),
  ].join('&');
  return url.href;
}

/**
 * The part of the query that the binding defines, `SAMLRequest=…&RelayState=…`, encoded once: exactly the
 * octets that a signature is made over, with `&SigAlg=…` behind them.
 */
export function redirectQuery(authnRequestXml: string, relayState: string): string {
  if (relayState === '' || Buffer.byteLength(relayState, 'utf8') > MAX_RELAY_STATE_OCTETS) {
    throw new TypeError(`RelayState must have 1 to ${MAX_RELAY_STATE_OCTETS} octets`);
  }
  const message = deflateRawSync(Buffer.from(authnRequestXml, 'utf8')).toString('base64');
  return `${parameter('SAMLRequest', message)}&${parameter('RelayState', relayState)}`;
}

// Left as they are written, since a provider may compare them to the letter; only our own hints take the place
// of older ones.
function keptParameters(search: string, hints: ReadonlyMap<string, string>): string[] {
  const kept: string[] = [];
  for (const written of search.replace(/^\?/, '').split('&')) {
    if (written === '') continue;
    const [name = ''] = new URLSearchParams(written).keys();
    if (RESERVED.has(name)) throw new TypeError(`The sign-in URL already has the parameter ${name}`);
    if (!hints.has(name)) kept.push(written);
  }
  return kept;
}

// By way of UTF-8, which replaces a lone surrogate; encodeURIComponent alone would throw at it.
function parameter(name: string, value: string): string {
  return `${name}=${encodeURIComponent(Buffer.from(value, 'utf8').toString('utf8'))}`;
}
