import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  parseServiceProviderKey,
  type ServiceProviderKey,
} from '../../src/certificates/service-provider-key.js';
import type { MintEncryption } from '../../src/testing/encrypt-assertion.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';
import {
  accepted,
  answerTo,
  connection,
  createSite,
  relayStateOf,
  type Site,
  start,
} from '../service-provider/site.js';
import { ACS, handlersOf, outcomeOf, post } from './browser.js';

const ours = serviceProviderKey();
const foreign = serviceProviderKey();

function serviceProviderKey(): ServiceProviderKey {
  return accepted(parseServiceProviderKey(createTestKeyPair()));
}

function createEncryptingSite(): Site {
  return createSite({}, [connection({ keys: { current: ours } })]);
}

interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly code: string | null;
}

/** One sign-in of its own for each message; what the browser gets, the random names in it made equal. */
async function answerOf(site: Site, encrypt: Partial<MintEncryption>): Promise<Answer> {
  const started = await start(site);
  const samlResponse = answerTo(site, started, {
    encrypt: { certificatePem: ours.certificate.pem, ...encrypt },
  });
  const response = await handlersOf(site).assertionConsumerService(
    post(
      ACS,
      { SAMLResponse: samlResponse, RelayState: relayStateOf(started) ?? '' },
      { cookie: `${started.cookie.name}=${started.cookie.value}` },
    ),
  );
  const body = await response.text();
  const reference = /<code>([0-9A-Z]{10})<\/code>/.exec(body)?.[1] ?? '';
  expect(reference).toHaveLength(10);
  const alike = (text: string) =>
    text.replaceAll(reference, 'REFERENCE').replaceAll(started.cookie.name, 'COOKIE');
  return {
    status: response.status,
    headers: [...response.headers].map(([name, value]) => [name, alike(value)]),
    body: alike(body),
    code: outcomeOf(site, response).code,
  };
}

function flipped(octets: Buffer, at: number, bits: number): Buffer {
  const changed = Buffer.from(octets);
  changed.writeUInt8(changed.readUInt8(at) ^ bits, at);
  return changed;
}

/** Every other value of the last octet of the last block, and of the block before it, which decides on the padding. */
const FLIPPED: readonly Partial<MintEncryption>[] = [1, 17].flatMap((fromEnd) =>
  Array.from({ length: 255 }, (_, index) => ({
    editCiphertext: (octets: Buffer) => flipped(octets, octets.length - fromEnd, index + 1),
  })),
);

const BROKEN: readonly Partial<MintEncryption>[] = [
  { editCiphertext: (octets) => octets.subarray(0, -16) },
  { editCiphertext: (octets) => octets.subarray(0, -1) },
  { editCiphertext: (octets) => octets.subarray(0, 16) },
  { editCiphertext: () => Buffer.alloc(0) },
  { editCiphertext: (octets) => flipped(octets, 20, 1) },
  { certificatePem: foreign.certificate.pem },
  { editPlaintext: () => createHash('sha512').update('garbage').digest() },
  { editPlaintext: (xml) => `<!DOCTYPE a>${xml}` },
  { editPlaintext: (xml) => xml + xml },
  { editPlaintext: (xml) => xml.slice(0, -1) },
  { editPlaintext: () => '' },
  { dataAlgorithm: 'aes256-gcm', editCiphertext: (octets) => flipped(octets, octets.length - 1, 1) },
  { dataAlgorithm: 'aes256-gcm', editCiphertext: (octets) => octets.subarray(0, -4) },
  { dataAlgorithm: 'aes256-gcm', editCiphertext: (octets) => octets.subarray(0, 12) },
  { dataAlgorithm: 'aes256-gcm', certificatePem: foreign.certificate.pem },
  { keyAlgorithm: 'rsa-oaep', digest: 'sha256', mgf: 'sha512', certificatePem: foreign.certificate.pem },
];

describe('ENC-06: what a sender learns from variants of a ciphertext', () => {
  it('is byte for byte the same, whatever of the decryption fails', { timeout: 120_000 }, async () => {
    const site = createEncryptingSite();
    const answers = new Set<string>();
    for (const [index, variant] of [...FLIPPED, ...BROKEN].entries()) {
      answers.add(JSON.stringify(await answerOf(site, { seed: `variant ${index}`, ...variant })));
    }
    expect([...answers].map((answer) => JSON.parse(answer).code)).toEqual(['decryption_failed']);
    expect(JSON.parse([...answers][0] ?? '').status).toBe(200);
  });

  it('is the same for a plaintext that nobody signed, though the log has a code of its own', async () => {
    const site = createEncryptingSite();
    const { code: failed, ...seen } = await answerOf(site, { certificatePem: foreign.certificate.pem });
    const unsigned = (xml: string) => xml.replace(/<Signature .*<\/Signature>/, '');
    const { code, ...seenToo } = await answerOf(site, { editPlaintext: unsigned });
    expect([failed, code]).toEqual(['decryption_failed', 'decrypted_assertion_unverified']);
    expect(seenToo).toEqual(seen);
  });

  it('is not the same only for the message that is right', async () => {
    const answer = await answerToGoodMessage();
    expect(answer.status).toBe(303);
  });
});

async function answerToGoodMessage(): Promise<Response> {
  const site = createEncryptingSite();
  const started = await start(site);
  const samlResponse = answerTo(site, started, { encrypt: { certificatePem: ours.certificate.pem } });
  return handlersOf(site).assertionConsumerService(
    post(ACS, { SAMLResponse: samlResponse }, { cookie: `${started.cookie.name}=${started.cookie.value}` }),
  );
}
