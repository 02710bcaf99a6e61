import { describe, expect, it } from 'vitest';
import { browserCookieName, matchesBrowser, newBrowserBinding } from '../../src/request/browser-binding.js';

describe('browser binding', () => {
  it('matches its own secret', () => {
    const { hash, secret } = newBrowserBinding();
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/u);
    expect(hash).toMatch(/^[A-Za-z0-9_-]{43}$/u);
    expect(matchesBrowser(hash, secret)).toBe(true);
  });

  it('WEB-01: matches no other browser', () => {
    const { hash, secret } = newBrowserBinding();
    for (const other of [newBrowserBinding().secret, '', hash, `${secret}=`, secret.slice(1), ` ${secret}`]) {
      expect(matchesBrowser(hash, other)).toBe(false);
    }
  });

  it('matches nothing where the stored hash is broken', () => {
    const { secret } = newBrowserBinding();
    for (const broken of ['', 'abc', '!', 'A'.repeat(44)]) expect(matchesBrowser(broken, secret)).toBe(false);
  });

  it('is another one each time', () => {
    const secrets = new Set(Array.from({ length: 100 }, () => newBrowserBinding().secret));
    expect(secrets.size).toBe(100);
  });
});

describe('browserCookieName', () => {
  it('is one name for each request, with the host prefix', () => {
    // printf %s _1 | sha256sum
    expect(browserCookieName('_1')).toBe('__Host-claimgate-46c9e22099ee4bfe');
    expect(browserCookieName('_2')).not.toBe(browserCookieName('_1'));
  });
});
