import type { Connection, ConnectionInput } from '../../src/organizations/connection.js';
import { parseConnection } from '../../src/organizations/parse-connection.js';
import { TEST_TENANT_ID } from '../../src/testing/message-content.js';
import type { MintOptions } from '../../src/testing/mint-options.js';
import { createTestKeyPair, type TestKeyPair } from '../../src/testing/test-key-pair.js';

export const keyPair: TestKeyPair = createTestKeyPair({ notBefore: new Date('2026-01-01T00:00:00Z') });
export const entityId = 'https://app.example/saml/c1';
export const acsUrl = 'https://app.example/saml/c1/acs';
export const now: Date = new Date('2026-01-02T03:04:05.006Z');

export const minting: MintOptions = {
  keyPair,
  entityId,
  assertionConsumerServiceUrl: acsUrl,
  inResponseTo: 'id0123456789',
  now,
};

export const connectionInput: ConnectionInput = {
  id: 'c1',
  organizationId: 'o1',
  issuerUrl: `https://sts.windows.net/${TEST_TENANT_ID}/`,
  signInUrl: `https://login.microsoftonline.com/${TEST_TENANT_ID}/saml2`,
  certificates: [keyPair.certificatePem],
  entityId,
  assertionConsumerServiceUrl: acsUrl,
};

export function testConnection(changes: Partial<ConnectionInput> = {}): Connection {
  const parsed = parseConnection({ ...connectionInput, ...changes });
  if (!parsed.ok) throw parsed.error;
  return parsed.value;
}
