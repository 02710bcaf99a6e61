import { describe, expect, it } from 'vitest';
import { inspectSamlResponse } from '../../src/testing/inspect-saml-response.js';
import { mintResponse } from '../../src/testing/mint-response.js';
import { entraAttributes, type TestPerson } from '../../src/testing/test-person.js';
import { minting, now, testConnection } from './test-connection.js';

const person: TestPerson = {
  userPrincipalName: 'ab_fabrikam.com#EXT#@contoso.onmicrosoft.com',
  objectId: '0b1e0000-0000-4000-8000-000000000001',
  displayName: 'Älva Ångström',
};
const issuer = 'https://sts.windows.net/t/';

describe('entraAttributes', () => {
  it('leaves out claims without a source value', () => {
    const attributes = entraAttributes({ ...person, mail: null, givenName: '' }, 't', issuer);
    expect([...attributes.keys()].filter((name) => !name.startsWith('http'))).toEqual([]);
    expect([...attributes.keys()].some((name) => name.endsWith('/emailaddress'))).toBe(false);
  });

  it('names the home tenant of a guest, and roles and groups where there are some', () => {
    const guest = {
      ...person,
      mail: 'ab@contoso.com',
      homeTenantId: 'h',
      roles: ['Admin'],
      groups: ['g1', 'g2'],
    };
    const { samlResponse } = mintResponse({ ...minting, person: guest });
    const { claims } = inspectSamlResponse(samlResponse, { connection: testConnection(), at: now });
    expect(claims).toMatchObject({
      identityProvider: 'https://sts.windows.net/h/',
      isGuest: true,
      roles: ['Admin'],
      groups: ['g1', 'g2'],
      groupsOverage: false,
      displayName: 'Älva Ångström',
    });
  });

  it('replaces more than 150 groups by a link', () => {
    const groups = Array.from({ length: 151 }, (_, index) => `g${index}`);
    const member = { ...person, mail: 'ab@contoso.com', groups };
    const { samlResponse } = mintResponse({ ...minting, person: member });
    const { claims } = inspectSamlResponse(samlResponse, { connection: testConnection(), at: now });
    expect(claims).toMatchObject({ groups: [], groupsOverage: true });
  });

  it('is not used where attributes are given, which may be nil', () => {
    const attributes = { email: 'a@contoso.com', note: [null, 'x'] };
    const { xml, samlResponse } = mintResponse({ ...minting, attributes });
    expect(xml).toContain('<AttributeValue xsi:nil="true" xmlns:xsi=');
    const { claims } = inspectSamlResponse(samlResponse, { connection: testConnection(), at: now });
    expect(claims?.attributes.get('note')).toEqual(['x']);
    expect(mintResponse({ ...minting, attributes: {} }).xml).not.toContain('AttributeStatement');
  });
});
