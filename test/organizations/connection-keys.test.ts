import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parseServiceProviderKey } from '../../src/certificates/service-provider-key.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';
import { accepted, refused } from './connection-input.js';

const { privateKeyPem, certificatePem } = createTestKeyPair();
const pem = { privateKeyPem, certificatePem };
const other = createTestKeyPair();
const otherPem = { privateKeyPem: other.privateKeyPem, certificatePem: other.certificatePem };
const secrets = privateKeyPem.split('\n').filter((line) => line.length === 64);

describe('keys of a connection', () => {
  it('are none by default', () => {
    expect(accepted()).toMatchObject({ keys: null, requireEncryption: false, encryptionPolicy: 'any' });
  });

  it('are keys or PEM text, as a file of settings has it', () => {
    const current = parseServiceProviderKey(pem);
    if (!current.ok) throw current.error;
    const { keys } = accepted({ keys: { current: current.value, next: otherPem } });
    expect(keys?.current).toBe(current.value);
    expect(keys?.next?.certificate.sha256Thumbprint).toBe(other.sha256Thumbprint);
    expect(accepted({ keys: { current: pem } }).keys?.next).toBeNull();
  });

  it('do not show their private half with the connection', () => {
    const connection = accepted({ keys: { current: pem, next: otherPem } });
    const text = JSON.stringify(connection) + inspect(connection, { showHidden: true, depth: 20 });
    expect(secrets.filter((line) => text.includes(line))).toEqual([]);
    expect(text).toContain(other.sha256Thumbprint);
  });

  it.each([
    ['text', privateKeyPem, 'keys'],
    ['a list', [pem], 'keys'],
    ['no current key', { next: pem }, 'keys.current'],
    ['text for a key', { current: privateKeyPem }, 'keys.current'],
    ['half a key', { current: { privateKeyPem } }, 'keys.current'],
    ['the same key twice', { current: pem, next: pem }, 'keys.next'],
    ['an unknown name', { current: pem, previous: pem }, 'keys.previous'],
  ])('are refused where they are %s, without showing them', (_name, keys, field) => {
    const refusal = refused({ keys });
    expect(refusal).toMatchObject({ code: 'connection_option_invalid', details: { field } });
    expect(secrets.filter((line) => inspect(refusal, { depth: 20 }).includes(line))).toEqual([]);
  });

  it('name the key that cannot be used', () => {
    const mixed = { privateKeyPem, certificatePem: other.certificatePem };
    expect(refused({ keys: { current: pem, next: mixed } })).toEqual({
      code: 'key_certificate_mismatch',
      details: { field: 'keys.next' },
    });
  });

  it('are needed to demand encryption', () => {
    expect(refused({ requireEncryption: true })).toMatchObject({
      code: 'connection_option_invalid',
      details: { field: 'requireEncryption' },
    });
    expect(accepted({ requireEncryption: true, keys: { current: pem } }).requireEncryption).toBe(true);
  });

  it.each([
    ['requireEncryption', 'yes'],
    ['encryptionPolicy', 'aead'],
  ])('%s is not %s', (field, value) => {
    expect(refused({ [field]: value })).toMatchObject({
      code: 'connection_option_invalid',
      details: { field },
    });
  });
});
