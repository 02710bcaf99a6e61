// saml-bindings 3.4.5.1 and 3.5.5.1: neither requests nor responses may stay in a cache.
const NOT_CACHED = [
  ['Cache-Control', 'no-cache, no-store'],
  ['Pragma', 'no-cache'],
] as const;

const DEFAULTS = [
  ['Referrer-Policy', 'no-referrer'],
  ['X-Content-Type-Options', 'nosniff'],
] as const;

/** Sets what every response of single sign-on carries; what the application set itself stays, but for caching. */
export function protect(headers: Headers): void {
  for (const [name, value] of NOT_CACHED) headers.set(name, value);
  for (const [name, value] of DEFAULTS) if (!headers.has(name)) headers.set(name, value);
}
