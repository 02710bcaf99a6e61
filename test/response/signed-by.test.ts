import { describe, expect, it } from 'vitest';
import { validateResponse } from '../../src/response/validate-response.js';
import { mintResponse } from '../../src/testing/index.js';
import { signElement } from '../../src/testing/sign-element.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';
import { connection, NOW } from '../service-provider/site.js';
import { accepted, connectionWith, keyPair, mint, RESPONSE_ID, validate } from './message.js';

const [first, second] = [0, 1].map(() => createTestKeyPair({ notBefore: new Date('2026-01-01T00:00:00Z') }));
const URLS = {
  entityId: 'https://app.example.com/saml/contoso/metadata',
  assertionConsumerServiceUrl: 'https://app.example.com/saml/contoso/acs',
};

describe('the certificate that a valid assertion was signed with', () => {
  it.each(['assertion', 'response', 'both'] as const)('is known where the %s is signed', (sign) => {
    for (const pair of [first, second]) {
      if (pair === undefined || first === undefined || second === undefined) throw new Error('two keys');
      const certificates = [first.certificatePem, second.certificatePem];
      const { samlResponse } = mintResponse({
        keyPair: pair,
        ...URLS,
        now: NOW,
        inResponseTo: '_request',
        sign,
      });
      const valid = validateResponse(samlResponse, {
        connection: connection({ certificates }),
        ...URLS,
        inResponseTo: '_request',
        authnInstantNotBefore: null,
        now: NOW,
      });
      if (!valid.ok) throw valid.error;
      expect(valid.value.signedBy.sha256Thumbprint).toBe(pair.sha256Thumbprint);
    }
  });

  it('is that of the assertion where the Response is signed with another', () => {
    const inner = createTestKeyPair({ notBefore: new Date('2025-06-01T00:00:00Z') });
    const xml = signElement(mint({ keyPair: inner }), {
      elementId: RESPONSE_ID,
      privateKeyPem: keyPair.privateKeyPem,
      keyInfoCertificates: [],
    });
    const both = connectionWith({ certificates: [keyPair.certificatePem, inner.certificatePem] });
    expect(accepted(validate(xml, {}, both)).signedBy.sha256Thumbprint).toBe(inner.sha256Thumbprint);
  });
});
