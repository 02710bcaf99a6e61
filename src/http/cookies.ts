import { browserCookieName } from '../request/browser-binding.js';

/** Sign-ins that one browser may have under way, so that no other site can fill up its Cookie header. */
const MOST_AT_ONCE = 12;
const PREFIX = browserCookieName('').replace(/[^-]*$/u, '');
const COOKIE_NAME = /^[A-Za-z0-9_-]+$/u;

/** The cookies of a request by name, as written; of two with one name the first. */
export function readCookies(request: Request): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const equals = pair.indexOf('=');
    const name = withoutBlanks(pair.slice(0, Math.max(equals, 0)));
    if (name !== '' && !cookies.has(name)) cookies.set(name, withoutBlanks(pair.slice(equals + 1)));
  }
  return cookies;
}

/**
 * Without the spaces and tabs around it, and nothing more: String.trim also drops a no-break space, and a name
 * that begins with one is not under the `__Host-` prefix for browsers, so that a sub-domain could set it.
 */
function withoutBlanks(text: string): string {
  return text.replace(/^[ \t]+/u, '').replace(/(?<![ \t])[ \t]+$/u, '');
}

/**
 * Set-Cookie for the browser's half of a request. `SameSite=None` because the answer is a POST from another site
 * (no other value is sent along then); the `__Host-` prefix keeps sub-domains from setting it.
 */
export function setCookie(name: string, value: string, maxAgeSeconds: number): string {
  return `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=None; Max-Age=${maxAgeSeconds}`;
}

/** Set-Cookie that deletes. */
export function clearCookie(name: string): string {
  return setCookie(name, '', 0);
}

/** Names of the oldest sign-ins under way (browsers send older cookies first) beyond what a person has open. */
export function surplusCookies(cookies: ReadonlyMap<string, string>): readonly string[] {
  const ours = [...cookies.keys()].filter((name) => name.startsWith(PREFIX) && COOKIE_NAME.test(name));
  return ours.slice(0, Math.max(0, ours.length + 1 - MOST_AT_ONCE));
}
