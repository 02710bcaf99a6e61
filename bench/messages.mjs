// The messages that every competitor validates: the shapes that Entra sends, minted afresh for each run.
import { createTestKeyPair, mintResponse } from '../dist/testing.js';

export const tenantId = '0f5b6a5e-8b1e-4f0c-9c43-3d1d7a5a9e11';
export const issuerUrl = `https://sts.windows.net/${tenantId}/`;
export const signInUrl = `https://login.microsoftonline.com/${tenantId}/saml2`;
export const entityId = 'https://app.example.com/saml/contoso/metadata';
export const assertionConsumerServiceUrl = 'https://app.example.com/saml/contoso/acs';
export const inResponseTo = '_4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d';
export const keyPair = createTestKeyPair();
export const decryptionKeyPair = createTestKeyPair();

const claims = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
const microsoft = 'http://schemas.microsoft.com';
const tenAttributes = {
  [`${microsoft}/identity/claims/tenantid`]: tenantId,
  [`${microsoft}/identity/claims/objectidentifier`]: '5c1f6d3a-77f0-4a52-9d0e-2a4c9b1f8e60',
  [`${microsoft}/identity/claims/displayname`]: 'Adele Vance',
  [`${microsoft}/identity/claims/identityprovider`]: issuerUrl,
  [`${microsoft}/claims/authnmethodsreferences`]: [
    `${microsoft}/ws/2008/06/identity/authenticationmethod/password`,
    `${microsoft}/claims/multipleauthn`,
  ],
  [`${claims}/givenname`]: 'Adele',
  [`${claims}/surname`]: 'Vance',
  [`${claims}/emailaddress`]: 'adele.vance@contoso.com',
  [`${claims}/name`]: 'adele.vance@contoso.com',
  email: 'adele.vance@contoso.com',
};
const guid = (n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Name → what it is, which elements are signed, the posted field. */
export const messages = {
  a: message('Entra default: assertion signed, 10 attributes', 'assertion', tenAttributes),
  b: message('response and assertion signed', 'both', tenAttributes),
  d: message(
    'assertion encrypted (aes256-cbc, rsa-oaep-mgf1p) and signed within',
    'assertion',
    tenAttributes,
    {
      certificatePem: decryptionKeyPair.certificatePem,
    },
  ),
  e: message('150 groups', 'assertion', {
    ...tenAttributes,
    [`${microsoft}/ws/2008/06/identity/claims/groups`]: Array.from({ length: 150 }, (_, n) => guid(n)),
  }),
  f: message('1,000 values', 'assertion', {
    ...tenAttributes,
    [`${microsoft}/ws/2008/06/identity/claims/groups`]: Array.from({ length: 1000 }, (_, n) => guid(n)),
  }),
};

function message(title, sign, attributes, encrypt) {
  const { samlResponse } = mintResponse({
    keyPair,
    entityId,
    assertionConsumerServiceUrl,
    inResponseTo,
    issuer: issuerUrl,
    tenantId,
    sign,
    attributes,
    now: new Date(),
    ...(encrypt === undefined ? {} : { encrypt }),
  });
  return { title, sign, samlResponse, encrypted: encrypt !== undefined };
}
