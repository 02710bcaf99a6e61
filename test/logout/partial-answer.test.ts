import { describe, expect, it } from 'vitest';
import { writeLogoutResponse } from '../../src/logout/write-logout-message.js';

describe('the answer to a LogoutRequest that could not be followed for every session', () => {
  it('is no success at the top level, which is all that identity providers read', () => {
    const xml = writeLogoutResponse({
      id: '_answer',
      issuedAt: new Date('2026-01-01T00:00:00Z'),
      destination: 'https://idp.example/slo',
      entityId: 'https://app.example/saml/contoso/metadata',
      inResponseTo: '_request',
      status: 'partial',
    });
    const codes = [...xml.matchAll(/StatusCode Value="urn:oasis:names:tc:SAML:2\.0:status:(\w+)"/gu)];
    expect(codes.map(([, code]) => code)).toEqual(['Responder', 'PartialLogout']);
  });
});
