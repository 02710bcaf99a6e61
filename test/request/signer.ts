import { sign } from 'node:crypto';
import type { MessageSigner } from '../../src/request/outgoing-message.js';
import { createTestKeyPair, type TestKeyPair } from '../../src/testing/test-key-pair.js';

export const ourKey: TestKeyPair = createTestKeyPair({ commonName: 'app.example.com' });

/** A signer as a connection with keys has it. */
export const signer: MessageSigner = {
  certificatePem: ourKey.certificatePem,
  sign: (octets) => sign('sha256', octets, ourKey.privateKeyPem),
};
