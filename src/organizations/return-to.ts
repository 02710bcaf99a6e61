import { type Result, refusal, success } from '../errors/index.js';

const MAX_LENGTH = 2048;
const MAX_SHOWN = 256;
/** Stands for our own site, whatever its name is; reserved by RFC 6761, so it is nobody else's. */
const OWN_SITE = 'https://own-site.invalid';
/** A browser drops tabs and line ends from a URL and reads a backslash as a slash. */
const NEVER_IN_A_PATH = /[\p{Cc}\p{Cs}\\]/u;
const ENCODED_CONTROL = /%(?:[01][0-9a-f]|7f)/i;

/**
 * Narrows the place to return to after signing in to a path on our own site, with its query and fragment, in
 * the form in which WHATWG URL writes it: ASCII, dot segments resolved, at most 2048 characters. Without a
 * value it is `/`. Refuses absolute and scheme-relative URLs, backslashes, control characters, and paths that
 * turn into another site's address once dot segments are resolved or `%2f`, `%5c` and `%2e` are decoded.
 */
export function parseReturnTo(value: string | undefined): Result<string> {
  if (value === undefined || value === '') return success('/');
  if (typeof value !== 'string') throw new TypeError('returnTo must be a string');
  const url = value.length > MAX_LENGTH || NEVER_IN_A_PATH.test(value) ? null : onOwnSite(value);
  if (url === null || ENCODED_CONTROL.test(url.pathname) || onOwnSite(decoded(url.pathname)) === null) {
    return notAllowed(value);
  }
  const returnTo = `${url.pathname}${url.search}${url.hash}`;
  return returnTo.length > MAX_LENGTH ? notAllowed(value) : success(returnTo);
}

function onOwnSite(path: string): URL | null {
  if (!path.startsWith('/') || !URL.canParse(path, OWN_SITE)) return null;
  const url = new URL(path, OWN_SITE);
  // `/..//other.example` resolves to `//other.example`, which a browser would take for another site.
  return url.origin === OWN_SITE && !url.pathname.startsWith('//') ? url : null;
}

// What a proxy or framework on the way could make of the path. It is looked at only, never passed on.
function decoded(path: string): string {
  return path.replace(/%2f|%5c/gi, '/').replace(/%2e/gi, '.');
}

function notAllowed(value: string): Result<string> {
  return refusal('return_to_not_allowed', { received: value.slice(0, MAX_SHOWN) });
}
