import { createCipheriv, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decryptData } from '../../src/response/decrypt-data.js';
import { type DataAlgorithm, dataAlgorithm } from '../../src/response/encryption-algorithms.js';
import { accepted } from './message.js';

const NOTHING = { octets: Buffer.alloc(0), isSound: false };

function algorithmNamed(identifier: string): DataAlgorithm {
  return accepted(dataAlgorithm(identifier));
}

describe.each([
  ['aes-128-gcm', algorithmNamed('http://www.w3.org/2009/xmlenc11#aes128-gcm')],
  ['aes-256-gcm', algorithmNamed('http://www.w3.org/2009/xmlenc11#aes256-gcm')],
] as const)('octets encrypted with %s', (cipher, algorithm) => {
  const key = randomBytes(algorithm.keyLength);

  /** Initialisation vector, ciphertext and tag. */
  function encrypted(plaintext: string): Buffer {
    const vector = randomBytes(12);
    const made = createCipheriv(cipher, key, vector);
    return Buffer.concat([vector, made.update(plaintext), made.final(), made.getAuthTag()]);
  }

  /** The same with one bit turned; negative positions count from the end. */
  function changedAt(position: number, octets: Buffer): Buffer {
    const changed = Buffer.from(octets);
    const index = position < 0 ? octets.length + position : position;
    changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
    return changed;
  }

  it.each(['x', 'fifteen octets.', 'sixteen octets..', 'x'.repeat(1_000)])('come out as %j', (plaintext) => {
    expect(decryptData(algorithm, key, encrypted(plaintext))).toEqual({
      octets: Buffer.from(plaintext),
      isSound: true,
    });
  });

  it.each([
    ['the initialisation vector', 0],
    ['the end of the initialisation vector', 11],
    ['the ciphertext', 12],
    ['the end of the ciphertext', -17],
    ['the tag', -16],
    ['the end of the tag', -1],
  ])('are nothing where %s was changed', (_part, position) => {
    expect(decryptData(algorithm, key, changedAt(position, encrypted('a text')))).toEqual(NOTHING);
  });

  it('are nothing where the tag is cut off in part, or goes on', () => {
    const sound = encrypted('a text that is longer than the tag');
    for (const octets of [1, 2, 3, 4, 8, 12, 15, 16]) {
      expect(decryptData(algorithm, key, sound.subarray(0, -octets))).toEqual(NOTHING);
    }
    expect(decryptData(algorithm, key, Buffer.concat([sound, Buffer.of(0)]))).toEqual(NOTHING);
  });

  it('are nothing with another key', () => {
    expect(decryptData(algorithm, randomBytes(algorithm.keyLength), encrypted('a text'))).toEqual(NOTHING);
  });

  it('are nothing where nothing was encrypted, though the tag is right', () => {
    const empty = encrypted('');
    expect(empty).toHaveLength(28);
    expect(decryptData(algorithm, key, empty)).toEqual(NOTHING);
  });

  it.each([0, 1, 11, 12, 13, 27])('are nothing where there are but %i', (length) => {
    expect(decryptData(algorithm, key, encrypted('a text').subarray(0, length))).toEqual(NOTHING);
  });
});

describe.each([
  ['aes-128-cbc', algorithmNamed('http://www.w3.org/2001/04/xmlenc#aes128-cbc')],
  ['aes-256-cbc', algorithmNamed('http://www.w3.org/2001/04/xmlenc#aes256-cbc')],
] as const)('octets encrypted with %s', (cipher, algorithm) => {
  const key = randomBytes(algorithm.keyLength);

  /** Initialisation vector and ciphertext of whole blocks, whose last octet counts the padding. */
  function encrypted(blocks: Buffer): Buffer {
    const vector = randomBytes(16);
    const made = createCipheriv(cipher, key, vector).setAutoPadding(false);
    return Buffer.concat([vector, made.update(blocks), made.final()]);
  }

  /** Blocks of random octets, of which the last is given. */
  function endingWith(padding: number, blocks: number): Buffer {
    return Buffer.concat([randomBytes(blocks * 16 - 1), Buffer.of(padding)]);
  }

  it.each([1, 2, 7, 15, 16])('lose a padding of %i, whatever it consists of', (padding) => {
    for (const count of [1, 2, 5]) {
      const blocks = endingWith(padding, count);
      expect(decryptData(algorithm, key, encrypted(blocks))).toEqual({
        octets: blocks.subarray(0, blocks.length - padding),
        isSound: true,
      });
    }
  });

  it.each([0, 17, 32, 128, 255])('are not sound with a padding of %i', (padding) => {
    for (const count of [1, 2]) {
      const blocks = endingWith(padding, count);
      expect(decryptData(algorithm, key, encrypted(blocks))).toEqual({
        octets: blocks.subarray(0, blocks.length - 1),
        isSound: false,
      });
    }
  });

  it.each([0, 1, 15, 16, 17, 31, 33, 47])('are nothing where there are but %i', (length) => {
    expect(decryptData(algorithm, key, encrypted(endingWith(1, 2)).subarray(0, length))).toEqual(NOTHING);
  });
});
