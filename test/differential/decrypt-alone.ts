import { constants, createDecipheriv, privateDecrypt } from 'node:crypto';
import forge from 'node-forge';
import type { SamlElement } from './identity.js';

/**
 * The text in the EncryptedData of a Response's EncryptedAssertion, by one of the keys; null where there is none. Throws
 * where no key fits.
 */
export function decryptedAlone(response: SamlElement, privateKeys: readonly string[]): string | null {
  const encrypted = childOf(response, 'EncryptedAssertion');
  if (encrypted === null) return null;
  const data = childOf(encrypted, 'EncryptedData');
  const keyInfo = data && childOf(data, 'KeyInfo');
  const wrapped = (keyInfo && childOf(keyInfo, 'EncryptedKey')) ?? childOf(encrypted, 'EncryptedKey');
  if (data === null || wrapped === null) throw new Error('no EncryptedData or no EncryptedKey');
  let first: unknown = null;
  for (const privateKey of privateKeys) {
    try {
      const octets = content(algorithmOf(data), unwrapped(wrapped, privateKey), cipherValue(data));
      return new TextDecoder('utf-8', { fatal: true }).decode(octets);
    } catch (error) {
      first ??= error;
    }
  }
  throw first ?? new Error('no key');
}

function unwrapped(encryptedKey: SamlElement, privateKey: string): Buffer {
  const method = childOf(encryptedKey, 'EncryptionMethod');
  const digest = hashName(method && childOf(method, 'DigestMethod'));
  const mask = hashName(method && childOf(method, 'MGF'));
  const value = cipherValue(encryptedKey);
  if (algorithmOf(encryptedKey).endsWith('rsa-1_5')) throw new Error('RSA-1.5');
  if (digest === mask) {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    return privateDecrypt({ key: privateKey, padding, oaepHash: digest }, value);
  }
  // Node has one hash for both.
  const key = forge.pki.privateKeyFromPem(privateKey);
  const options = { md: forge.md[digest].create(), mgf1: { md: forge.md[mask].create() } };
  return Buffer.from(key.decrypt(value.toString('latin1'), 'RSA-OAEP', options), 'latin1');
}

function content(algorithm: string, key: Buffer, value: Buffer): Buffer {
  const name = algorithm.slice(algorithm.indexOf('#') + 1);
  const bits = name.startsWith('aes128') ? 128 : 256;
  if (name.endsWith('gcm')) {
    const decipher = createDecipheriv(
      bits === 128 ? 'aes-128-gcm' : 'aes-256-gcm',
      key,
      value.subarray(0, 12),
      {
        authTagLength: 16,
      },
    );
    decipher.setAuthTag(value.subarray(-16));
    return Buffer.concat([decipher.update(value.subarray(12, -16)), decipher.final()]);
  }
  const decipher = createDecipheriv(`aes-${bits}-cbc`, key, value.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(value.subarray(16)), decipher.final()]);
  return padded.subarray(0, padded.length - (padded.at(-1) ?? 0));
}

function algorithmOf(encrypted: SamlElement): string {
  return childOf(encrypted, 'EncryptionMethod')?.attribute('', 'Algorithm') ?? '';
}

function cipherValue(encrypted: SamlElement): Buffer {
  return Buffer.from(childOf(encrypted, 'CipherData')?.text ?? '', 'base64');
}

function hashName(method: SamlElement | null): 'sha1' | 'sha256' | 'sha384' | 'sha512' {
  const algorithm = method?.attribute('', 'Algorithm') ?? 'sha1';
  return (['sha256', 'sha384', 'sha512'] as const).find((name) => algorithm.endsWith(name)) ?? 'sha1';
}

function childOf({ children }: SamlElement, localName: string): SamlElement | null {
  return children.find((child) => child.localName === localName) ?? null;
}
