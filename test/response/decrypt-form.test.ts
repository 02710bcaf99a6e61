import { describe, expect, it } from 'vitest';
import { success } from '../../src/errors/index.js';
import { decryptResponse } from '../../src/response/decrypt.js';
import { permitDecryption, permitUnreserved } from '../../src/response/decryption-permit.js';
import { isEncrypted, sealedResponse } from '../../src/response/sealed-response.js';
import { readUnverifiedResponse } from '../../src/response/structure.js';
import { validateResponse } from '../../src/response/validate-response.js';
import { verifyDecrypted } from '../../src/response/verify.js';
import { decrypted, encrypting, mintEncrypted, refusalOf } from './encrypted.js';
import { accepted, codeOf, expecting, mint, NOW, posted, replaced } from './message.js';

const XENC = 'http://www.w3.org/2001/04/xmlenc#';
const FAILED = { code: 'decryption_failed', details: {} };
const keyOf = /<e:EncryptedKey .*<\/e:EncryptedKey>/;
const aKey = (xml: string): string => keyOf.exec(xml)?.[0] ?? '';

/** The refusal of a message in which one text of the encryption is replaced. */
function refusedWith(from: string | RegExp, to: string, xml: string = mintEncrypted()) {
  return refusalOf(decrypted(replaced(xml, from, to)));
}

describe('algorithms', () => {
  it('ENC-07: RSA-1.5 is never used, though the key is ours', () => {
    expect(refusalOf(decrypted(mintEncrypted({ keyAlgorithm: 'rsa-1_5', digest: null })))).toEqual({
      code: 'encryption_algorithm_not_allowed',
      details: { part: 'key', algorithm: `${XENC}rsa-1_5` },
    });
  });

  it.each([
    ['data', `${XENC}aes256-cbc`, `${XENC}tripledes-cbc`],
    ['data', `${XENC}aes256-cbc`, 'http://www.w3.org/2009/xmlenc11#aes192-gcm'],
    ['data', `${XENC}aes256-cbc`, `${XENC}AES256-CBC`],
    ['data', `${XENC}aes256-cbc`, 'toString'],
    ['key', `${XENC}rsa-oaep-mgf1p`, `${XENC}kw-aes256`],
    ['digest', 'http://www.w3.org/2000/09/xmldsig#sha1', 'http://www.w3.org/2001/04/xmldsig-more#md5'],
  ])('%s: %s is not %s', (part, from, algorithm) => {
    expect(refusedWith(`"${from}"`, `"${algorithm}"`)).toEqual({
      code: 'encryption_algorithm_not_allowed',
      details: { part, algorithm },
    });
  });

  it('a mask that rsa-oaep-mgf1p does not have, or that nobody knows', () => {
    const mgf = 'http://www.w3.org/2009/xmlenc11#mgf1sha256';
    const element = `<MGF xmlns="http://www.w3.org/2009/xmlenc11#" Algorithm="${mgf}"/>`;
    expect(refusedWith('</e:EncryptionMethod>', `${element}</e:EncryptionMethod>`)).toEqual({
      code: 'encryption_algorithm_not_allowed',
      details: { part: 'mask generation', algorithm: mgf },
    });
    const xml = mintEncrypted({ keyAlgorithm: 'rsa-oaep', mgf: 'sha256' });
    expect(refusedWith('#mgf1sha256', '#mgf1md5', xml).code).toBe('encryption_algorithm_not_allowed');
  });

  it('a GCM key taken for a CBC key, to make the ciphertext changeable, is a failed decryption', () => {
    const xml = mintEncrypted({ dataAlgorithm: 'aes256-gcm' });
    expect(refusedWith('http://www.w3.org/2009/xmlenc11#aes256-gcm', `${XENC}aes256-cbc`, xml)).toEqual(
      FAILED,
    );
  });

  it('a key of another length than the cipher takes is a failed decryption', () => {
    expect(refusedWith(`${XENC}aes256-cbc`, `${XENC}aes128-cbc`)).toEqual(FAILED);
  });

  it.each([1, 4, 12, 15])('ENC-13: a GCM tag shortened by %i octets is a failed decryption', (octets) => {
    const editCiphertext = (ciphertext: Buffer) => ciphertext.subarray(0, -octets);
    expect(refusalOf(decrypted(mintEncrypted({ dataAlgorithm: 'aes256-gcm', editCiphertext })))).toEqual(
      FAILED,
    );
  });

  it.each([0, 12, 27, 28])('a GCM ciphertext of %i octets is a failed decryption', (octets) => {
    const editCiphertext = (ciphertext: Buffer) => ciphertext.subarray(0, octets);
    expect(refusalOf(decrypted(mintEncrypted({ dataAlgorithm: 'aes128-gcm', editCiphertext })))).toEqual(
      FAILED,
    );
  });
});

describe('ENC-11: form and place of the key', () => {
  const sibling = mintEncrypted({ keyPlacement: 'sibling' });

  it.each([
    ['none', replaced(mintEncrypted(), keyOf, ''), '0 in KeyInfo, 0 behind EncryptedData'],
    [
      'two in KeyInfo',
      replaced(mintEncrypted(), keyOf, aKey(mintEncrypted()).repeat(2)),
      '2 in KeyInfo, 0 behind EncryptedData',
    ],
    [
      'one in each place',
      replaced(mintEncrypted(), '</EncryptedAssertion>', `${aKey(mintEncrypted())}</EncryptedAssertion>`),
      '1 in KeyInfo, 1 behind EncryptedData',
    ],
    [
      'a RetrievalMethod beside a key in KeyInfo',
      replaced(mintEncrypted(), '<e:EncryptedKey', '<RetrievalMethod URI="#x"/><e:EncryptedKey'),
      'RetrievalMethod and an EncryptedKey in KeyInfo',
    ],
    [
      'a RetrievalMethod to another element',
      replaced(sibling, 'URI="#_encrypted-key"', 'URI="#_other"'),
      'RetrievalMethod does not name the EncryptedKey',
    ],
    [
      'a RetrievalMethod with an injected path',
      replaced(sibling, 'URI="#_encrypted-key"', `URI="#x' or '1'='1"`),
      'RetrievalMethod does not name the EncryptedKey',
    ],
    [
      'a RetrievalMethod to nothing, and a key without Id',
      replaced(replaced(sibling, 'URI="#_encrypted-key"', 'URI="#"'), ' Id="_encrypted-key"', ''),
      'RetrievalMethod does not name the EncryptedKey',
    ],
    [
      'a RetrievalMethod to nothing, and a key whose Id is empty',
      replaced(replaced(sibling, 'URI="#_encrypted-key"', 'URI="#"'), ' Id="_encrypted-key"', ' Id=""'),
      'RetrievalMethod does not name the EncryptedKey',
    ],
    [
      'a RetrievalMethod to null, and a key without Id',
      replaced(replaced(sibling, 'URI="#_encrypted-key"', 'URI="#null"'), ' Id="_encrypted-key"', ''),
      'RetrievalMethod does not name the EncryptedKey',
    ],
    [
      'a RetrievalMethod to another document',
      replaced(sibling, 'URI="#_encrypted-key"', 'URI="https://evil.test/#_encrypted-key"'),
      'RetrievalMethod does not name the EncryptedKey',
    ],
    [
      'a RetrievalMethod of another type',
      replaced(sibling, `Type="${XENC}EncryptedKey"`, 'Type="urn:x"'),
      'RetrievalMethod is for something else',
    ],
  ])('%s', (_name, xml, reason) => {
    expect(refusalOf(decrypted(xml))).toEqual({ code: 'encrypted_key_misplaced', details: { reason } });
  });

  it('a RetrievalMethod needs no Type', () => {
    expect(codeOf(decrypted(replaced(sibling, ` Type="${XENC}EncryptedKey"`, '')))).toBe('ok');
  });

  it('a key behind the EncryptedData needs no RetrievalMethod, as there is but one', () => {
    expect(
      codeOf(decrypted(replaced(sibling, /<KeyInfo xmlns="[^"]*"><RetrievalMethod [^>]*><\/KeyInfo>/, ''))),
    ).toBe('ok');
  });

  it.each([
    [
      'a CipherReference',
      '<xenc:CipherValue>',
      '<xenc:CipherReference URI="https://evil.test/"/><xenc:CipherValue>',
      'element_unexpected',
    ],
    ['no EncryptionMethod', /<xenc:EncryptionMethod [^>]*>/, '', 'element_missing'],
    ['an unknown attribute', 'Type="', 'x="y" Type="', 'attribute_unexpected'],
    ['text within', '<xenc:CipherData>', 'x<xenc:CipherData>', 'text_unexpected'],
    [
      'an element within the ciphertext',
      '<xenc:CipherValue>',
      '<xenc:CipherValue><x xmlns="urn:x"/>',
      'element_has_elements',
    ],
  ])('%s', (_name, from, to, code) => {
    const xml = mintEncrypted({ keyPlacement: 'sibling' });
    expect(codeOf(decrypted(xml.replace(from, to)))).toBe(code);
  });

  it('what is encrypted is an element, and no content of one', () => {
    expect(refusedWith(`Type="${XENC}Element"`, `Type="${XENC}Content"`)).toEqual({
      code: 'attribute_unexpected',
      details: { element: 'EncryptedData', attribute: `Type="${XENC}Content"` },
    });
  });

  it('without Type it is an element', () => {
    expect(codeOf(decrypted(replaced(mintEncrypted(), ` Type="${XENC}Element"`, '')))).toBe('ok');
  });

  it('folded base64 is read; what is no base64 is a failed decryption', () => {
    const folded = (value: string) => value.replace(/.{76}/g, '$&\r\n');
    const xml = mintEncrypted().replace(/(CipherValue>)([^<]+)/g, (_all, tag, value) => tag + folded(value));
    expect(xml).toContain('\r\n');
    expect(codeOf(decrypted(xml))).toBe('ok');
    expect(refusedWith('<xenc:CipherValue>', '<xenc:CipherValue>!')).toEqual(FAILED);
    expect(refusedWith('<e:CipherValue>', '<e:CipherValue>!')).toEqual(FAILED);
  });
});

describe('permission to decrypt', () => {
  const unverified = () => accepted(readUnverifiedResponse(posted(mintEncrypted())));
  const sealed = () => accepted(sealedResponse(unverified(), encrypting, NOW));

  it('validateResponse does not decrypt unless it is told to', () => {
    const result = validateResponse(posted(mintEncrypted()), expecting({}, encrypting));
    expect(refusalOf(result)).toEqual({ code: 'decryption_not_permitted', details: {} });
  });

  it.each(['', 'reserved', 'Dangerously-unreserved', true])(
    'does not take %j for being told',
    (decryption) => {
      const options = { decryption: decryption as never };
      const result = validateResponse(posted(mintEncrypted()), expecting({}, encrypting), options);
      expect(refusalOf(result)).toEqual({ code: 'decryption_not_permitted', details: {} });
    },
  );

  it('an option that hangs on the prototype is not given', () => {
    Object.defineProperty(Object.prototype, 'decryption', {
      value: 'dangerously-unreserved',
      configurable: true,
    });
    try {
      const result = validateResponse(posted(mintEncrypted()), expecting({}, encrypting));
      expect(codeOf(result)).toBe('decryption_not_permitted');
    } finally {
      Reflect.deleteProperty(Object.prototype, 'decryption');
    }
  });

  it('is given for a key that was reserved, and refused for one that was not', async () => {
    const hashes: string[] = [];
    const given = await permitDecryption(sealed(), async (hash) => success(hashes.push(hash) > 0));
    expect(decryptResponse(accepted(given)).ok).toBe(true);
    const refused = await permitDecryption(sealed(), async () => success(false));
    expect(codeOf(refused)).toBe('encrypted_key_reused');
    expect(hashes).toEqual([expect.stringMatching(/^[A-Za-z0-9_-]{43}$/)]);
  });

  it('is good for one attempt', () => {
    const permit = permitUnreserved(sealed());
    expect(decryptResponse(permit).ok).toBe(true);
    expect(() => decryptResponse(permit)).toThrow(TypeError);
  });

  it('cannot be forged, and neither can what it leads to', () => {
    expect(() => decryptResponse({} as never)).toThrow(TypeError);
    expect(() => permitUnreserved({} as never) && decryptResponse(permitUnreserved({} as never))).toThrow(
      TypeError,
    );
    expect(() => verifyDecrypted({} as never)).toThrow(TypeError);
    const plain = accepted(readUnverifiedResponse(posted(mint())));
    expect(isEncrypted(plain)).toBe(false);
    expect(() => sealedResponse(plain, encrypting, NOW)).toThrow(TypeError);
  });
});
