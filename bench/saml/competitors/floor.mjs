// What no validator can do without: decoding, one RSA verification per signature over as many digested bytes, and one
// unwrapping where the assertion is encrypted, all with keys that are loaded once.
import { createHash, createPrivateKey, privateDecrypt, verify, X509Certificate } from 'node:crypto';

const SIGNED_INFO = /<(?:\w+:)?SignedInfo[\s\S]*?<\/(?:\w+:)?SignedInfo>/;
const SIGNATURE_VALUE = /<(?:\w+:)?SignatureValue[^>]*>([^<]+)</;
const CIPHER_VALUE = /<(?:\w+:)?CipherValue>([^<]+)</;

export function makeFloor({ certificatePem, decryption, sign, sample }) {
  const key = new X509Certificate(certificatePem).publicKey;
  const xml = Buffer.from(sample, 'base64').toString();
  const unwrap = decryption === null ? null : unwrapper(decryption.privateKeyPem, xml);
  const signatures = sign === 'both' ? 2 : 1;
  // Inside an encrypted assertion nothing can be read without decrypting: another signature costs the same.
  const signedInfo = Buffer.from(SIGNED_INFO.exec(xml)?.[0] ?? 'not readable');
  const value = unwrap ? Buffer.alloc(256, 1) : Buffer.from(SIGNATURE_VALUE.exec(xml)[1], 'base64');
  return (samlResponse) => {
    const octets = Buffer.from(samlResponse, 'base64');
    unwrap?.();
    for (let i = 0; i < signatures; i++) {
      createHash('sha256').update(octets).digest();
      verify('sha256', signedInfo, key, value);
    }
  };
}

function unwrapper(privateKeyPem, xml) {
  const key = createPrivateKey(privateKeyPem);
  const wrapped = Buffer.from(CIPHER_VALUE.exec(xml)[1], 'base64');
  return () => privateDecrypt({ key, oaepHash: 'sha1' }, wrapped);
}
