import { describe, expect, it } from 'vitest';
import { digestAlgorithm, signatureAlgorithm } from '../../src/response/algorithms.js';

const XMLENC = 'http://www.w3.org/2001/04/xmlenc#';
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';

describe.each([false, true])('with SHA-1 allowed: %s', (allowSha1) => {
  it.each([
    ['sha256', `${MORE}rsa-sha256`, `${XMLENC}sha256`],
    ['sha384', `${MORE}rsa-sha384`, `${MORE}sha384`],
    ['sha512', `${MORE}rsa-sha512`, `${XMLENC}sha512`],
  ])('%s is used for signatures and digests', (hash, signature, digest) => {
    expect(signatureAlgorithm(signature, allowSha1)).toEqual({ hash });
    expect(digestAlgorithm(digest, allowSha1)).toEqual({ hash });
  });

  it.each([
    '',
    'sha256',
    'toString',
    `${MORE}md5`,
    `${MORE}rsa-md5`,
    `${MORE}RSA-SHA256`,
    `${MORE}rsa-sha256 `,
    `${MORE}ecdsa-sha256`,
    `${DSIG}hmac-sha1`,
    `${DSIG}dsa-sha1`,
  ])('%j is unknown', (identifier) => {
    expect(signatureAlgorithm(identifier, allowSha1)).toBe('unknown');
    expect(digestAlgorithm(identifier, allowSha1)).toBe('unknown');
  });

  it('an algorithm of signatures is none of digests, nor the other way round', () => {
    for (const digest of [`${XMLENC}sha256`, `${DSIG}sha1`]) {
      expect(signatureAlgorithm(digest, allowSha1)).toBe('unknown');
    }
    for (const signature of [`${MORE}rsa-sha256`, `${DSIG}rsa-sha1`]) {
      expect(digestAlgorithm(signature, allowSha1)).toBe('unknown');
    }
  });

  it('SHA-1 is told apart from what is unknown', () => {
    const expected = allowSha1 ? { hash: 'sha1' } : 'sha1';
    expect(signatureAlgorithm(`${DSIG}rsa-sha1`, allowSha1)).toEqual(expected);
    expect(digestAlgorithm(`${DSIG}sha1`, allowSha1)).toEqual(expected);
  });
});
