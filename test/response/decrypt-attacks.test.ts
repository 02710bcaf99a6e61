import { describe, expect, it } from 'vitest';
import { encryptAssertion } from '../../src/testing/encrypt-assertion.js';
import {
  currentKey,
  decrypted,
  encrypting,
  foreignKey,
  mintEncrypted,
  refusalOf,
  withKeys,
} from './encrypted.js';
import { ASSERTION_ID, anotherKeyPair, codeOf, mint, RESPONSE_ID, replaced } from './message.js';

const { pem: certificatePem } = currentKey.certificate;
const FAILED = { code: 'decryption_failed', details: {} };
const assertionOf = /<Assertion .*<\/Assertion>/;
const signatureOf = /<Signature .*<\/Signature>/;
const encryptedOf = /<EncryptedAssertion .*<\/EncryptedAssertion>/;

/** The refusal of a message whose assertion, signed, is changed before it is encrypted. */
function withPlaintext(editPlaintext: (assertion: string) => string | Uint8Array) {
  return refusalOf(decrypted(mintEncrypted({ editPlaintext })));
}

/** What stands behind the one code for a decrypted assertion that nobody signed as it is. */
function unverified(code: string) {
  return { code: 'decrypted_assertion_unverified', details: expect.objectContaining({ code }) };
}

describe('who wrote it', () => {
  it('ENC-01: an unsigned assertion, encrypted to our public key by anybody', () => {
    const xml = mintEncrypted({}, { sign: 'none', nameId: { value: 'mallory@evil.test' } });
    expect(refusalOf(decrypted(xml))).toEqual(unverified('signature_missing'));
  });

  it('ENC-01: an assertion signed with a key that is not on file', () => {
    const xml = mintEncrypted({}, { keyPair: anotherKeyPair() });
    expect(refusalOf(decrypted(xml))).toEqual(unverified('signing_certificate_unknown'));
  });

  it('an assertion changed between signing and encrypting', () => {
    expect(withPlaintext((xml) => replaced(xml, 'adele.vance', 'alice.smith'))).toEqual(
      unverified('digest_mismatch'),
    );
  });

  it('ENC-02, ENC-03: an encrypted and a plain assertion, in either order', () => {
    const plain = assertionOf.exec(mint())?.[0] ?? '';
    const xml = mintEncrypted();
    const before = replaced(xml, '<EncryptedAssertion', `${plain}<EncryptedAssertion`);
    expect(refusalOf(decrypted(before))).toEqual({ code: 'assertion_not_single', details: { count: 2 } });
    const behind = replaced(xml, '</EncryptedAssertion>', `</EncryptedAssertion>${plain}`);
    expect(codeOf(decrypted(behind))).toBe('element_out_of_order');
  });

  it('two encrypted assertions', () => {
    const encrypted = encryptedOf.exec(mintEncrypted())?.[0] ?? '';
    const xml = replaced(mintEncrypted(), encryptedOf, encrypted + encrypted);
    expect(codeOf(decrypted(xml))).toBe('assertion_not_single');
  });

  it('ENC-09: signed Response, assertion unsigned within: accepted, unless the policy wants both or its own', () => {
    const xml = mintEncrypted({ dataAlgorithm: 'aes256-gcm' }, { sign: 'response' });
    expect(codeOf(decrypted(xml))).toBe('ok');
    for (const signaturePolicy of ['assertion', 'both'] as const) {
      expect(refusalOf(decrypted(xml, withKeys({ signaturePolicy })))).toEqual({
        code: 'signature_policy_unsatisfied',
        details: { policy: signaturePolicy, signed: ['Response'] },
      });
    }
  });

  it('the ID of the assertion within the signature of the Response, which covers all but itself', () => {
    const xml = mintEncrypted({}, { sign: 'response' });
    expect(codeOf(decrypted(xml))).toBe('ok');
    const withId = (id: string) => replaced(xml, '<SignatureValue>', `<SignatureValue Id="${id}">`);
    expect(codeOf(decrypted(withId('_another')))).toBe('ok');
    expect(refusalOf(decrypted(withId(ASSERTION_ID)))).toEqual(FAILED);
  });

  it('ENC-10: the ciphertext of a signed Response swapped', () => {
    const other = encryptedOf.exec(mintEncrypted({}, { nameId: { value: 'mallory@evil.test' } }))?.[0] ?? '';
    const xml = replaced(mintEncrypted({}, { sign: 'response' }), encryptedOf, other);
    expect(codeOf(decrypted(xml))).toBe('digest_mismatch');
  });

  it('ENC-10: the Response signature cut off, the assertion within unsigned', () => {
    const xml = mintEncrypted({}, { sign: 'response' }).replace(/<Signature .*<\/Signature>/, '');
    expect(refusalOf(decrypted(xml))).toEqual(unverified('signature_missing'));
  });

  it('XSW-26: an assertion of a signed Response replaced by an encrypted one', () => {
    const xml = encryptAssertion(mint({ sign: 'response' }), { certificatePem });
    expect(codeOf(decrypted(xml))).toBe('digest_mismatch');
  });

  it('a Response signature that the policy demands is missed before anything is decrypted', () => {
    expect(refusalOf(decrypted(mintEncrypted(), withKeys({ signaturePolicy: 'response' })))).toEqual({
      code: 'signature_policy_unsatisfied',
      details: { policy: 'response', signed: [] },
    });
  });
});

describe('what is in the plaintext', () => {
  it.each<[string, (assertion: string) => string | Uint8Array]>([
    ['ENC-04: an assertion wrapped around the signed one', (xml) => wrapped(xml)],
    ['ENC-04: the signed one wrapped in an extension of the evil one', (xml) => insideAdvice(xml)],
    ['ENC-05: two assertions', (xml) => xml + xml.replaceAll(ASSERTION_ID, '_other')],
    ['ENC-05: text behind the assertion', (xml) => `${xml}x`],
    ['ENC-05: white space before the assertion', (xml) => ` ${xml}`],
    ['ENC-08: a DOCTYPE', (xml) => `<!DOCTYPE Assertion>${xml}`],
    ['ENC-08: a processing instruction', (xml) => `<?xml-stylesheet href="x"?>${xml}`],
    ['an XML declaration', (xml) => `<?xml version="1.0"?>${xml}`],
    ['a comment within', (xml) => replaced(xml, 'adele.vance@', 'adele.vance@<!---->')],
    ['a CDATA section within', (xml) => replaced(xml, 'adele.vance', '<![CDATA[adele]]>.vance')],
    ['a plaintext that closes what is around it', (xml) => `</context>${xml}<context>`],
    ['a plaintext that closes what is around it behind the assertion', (xml) => `${xml}</context><context>`],
    ['another element', () => '<Response xmlns="urn:oasis:names:tc:SAML:2.0:protocol"/>'],
    ['an assertion of SAML 1.1', () => '<Assertion xmlns="urn:oasis:names:tc:SAML:1.0:assertion"/>'],
    ['an encrypted assertion once more', (xml) => `<EncryptedAssertion>${xml}</EncryptedAssertion>`],
    ['nothing', () => ''],
    ['bytes that are not UTF-8', () => Uint8Array.from([0x3c, 0xff, 0xfe])],
    ['a character that is not UTF-8 within', (xml) => Buffer.from(replaced(xml, 'adele', 'adèle'), 'latin1')],
    ['the ID of the Response', (xml) => xml.replaceAll(ASSERTION_ID, RESPONSE_ID)],
    ['an ID twice', (xml) => replaced(xml, '<Subject>', `<Subject ID="${ASSERTION_ID}">`)],
    [
      'the signature twice',
      (xml) => replaced(xml, signatureOf, (signatureOf.exec(xml)?.[0] ?? '').repeat(2)),
    ],
    ['a signature about another element', (xml) => replaced(xml, `URI="#${ASSERTION_ID}"`, 'URI="#_other"')],
    ['a signature without value', (xml) => replaced(xml, /<SignatureValue>.*<\/SignatureValue>/, '')],
  ])('%s', (_name, edit) => {
    expect(withPlaintext(edit)).toEqual(FAILED);
  });

  it('ENC-15: EncryptedID and EncryptedAttribute are refused', () => {
    const encryptedId = '<EncryptedID><a xmlns="urn:x"/></EncryptedID>';
    const withId = mintEncrypted(
      {},
      { editBeforeSigning: (xml) => replaced(xml, /<NameID .*<\/NameID>/, encryptedId) },
    );
    expect(codeOf(decrypted(withId))).toBe('name_id_encrypted');
    const withAttribute = mintEncrypted(
      {},
      {
        attributes: { email: 'adele.vance@contoso.com' },
        editBeforeSigning: (xml) =>
          replaced(xml, '</AttributeStatement>', '<EncryptedAttribute/></AttributeStatement>'),
      },
    );
    expect(codeOf(decrypted(withAttribute))).toBe('attribute_encrypted');
  });
});

describe('the scope of namespaces', () => {
  const undeclared = (xml: string) => replaced(xml, / xmlns="urn:oasis:names:tc:SAML:2.0:assertion"/, '');

  it('a plaintext that stands alone is read, whatever is declared around it', () => {
    const xml = replaced(
      mintEncrypted(),
      '<samlp:Response',
      '<samlp:Response xmlns:x="urn:x" xmlns:e="urn:e"',
    );
    expect(codeOf(decrypted(xml))).toBe('ok');
  });

  it('a plaintext that takes the default namespace from around it is the signed assertion', () => {
    for (const sign of ['assertion', 'response', 'both'] as const) {
      const xml = mintEncrypted({ editPlaintext: undeclared }, { sign });
      expect(codeOf(decrypted(xml))).toBe('ok');
    }
  });

  it('the nearest declaration counts, also where it takes a namespace away', () => {
    const inherited = mintEncrypted({ editPlaintext: undeclared });
    const shadowed = replaced(inherited, '<samlp:Response ', '<samlp:Response xmlns="urn:outer" ');
    expect(codeOf(decrypted(shadowed))).toBe('ok');
    const saml = 'urn:oasis:names:tc:SAML:2.0:assertion';
    const withdrawn = (xml: string): string =>
      replaced(xml, '<samlp:Response ', `<samlp:Response xmlns="${saml}" `)
        .replace(`<EncryptedAssertion xmlns="${saml}"`, `<s:EncryptedAssertion xmlns="" xmlns:s="${saml}"`)
        .replace('</EncryptedAssertion>', '</s:EncryptedAssertion>');
    expect(refusalOf(decrypted(withdrawn(inherited)))).toEqual(FAILED);
    expect(codeOf(decrypted(withdrawn(mintEncrypted())))).toBe('ok');
  });

  it('a prefix that only the Response declares, and that the signature lists as inclusive', () => {
    const options = {
      editBeforeSigning: (xml: string) =>
        replaced(xml, '<samlp:Response', '<samlp:Response xmlns:xs="urn:xs"'),
      inclusiveNamespaces: ['xs'],
    };
    expect(codeOf(decrypted(mintEncrypted({}, options)))).toBe('ok');
  });

  it('another default namespace around it changes what was signed', () => {
    const xml = mintEncrypted({ editPlaintext: undeclared });
    const changed = replaced(xml, /<EncryptedAssertion xmlns="[^"]*">(.*)<\/EncryptedAssertion>/, '');
    const body = encryptedOf.exec(xml)?.[0] ?? '';
    const renamed = body
      .replace('<EncryptedAssertion xmlns=', '<s:EncryptedAssertion xmlns="urn:evil" xmlns:s=')
      .replace('</EncryptedAssertion>', '</s:EncryptedAssertion>');
    const around = replaced(changed, '</samlp:Response>', `${renamed}</samlp:Response>`);
    expect(refusalOf(decrypted(around))).toEqual(FAILED);
  });
});

describe('policies', () => {
  it('ENC-16: a plain assertion where the connection demands encryption', () => {
    const demanding = withKeys({ requireEncryption: true });
    expect(refusalOf(decrypted(mint(), demanding))).toEqual({ code: 'encryption_required', details: {} });
    expect(codeOf(decrypted(mintEncrypted(), demanding))).toBe('ok');
  });

  it('AES-CBC in an unsigned Response is refused where the policy asks for a signed Response or AES-GCM', () => {
    const strict = withKeys({ encryptionPolicy: 'signed-response-or-aead' });
    expect(refusalOf(decrypted(mintEncrypted(), strict))).toEqual({
      code: 'encryption_policy_unsatisfied',
      details: {
        policy: 'signed-response-or-aead',
        algorithm: 'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
      },
    });
    expect(codeOf(decrypted(mintEncrypted({ dataAlgorithm: 'aes128-gcm' }), strict))).toBe('ok');
    expect(codeOf(decrypted(mintEncrypted({}, { sign: 'both' }), strict))).toBe('ok');
  });

  it('a connection without keys says so', () => {
    expect(refusalOf(decrypted(mintEncrypted(), withKeys({ keys: null })))).toEqual({
      code: 'assertion_encrypted',
      details: {},
    });
  });

  it('a key that is not ours is a failed decryption', () => {
    const xml = mintEncrypted({ certificatePem: foreignKey.certificate.pem });
    expect(refusalOf(decrypted(xml, encrypting))).toEqual(FAILED);
  });
});

function wrapped(signed: string): string {
  const evil = signed.replace(/<Signature .*<\/Signature>/, '').replaceAll(ASSERTION_ID, '_evil');
  return replaced(evil, '</Issuer>', `</Issuer><Advice>${signed}</Advice>`);
}

function insideAdvice(signed: string): string {
  const inner = signed.replace(/<Signature .*<\/Signature>/, '');
  const signature = /<Signature .*<\/Signature>/.exec(signed)?.[0] ?? '';
  return inner
    .replaceAll(ASSERTION_ID, '_evil')
    .replace(
      '</Issuer>',
      `</Issuer>${signature.replace('</Signature>', `<Object>${inner}</Object></Signature>`)}`,
    );
}
