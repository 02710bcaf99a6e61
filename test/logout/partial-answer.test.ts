import { describe, expect, it } from 'vitest';
import { isPartialLogout, logoutStatusViolation } from '../../src/logout/check-logout-message.js';
import { writeLogoutResponse } from '../../src/logout/write-logout-message.js';

const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';

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

describe('an answer to our LogoutRequest', () => {
  const answer = {
    id: '_answer',
    issuer: 'urn:idp.example',
    issueInstant: 0,
    destination: null,
    inResponseTo: '_request',
    statusMessage: null,
  };

  it.each([
    ['Success', 'PartialLogout', true],
    ['Responder', 'PartialLogout', true],
    // As node-samlp writes it.
    ['PartialLogout', null, true],
    ['Success', null, false],
  ])('with the status %s and %s is taken; partial: %s', (top, second, partial) => {
    const response = {
      ...answer,
      statusCode: STATUS + top,
      secondLevelStatusCode: second && STATUS + second,
    };
    expect(logoutStatusViolation(response)).toBeNull();
    expect(isPartialLogout(response)).toBe(partial);
  });
});
