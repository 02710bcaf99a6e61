import { describe, expect, it } from 'vitest';
import { parseReturnTo } from '../../src/organizations/return-to.js';

function returnTo(value: string | undefined): string {
  const parsed = parseReturnTo(value);
  return parsed.ok ? parsed.value : parsed.error.code;
}

describe('parseReturnTo', () => {
  it.each([undefined, '', '/'])('returns to the start for %j', (value) => {
    expect(returnTo(value)).toBe('/');
  });

  it.each([
    ['/reports', '/reports'],
    ['/reports/?week=12&next=//evil.test/%0d%0a#part', '/reports/?week=12&next=//evil.test/%0d%0a#part'],
    ['/a/../b/./c', '/b/c'],
    ['/a//b', '/a//b'],
    ['/files/a%2Fb', '/files/a%2Fb'],
    ['/bücher?q=ü b', '/b%C3%BCcher?q=%C3%BC%20b'],
    ['/user@evil.test', '/user@evil.test'],
    ['/https://evil.test', '/https://evil.test'],
    ['/100%', '/100%'],
    ['/../../etc', '/etc'],
  ])('narrows %j to %j', (value, path) => {
    expect(returnTo(value)).toBe(path);
  });

  it.each([
    'https://evil.test',
    'https://evil.test/',
    'HTTPS:/evil.test',
    '//evil.test',
    '///evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    '/a\\b',
    '/%2f%2fevil.test',
    '/%2Fevil.test',
    '/%5cevil.test',
    '/%2F%5Cevil.test',
    '/..//evil.test',
    '/a/..//evil.test',
    '/.//evil.test',
    '/%2e//evil.test',
    '/a/%2e%2e//evil.test',
    '/a/..%2f/evil.test',
    '/a%2f..%2f..%2f/evil.test',
    '\t//evil.test',
    '/\t/evil.test',
    '/\n/evil.test',
    '/%09/evil.test',
    '/a%00',
    '/a\r\nSet-Cookie: a=b',
    '/a%0d%0aSet-Cookie:%20a=b',
    '/a\u0085',
    '/a\ud800',
    ' /reports',
    'reports',
    '?week=12',
    '#part',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://sp.example.com@evil.test',
    '@evil.test',
    '.evil.test',
    '/a%2f%2e%2e%2f%2fevil.test',
    `/${'a'.repeat(2048)}`,
    `/${'a/../'.repeat(410)}`,
    `/${'ü'.repeat(700)}`,
  ])('WEB-02: refuses %j', (value) => {
    expect(returnTo(value)).toBe('return_to_not_allowed');
  });

  it('accepts 2048 characters', () => {
    expect(returnTo(`/${'a'.repeat(2047)}`)).toHaveLength(2048);
  });

  it('gives the beginning of a refused value to the log', () => {
    const parsed = parseReturnTo(`//${'e'.repeat(5_000)}`);
    expect(parsed).toMatchObject({ ok: false, error: { details: { received: `//${'e'.repeat(254)}` } } });
  });

  it('throws for what is not a string', () => {
    for (const value of [['/'], new String('/'), null]) {
      expect(() => parseReturnTo(value as never)).toThrow(TypeError);
    }
  });
});
