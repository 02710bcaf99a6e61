import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What ties a sign-in to the browser that began it. */
export interface BrowserBinding {
  /** Value of the browser's cookie: 256 random bits, base64url. Kept by the browser only. */
  readonly secret: string;
  /** SHA-256 of the secret, base64url: what the request store keeps. */
  readonly hash: string;
}

export function newBrowserBinding(): BrowserBinding {
  const secret = randomBytes(32).toString('base64url');
  return { secret, hash: sha256(secret).toString('base64url') };
}

/** Whether a cookie's value is the secret behind the stored hash, in a time that tells nothing about the hash. */
export function matchesBrowser(hash: string, secret: string): boolean {
  const expected = Buffer.from(hash, 'base64url');
  const received = sha256(secret);
  return expected.length === received.length && timingSafeEqual(expected, received);
}

/**
 * Name of the cookie that holds the secret of one request, so that sign-ins in several tabs keep apart. The
 * prefix makes browsers insist on Secure, Path=/ and no Domain (RFC 6265bis §4.1.3.2).
 */
export function browserCookieName(requestId: string): string {
  return `__Host-claimgate-${sha256(requestId).toString('hex').slice(0, 16)}`;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
