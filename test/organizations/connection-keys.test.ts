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

  const half = 'privateKeyPem and certificatePem, or a ServiceProviderKey';
  const names = 'one of current, next';
  it.each([
    ['text', privateKeyPem, 'keys', 'a string', 'an object with current and, if wanted, next'],
    ['a list', [pem], 'keys', 'an array', 'an object with current and, if wanted, next'],
    ['a number', 7, 'keys', '7', 'an object with current and, if wanted, next'],
    ['no current key', { next: pem }, 'keys.current', 'nothing', half],
    ['null for a key', { current: null }, 'keys.current', 'null', half],
    ['text for a key', { current: privateKeyPem }, 'keys.current', 'a string', half],
    ['half a key', { current: { privateKeyPem } }, 'keys.current', 'an object', half],
    ['the other half', { current: { certificatePem } }, 'keys.current', 'an object', half],
    ['text for the next', { current: pem, next: privateKeyPem }, 'keys.next', 'a string', half],
    ['the same key twice', { current: pem, next: pem }, 'keys.next', 'the current key', 'another key'],
    ['an unknown name', { current: pem, previous: pem }, 'keys.previous', 'an unknown option', names],
    ['a long name', { ['x'.repeat(65)]: pem }, `keys.${'x'.repeat(64)}`, 'an unknown option', names],
  ])('are refused where they are %s, without showing them', (_name, keys, field, received, expected) => {
    const refusal = refused({ keys });
    expect(refusal).toEqual({ code: 'connection_option_invalid', details: { field, received, expected } });
    expect(secrets.filter((line) => inspect(refusal, { depth: 20 }).includes(line))).toEqual([]);
  });

  it('may have no next key, as null', () => {
    expect(accepted({ keys: { current: pem, next: null } }).keys?.next).toBeNull();
  });

  it('name the key that cannot be used', () => {
    const mixed = { privateKeyPem, certificatePem: other.certificatePem };
    expect(refused({ keys: { current: pem, next: mixed } })).toEqual({
      code: 'key_certificate_mismatch',
      details: { field: 'keys.next' },
    });
  });

  it('are needed to demand encryption', () => {
    expect(refused({ requireEncryption: true })).toEqual({
      code: 'connection_option_invalid',
      details: {
        field: 'requireEncryption',
        received: 'true without keys',
        expected: 'false, or keys that decrypt',
      },
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
