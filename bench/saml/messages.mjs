// The messages that every competitor validates: the shapes that Entra sends, minted afresh for each run.
import { mintResponse } from '../../dist/testing.js';
import { decryptionKeyPair, keyPair, settings, tenantId } from './world.mjs';

const claims = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
const microsoft = 'http://schemas.microsoft.com';
const groups = `${microsoft}/ws/2008/06/identity/claims/groups`;
const tenAttributes = {
  [`${microsoft}/identity/claims/tenantid`]: tenantId,
  [`${microsoft}/identity/claims/objectidentifier`]: '5c1f6d3a-77f0-4a52-9d0e-2a4c9b1f8e60',
  [`${microsoft}/identity/claims/displayname`]: 'Adele Vance',
  [`${microsoft}/identity/claims/identityprovider`]: settings.issuerUrl,
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
const DAY_MS = 86_400_000;

/** Name → what it is, which elements are signed, whether the assertion is encrypted, how many groups. */
export const variants = {
  a: { title: 'Entra default: assertion signed, 10 attributes', sign: 'assertion' },
  b: { title: 'response and assertion signed', sign: 'both' },
  c: { title: 'response signed, assertion not', sign: 'response' },
  d: {
    title: 'assertion encrypted (aes256-cbc, rsa-oaep-mgf1p), signed within',
    sign: 'assertion',
    encrypted: true,
  },
  e: { title: '150 groups', sign: 'assertion', groups: 150 },
  f: { title: '1,000 groups', sign: 'assertion', groups: 1000 },
};

/** Messages that differ in one thing from variant a; what a full validation refuses among them, and what it may. */
export const probes = {
  tampered: { editAfterSigning: (xml) => xml.replaceAll('adele.vance@', 'admin.vance@') },
  expired: { now: new Date(Date.now() - DAY_MS) },
  audience: { audiences: ['https://other.example.com/'] },
  issuer: { issuer: 'https://sts.windows.net/99999999-8b1e-4f0c-9c43-3d1d7a5a9e11/' },
  recipient: { recipient: 'https://other.example.com/acs' },
  destination: { destination: 'https://other.example.com/acs' },
  request: { inResponseTo: '_another' },
};
export const REQUIRED_PROBES = ['tampered', 'expired', 'audience'];

/** The posted field of a variant, with what shall be otherwise in it. */
export function mintVariant({ sign, encrypted = false, groups: count = 0 }, otherwise = {}) {
  return mint(sign, encrypted, count, otherwise);
}

/** A response with assertion signed whose posted field has about as many characters. */
export function mintOfLength(characters) {
  let count = 0;
  let field = mint('assertion', false, count, {});
  const perGroup = (mint('assertion', false, 100, {}).length - mint('assertion', false, 50, {}).length) / 50;
  count = Math.max(0, Math.floor((characters - field.length) / perGroup));
  field = mint('assertion', false, count, {});
  return field;
}

function mint(sign, encrypted, count, otherwise) {
  const { issuerUrl, signInUrl: _, ...ours } = settings;
  const { samlResponse } = mintResponse({
    ...ours,
    keyPair,
    issuer: issuerUrl,
    tenantId,
    sign,
    attributes: count === 0 ? tenAttributes : { ...tenAttributes, [groups]: guids(count) },
    now: new Date(),
    ...(encrypted ? { encrypt: { certificatePem: decryptionKeyPair.certificatePem } } : {}),
    ...otherwise,
  });
  return samlResponse;
}

function guids(count) {
  return Array.from({ length: count }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
}
