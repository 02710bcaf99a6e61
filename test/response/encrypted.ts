import {
  parseServiceProviderKey,
  type ServiceProviderKey,
} from '../../src/certificates/service-provider-key.js';
import type { AnySsoError, Result } from '../../src/errors/index.js';
import type { Connection, ConnectionInput } from '../../src/organizations/connection.js';
import type { ValidAssertion } from '../../src/response/check.js';
import { validateResponse } from '../../src/response/validate-response.js';
import type { MintEncryption } from '../../src/testing/encrypt-assertion.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';
import { accepted, connectionWith, expecting, type Mint, mint, posted, type Wanted } from './message.js';

// Keys of ours, and messages that are encrypted to them.

export const currentKey: ServiceProviderKey = key();
export const nextKey: ServiceProviderKey = key();
export const foreignKey: ServiceProviderKey = key();

export const encrypting: Connection = connectionWith({ keys: { current: currentKey, next: nextKey } });

export function key(): ServiceProviderKey {
  return accepted(
    parseServiceProviderKey(createTestKeyPair({ notBefore: new Date('2025-06-01T00:00:00Z') })),
  );
}

export function withKeys(options: Partial<ConnectionInput>): Connection {
  return connectionWith({ keys: { current: currentKey }, ...options });
}

/** XML of a message whose assertion is encrypted as Entra does it, but for the options given. */
export function mintEncrypted(encrypt: Partial<MintEncryption> = {}, options: Mint = {}): string {
  return mint({ ...options, encrypt: { certificatePem: currentKey.certificate.pem, ...encrypt } });
}

/** What becomes of a message where nobody counts the attempts. */
export function decrypted(
  xml: string,
  to: Connection = encrypting,
  wanted: Wanted = {},
): Result<ValidAssertion> {
  return validateResponse(posted(xml), expecting(wanted, to), { decryption: 'dangerously-unreserved' });
}

/** Code and details of a refusal; of one that hides behind decryption, what is behind it. */
export function refusalOf(result: Result<unknown>): { code: string; details: unknown } {
  if (result.ok) throw new Error('It was accepted.');
  const { code, details }: AnySsoError = result.error;
  return { code, details };
}
