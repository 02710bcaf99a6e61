import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/errors/index.js';
import { type Claims, readClaims } from '../../src/response/claims.js';
import type { MintAttributes } from '../../src/testing/mint-options.js';
import {
  accepted,
  codeOf,
  connection,
  connectionWith,
  detailsOf,
  ISSUER,
  type Mint,
  mint,
  signedWith,
  TENANT,
  validate,
} from './message.js';

const TENANT_ID = 'http://schemas.microsoft.com/identity/claims/tenantid';
const OBJECT_ID = 'http://schemas.microsoft.com/identity/claims/objectidentifier';
const IDP = 'http://schemas.microsoft.com/identity/claims/identityprovider';
const DEFAULT_EMAIL = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress';
const address = 'adele@contoso.com';
const OTHER = '99999999-8888-4777-8666-555555555555';

function claimsOf(options: Mint, to = connection): Result<Claims> {
  return readClaims(accepted(validate(mint(options), {}, to)));
}

function withAttributes(attributes: MintAttributes, to = connection): Result<Claims> {
  return claimsOf({ attributes }, to);
}

describe('readClaims', () => {
  it('reads Entra’s claims by friendly names', () => {
    const claims = accepted(
      claimsOf({
        person: {
          userPrincipalName: 'adele@contoso.com',
          objectId: OTHER,
          displayName: 'Adele Vance',
          givenName: 'Adele',
          surname: 'Vance',
          groups: ['g1', 'g2'],
          roles: ['admin'],
        },
      }),
    );
    expect(claims).toMatchObject({
      firstName: 'Adele',
      lastName: 'Vance',
      tenantId: TENANT,
      objectId: OTHER,
      displayName: 'Adele Vance',
      identityProvider: ISSUER,
      isGuest: false,
      groups: ['g1', 'g2'],
      groupsOverage: false,
      roles: ['admin'],
    });
    expect(claims.email.address).toBe('adele@contoso.com');
    expect(claims.attributes.get(TENANT_ID)).toEqual([TENANT]);
  });

  it('knows a guest by the identity provider', () => {
    const guest = claimsOf({
      person: {
        userPrincipalName: 'a_b.test#EXT#@contoso.com',
        objectId: OTHER,
        displayName: 'A',
        mail: address,
        homeTenantId: OTHER,
      },
    });
    expect(accepted(guest)).toMatchObject({
      isGuest: true,
      identityProvider: `https://sts.windows.net/${OTHER}/`,
      tenantId: TENANT,
    });
  });

  it('flags groups that were too many to send', () => {
    const groups = Array.from({ length: 151 }, (_, n) => `g${n}`);
    expect(
      accepted(
        claimsOf({ person: { userPrincipalName: address, objectId: OTHER, displayName: 'A', groups } }),
      ),
    ).toMatchObject({ groups: [], groupsOverage: true });
  });

  it('has nothing but the email where nothing else is sent', () => {
    expect(accepted(withAttributes({ email: address }))).toMatchObject({
      firstName: null,
      lastName: null,
      tenantId: null,
      objectId: null,
      displayName: null,
      identityProvider: null,
      isGuest: false,
      groups: [],
      groupsOverage: false,
      roles: [],
    });
  });

  it('takes the first text of a name, and never an empty one', () => {
    expect(accepted(withAttributes({ email: address, firstName: ['Ada', 'B'], lastName: '' }))).toMatchObject(
      { firstName: 'Ada', lastName: null },
    );
    expect(accepted(withAttributes({ email: address, firstName: [null, 'B'] }))).toMatchObject({
      firstName: 'B',
    });
  });

  it('surfaces every attribute with its texts, in a Map', () => {
    const { attributes } = accepted(
      withAttributes(
        new Map<string, string | (string | null)[]>([
          ['email', address],
          ['__proto__', ['x', null, 'y']],
          ['none', []],
        ]),
      ),
    );
    expect([...attributes]).toEqual([
      ['email', [address]],
      ['__proto__', ['x', 'y']],
      ['none', []],
    ]);
  });

  it('follows the attribute names of the connection', () => {
    const to = connectionWith({
      emailAttribute: DEFAULT_EMAIL,
      firstNameAttribute: 'first',
      lastNameAttribute: 'last',
    });
    expect(
      accepted(
        withAttributes({ [DEFAULT_EMAIL]: address, email: 'other@contoso.com', first: 'F', last: 'L' }, to),
      ),
    ).toMatchObject({ email: { address }, firstName: 'F', lastName: 'L' });
  });

  it('a forged assertion throws', () => {
    const valid = accepted(validate(mint()));
    for (const forged of [
      {},
      { assertion: valid.assertion, connection: valid.connection },
      Object.create(valid),
      { ...valid },
    ]) {
      expect(() => readClaims(forged as never)).toThrow(TypeError);
    }
  });
});

describe('the email claim', () => {
  const namespaced = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/email';
  it.each([
    ['email_namespace_not_cleared', { [namespaced]: address }, namespaced],
    [
      'email_namespace_not_cleared',
      { [namespaced]: address, Email: address, [DEFAULT_EMAIL]: address },
      namespaced,
    ],
    ['email_name_misspelt', { Email: address, [DEFAULT_EMAIL]: address }, 'Email'],
    ['email_name_misspelt', { 'e-mail': address }, 'e-mail'],
    ['email_name_misspelt', { mail: address }, 'mail'],
    ['email_name_misspelt', { emailAddress: address }, 'emailAddress'],
    ['email_name_misspelt', { 'user.mail': address }, 'user.mail'],
    ['email_only_default_claim', { [DEFAULT_EMAIL]: address }, DEFAULT_EMAIL],
    ['email_missing', { upn: address }, undefined],
    ['email_missing', {}, undefined],
    ['email_missing', { 'http://x/emailing': address }, undefined],
  ])('%s: %j', (code, attributes, found) => {
    const result = withAttributes(attributes);
    expect(codeOf(result)).toBe(code);
    expect(detailsOf(result)).toEqual({
      expected: 'email',
      attributes: Object.keys(attributes),
      ...(found === undefined ? {} : { found }),
    });
  });

  it.each([
    ['email_multiple_values', [address, address]],
    ['email_multiple_values', [address, null]],
    ['email_empty', []],
    ['email_empty', ['']],
    ['email_empty', [null]],
    ['email_invalid', [' ']],
    ['email_invalid', [` ${address}`]],
    ['email_invalid', [`${address}\n`]],
    ['email_invalid', ['alice@victim.test@evil.test']],
    ['email_invalid', ['Alice <alice@victim.test>']],
    ['email_invalid', ['alice_contoso.com#EXT#@']],
  ])('%s: %j', (code, email) => {
    expect(codeOf(withAttributes({ email }))).toBe(code);
  });

  it('is one attribute, even if two elements say the same', () => {
    const xml = signedWith(
      '</AttributeStatement>',
      `<Attribute Name="email" NameFormat="urn:x"><AttributeValue>a@b.test</AttributeValue></Attribute></AttributeStatement>`,
    );
    expect(detailsOf(readClaims(accepted(validate(xml))))).toEqual({ count: 2 });
  });

  it('is text, not structure', () => {
    const xml = signedWith(
      `<Attribute Name="email"><AttributeValue>`,
      `<Attribute Name="email"><AttributeValue><x/>`,
    );
    expect(codeOf(readClaims(accepted(validate(xml))))).toBe('email_not_text');
  });

  it('says why an address is none, and what was received', () => {
    expect(detailsOf(withAttributes({ email: 'a@@b.test' }))).toEqual({
      reason: 'at-sign-count',
      received: 'a@@b.test',
    });
  });
});

describe('the tenant', () => {
  it('is that of the issuer, in any case of letters', () => {
    expect(accepted(withAttributes({ email: address, [TENANT_ID]: TENANT.toUpperCase() })).tenantId).toBe(
      TENANT,
    );
    const result = withAttributes({ email: address, [TENANT_ID]: OTHER });
    expect(codeOf(result)).toBe('tenant_claim_mismatch');
    expect(detailsOf(result)).toEqual({ expected: TENANT, received: OTHER });
    const capital = withAttributes({ email: address, [TENANT_ID]: 'ABCDEF00-8888-4777-8666-555555555555' });
    expect(detailsOf(capital)).toMatchObject({ received: 'abcdef00-8888-4777-8666-555555555555' });
  });

  it('must be claimed where the connection requires it', () => {
    const strict = connectionWith({ requireTenantClaim: true });
    expect(codeOf(withAttributes({ email: address, [TENANT_ID]: TENANT }, strict))).toBe('ok');
    for (const absent of [
      { email: address },
      { email: address, [TENANT_ID]: '' },
      { email: address, [TENANT_ID]: [null] },
    ]) {
      const result = withAttributes(absent, strict);
      expect(codeOf(result)).toBe('tenant_claim_missing');
      expect(detailsOf(result)).toEqual({ expected: TENANT });
    }
  });

  it('of another identity provider is what it says', () => {
    const issuer = 'https://idp.example/metadata';
    const input = { issuerUrl: issuer, signInUrl: 'https://idp.example/sso' };
    const other = connectionWith(input);
    expect(
      accepted(claimsOf({ issuer, attributes: { email: address, [TENANT_ID]: OTHER } }, other)).tenantId,
    ).toBe(OTHER);
    const strict = connectionWith({ ...input, requireTenantClaim: true });
    expect(detailsOf(claimsOf({ issuer, attributes: { email: address } }, strict))).toEqual({
      expected: issuer,
    });
  });

  it.each([TENANT_ID, OBJECT_ID, IDP])('%s is one text', (claim) => {
    expect(detailsOf(withAttributes({ email: address, [claim]: [TENANT, TENANT] }))).toEqual({
      claim,
      count: 2,
    });
    expect(codeOf(withAttributes({ email: address, [claim]: [TENANT, TENANT] }))).toBe(
      'claim_multiple_values',
    );
    const xml = signedWith(
      `<Attribute Name="${claim}"><AttributeValue>`,
      `<Attribute Name="${claim}"><AttributeValue><x/>`,
    );
    expect(codeOf(readClaims(accepted(validate(xml))))).toBe('claim_not_text');
    expect(detailsOf(readClaims(accepted(validate(xml))))).toEqual({ claim });
  });
});
