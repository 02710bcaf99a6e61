import { describe, expect, it } from 'vitest';
import { DSIG, ENVELOPED, EXC, EXCLUSIVE, forge, type SignaturePlan } from './forge.js';
import {
  ASSERTION_ID,
  anotherKeyPair,
  codeOf,
  connectionWith,
  detailsOf,
  keyPair,
  mint,
  replaced,
  validate,
  verdict,
} from './message.js';

const unsigned = mint({ sign: 'none' });
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const ENC = 'http://www.w3.org/2001/04/xmlenc#';
const allowingSha1 = connectionWith({ allowSha1: true });

function forged(plan: SignaturePlan): string {
  return codeOf(validate(forge(unsigned, ASSERTION_ID, plan)));
}

function method(algorithm: string): SignaturePlan {
  return { signatureMethod: `<SignatureMethod Algorithm="${algorithm}"/>` };
}

describe('signature algorithms', () => {
  it.each(['sha256', 'sha384', 'sha512'] as const)('RSA with %s is accepted', (signatureHash) => {
    expect(verdict({ signatureHash })).toBe('ok');
  });

  it('SHA-1 is accepted where the connection allows it only', () => {
    expect(verdict({ signatureHash: 'sha1' })).toBe('sha1_not_allowed');
    expect(verdict({ signatureHash: 'sha1', digestHash: 'sha256' })).toBe('sha1_not_allowed');
    expect(verdict({ signatureHash: 'sha256', digestHash: 'sha1' })).toBe('sha1_not_allowed');
    expect(verdict({ signatureHash: 'sha1' }, {}, allowingSha1)).toBe('ok');
    expect(verdict({ signatureHash: 'sha256', digestHash: 'sha1' }, {}, allowingSha1)).toBe('ok');
  });

  it.each([
    `${DSIG}hmac-sha1`,
    `${MORE}hmac-sha256`,
    `${DSIG}dsa-sha1`,
    `${MORE}rsa-md5`,
    `${MORE}ecdsa-sha256`,
    'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
    `${MORE}RSA-SHA256`,
    `${MORE}rsa-sha256 `,
    ` ${MORE}rsa-sha256`,
    'none',
    'urn:x',
    '',
    '__proto__',
    'constructor',
  ])('%j is no algorithm', (algorithm) => {
    const xml = forge(unsigned, ASSERTION_ID, method(algorithm));
    expect(codeOf(validate(xml, {}, allowingSha1))).toBe('signature_algorithm_not_allowed');
    expect(detailsOf(validate(xml))).toEqual({ element: 'Assertion', algorithm });
  });

  it.each([keyPair.certificatePem, keyPair.certificateBase64])(
    'an HMAC keyed with the certificate is not even computed',
    (hmacSecret) => {
      expect(forged({ ...method(`${MORE}hmac-sha256`), hmacSecret })).toBe('signature_algorithm_not_allowed');
      expect(forged({ hmacSecret })).toBe('signature_invalid');
    },
  );

  it('the algorithm named must be the one used', () => {
    expect(forged(method(`${MORE}rsa-sha512`))).toBe('signature_invalid');
  });
});

describe('digest algorithms', () => {
  it.each([`${DSIG}md5`, `${MORE}md5`, `${MORE}sha256`, `${ENC}SHA256`, `${ENC}sha384`, '', 'sha256', 'get'])(
    '%j is none',
    (digestMethod) => {
      expect(forged({ digestMethod })).toBe('digest_algorithm_not_allowed');
    },
  );

  it('the digest must be as long as its algorithm makes it', () => {
    expect(forged({ digestMethod: `${ENC}sha512` })).toBe('digest_value_malformed');
  });
});

describe('canonicalisation and transforms', () => {
  it.each([
    `${EXC}WithComments`,
    'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
    'http://www.w3.org/2006/12/xml-c14n11',
    EXC.slice(0, -1),
    '',
  ])('SignedInfo is not canonicalised by %j', (algorithm) => {
    const xml = forge(unsigned, ASSERTION_ID, {
      canonicalization: `<CanonicalizationMethod Algorithm="${algorithm}"/>`,
    });
    expect(detailsOf(validate(xml))).toEqual({ element: 'Assertion', algorithm });
    expect(codeOf(validate(xml))).toBe('canonicalization_not_allowed');
  });

  it.each([
    ['none but the enveloped signature', ENVELOPED],
    ['the canonicalisation alone', EXCLUSIVE],
    ['the other order', EXCLUSIVE + ENVELOPED],
    ['a third', ENVELOPED + EXCLUSIVE + EXCLUSIVE],
    ['the enveloped signature twice', ENVELOPED + ENVELOPED],
    ['the canonicalisation twice', EXCLUSIVE + EXCLUSIVE],
    ['with comments', `${ENVELOPED}<Transform Algorithm="${EXC}WithComments"/>`],
    ['inclusive', `${ENVELOPED}<Transform Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>`],
    ['XSLT', '<Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>'],
    ['XPath', `${ENVELOPED}<Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"/>`],
    ['base64', `${ENVELOPED}<Transform Algorithm="${DSIG}base64"/>`],
    [
      'a PrefixList on the enveloped signature',
      `<Transform Algorithm="${DSIG}enveloped-signature"><InclusiveNamespaces xmlns="${EXC}" PrefixList="a"/></Transform>${EXCLUSIVE}`,
    ],
    [
      'a PrefixList beyond the limit',
      `${ENVELOPED}<Transform Algorithm="${EXC}"><InclusiveNamespaces xmlns="${EXC}" PrefixList="${'a '.repeat(33)}"/></Transform>`,
    ],
  ])('transforms are refused: %s', (_kind, transforms) => {
    const xml = forge(unsigned, ASSERTION_ID, { transforms });
    expect(codeOf(validate(xml))).toBe('transforms_not_allowed');
    const algorithms = [...transforms.matchAll(/Algorithm="([^"]*)"/g)].map(([, algorithm]) => algorithm);
    expect(detailsOf(validate(xml))).toEqual({ element: 'Assertion', algorithms });
  });

  it('a PrefixList is obeyed, up to its limit', () => {
    const withList = (list: string, prefixes: readonly string[]): string =>
      forged({
        prefixes,
        transforms: `${ENVELOPED}<Transform Algorithm="${EXC}"><InclusiveNamespaces xmlns="${EXC}" PrefixList="${list}"/></Transform>`,
      });
    expect(withList('', [])).toBe('ok');
    expect(withList(' samlp&#9;#default\n', ['samlp', ''])).toBe('ok');
    expect(withList('samlp', ['samlp'])).toBe('ok');
    expect(withList('samlp', [])).toBe('digest_mismatch');
    expect(withList('none '.repeat(32), [])).toBe('ok');
  });

  it('so is one of the canonicalisation of SignedInfo, up to its limit', () => {
    const withList = (list: string): string =>
      forged({
        canonicalization: `<CanonicalizationMethod Algorithm="${EXC}"><InclusiveNamespaces xmlns="${EXC}" PrefixList="${list}"/></CanonicalizationMethod>`,
      });
    expect(withList('none xs')).toBe('ok');
    expect(withList('samlp')).toBe('signature_invalid');
    expect(withList('a '.repeat(33))).toBe('canonicalization_not_allowed');
  });
});

describe('values', () => {
  it.each([
    ['nothing', () => ''],
    ['white space', () => ' \n'],
    ['junk before it', (value: string) => `!!**${value}`],
    ['junk within it', (value: string) => `${value.slice(0, 8)}-${value.slice(8)}`],
    ['base64url', (value: string) => value.replace(/[+/=]/g, '_')],
    ['no padding', (value: string) => value.replace(/=+$/, '')],
    ['padding within', (value: string) => `QQ==${value}`],
    ['a no-break space', (value: string) => `${value}\u00a0`],
    ['a form feed, where XML had it', (value: string) => `${value}&#x85;`],
  ])('SignatureValue and DigestValue are not %s', (_kind, change) => {
    for (const [code, plan] of [
      ['signature_value_malformed', { signatureValue: change }],
      ['digest_value_malformed', { digestValue: change }],
    ] as const) {
      expect(forged(plan)).toBe(code);
      expect(detailsOf(validate(forge(unsigned, ASSERTION_ID, plan)))).toEqual({ element: 'Assertion' });
    }
  });

  it('bits beyond the last octet are not free', () => {
    const bent = (value: string): string =>
      value.replace(/.(?==$)/, (last) => String.fromCharCode(last.charCodeAt(0) + 1));
    expect(forged({ digestValue: bent })).toBe('digest_value_malformed');
  });

  it('may be folded with white space, which XML may write as references', () => {
    const fold = (value: string): string => `\r\n  ${value.slice(0, 20)}&#xD;\n\t${value.slice(20)} `;
    expect(forged({ signatureValue: fold, digestValue: fold })).toBe('ok');
  });

  it.each([
    ['a shorter one', (value: string) => Buffer.from(value, 'base64').subarray(1).toString('base64')],
    [
      'a longer one',
      (value: string) => Buffer.concat([Buffer.alloc(1), Buffer.from(value, 'base64')]).toString('base64'),
    ],
    ['a single octet', () => 'AA=='],
    ['zeros', (value: string) => Buffer.alloc(Buffer.from(value, 'base64').length).toString('base64')],
    ['ones', (value: string) => Buffer.alloc(Buffer.from(value, 'base64').length, 0xff).toString('base64')],
  ])('an RSA signature is not %s', (_kind, signatureValue) => {
    expect(forged({ signatureValue })).toBe('signature_invalid');
  });

  it('the digest of nothing is not the digest of an assertion', () => {
    const xml = forge(unsigned, ASSERTION_ID, { content: '' });
    expect(detailsOf(validate(xml))).toMatchObject({
      element: 'Assertion',
      expected: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
    });
  });

  it('content that was changed behind the signature is a digest mismatch', () => {
    const xml = replaced(mint(), 'adele.vance@contoso.com</NameID>', 'alice@victim.test</NameID>');
    expect(detailsOf(validate(xml))).toEqual({
      element: 'Assertion',
      expected: expect.any(String),
      computed: expect.any(String),
    });
    expect(codeOf(validate(xml))).toBe('digest_mismatch');
  });

  it('a SignedInfo that was changed is an invalid signature, before anything else of it is believed', () => {
    const xml = replaced(mint(), /(?<=<DigestValue>)[^<]*/, 'AAAA');
    expect(codeOf(validate(xml))).toBe('signature_invalid');
    const transforms = replaced(
      mint(),
      `${EXCLUSIVE.slice(0, -2)}></Transform>`.slice(0, 0) || /<Transform Algorithm="[^"]*exc-c14n#"\/>/,
      '',
    );
    expect(codeOf(validate(transforms))).toBe('signature_invalid');
  });
});

describe('keys', () => {
  const other = anotherKeyPair();

  it('come from the connection, never from the message', () => {
    const evil = mint({ keyPair: other });
    expect(codeOf(validate(evil))).toBe('signing_certificate_unknown');
    expect(detailsOf(validate(evil))).toEqual({
      element: 'Assertion',
      received: other.sha256Thumbprint,
      certificatesTried: [keyPair.sha256Thumbprint],
    });
  });

  it.each([
    ['the right certificate', { keyInfoCertificates: [keyPair.certificateBase64] }],
    ['no KeyInfo', { includeKeyInfo: false }],
    ['no certificate in it', { keyInfoCertificates: [''] }],
  ])('a wrong key with %s is an invalid signature', (_kind, options) => {
    expect(verdict({ keyPair: other, ...options })).toBe('signature_invalid');
  });

  it.each([
    '<KeyInfo/>',
    '<KeyInfo><X509Data/></KeyInfo>',
    '<KeyInfo><KeyName>x</KeyName></KeyInfo>',
    '<KeyInfo><RetrievalMethod URI="http://127.0.0.1:1/"/></KeyInfo>',
    '<KeyInfo>text</KeyInfo>',
  ])('KeyInfo %s is no hint, and no harm', (keyInfo) => {
    expect(forged({ keyInfo })).toBe('ok');
    expect(forged({ keyInfo, privateKeyPem: other.privateKeyPem })).toBe('signature_invalid');
  });

  it('a right signature is accepted whatever certificate stands beside it', () => {
    expect(verdict({ keyInfoCertificates: [other.certificateBase64, 'AAAA'] })).toBe('ok');
    expect(verdict({ includeKeyInfo: false })).toBe('ok');
  });

  it('all on file are tried, in any order', () => {
    const third = anotherKeyPair();
    const several = connectionWith({
      certificates: [third.certificatePem, keyPair.certificatePem, other.certificatePem],
    });
    expect(verdict({}, {}, several)).toBe('ok');
    expect(verdict({ keyPair: other }, {}, several)).toBe('ok');
    const stranger = mint({ keyPair: anotherKeyPair(), includeKeyInfo: false });
    expect(detailsOf(validate(stranger, {}, several))).toEqual({
      element: 'Assertion',
      certificatesTried: [third, keyPair, other].map(({ sha256Thumbprint }) => sha256Thumbprint),
    });
  });
});
