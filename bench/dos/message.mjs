// The messages that hostile ones are made of, with the keys and the clock of the fixtures.
import { createHash, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mintResponse } from '../../dist/testing.js';
import {
  ACS,
  adele,
  assertion,
  attributesOf,
  CLOCK,
  ENTITY_ID,
  ISSUER,
  NOW,
  REQUEST,
  RESPONSE_ID,
  SAML,
  SAMLP,
  SUCCESS,
} from '../../fixtures/generate/message.mjs';

const pem = (file) => readFileSync(new URL(`../../fixtures/certificates/${file}`, import.meta.url), 'utf8');
export const keyPair = { privateKeyPem: pem('keys/contoso.pem'), certificatePem: pem('contoso.cer') };
export const ownKey = {
  privateKeyPem: pem('keys/service-provider.pem'),
  certificatePem: pem('service-provider.cer'),
};

const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const EXC_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';

export const base64 = (xml) => Buffer.from(xml).toString('base64');

/** Bytes of XML in a field of so many characters. */
export const xmlBytes = (size) => Math.floor((size * 3) / 4) - 3;

/** `unit` as often as it fits into so many bytes; a function is given the number of each. */
export function fill(bytes, unit) {
  if (typeof unit === 'string') return unit.repeat(Math.max(1, Math.floor(bytes / unit.length)));
  const parts = [];
  for (let at = 0, length = 0; length < bytes; at += 1) {
    parts.push(unit(at));
    length += parts[at].length;
  }
  if (parts.length > 1) parts.pop();
  return parts.join('');
}

export function minted(options = {}) {
  return mintResponse({
    keyPair,
    entityId: ENTITY_ID,
    assertionConsumerServiceUrl: ACS,
    inResponseTo: REQUEST,
    issuer: ISSUER,
    now: new Date(CLOCK),
    ...options,
  }).xml;
}

/** What Entra sends by default: the message whose validation all others are compared with. */
export const good = minted();

/** The good message with further content where anybody can put some: nothing signs it. */
export function withExtensions(content) {
  return good.replace(
    '<samlp:Status>',
    () => `<samlp:Extensions>${content}</samlp:Extensions><samlp:Status>`,
  );
}

/** The good message with something else in place of the first match. */
export function altered(pattern, replacement) {
  if (good.search(pattern) === -1) throw new Error(`${pattern} is not in the good message`);
  return good.replace(pattern, () => replacement);
}

const PLACE = 'the value that is hostile';

/**
 * A Response whose assertion holds an attribute with the given content, signed with the customer's key. The signer is
 * told how the content is written in canonical form, so that it has nothing to compute. With `used`, the signature is that
 * of another content: of a message that the sender once had.
 */
export function signedResponse({ content, canonical = (same) => same, declarations = '', used = false }) {
  const plain = assertion(adele, [...attributesOf(adele), ['hostile', PLACE]]);
  const canonicalForm = plain
    .replace(/<(\w+)([^<>]*)\/>/gu, '<$1$2></$1>')
    .replace(/<Assertion (.*?) (xmlns="[^"]*")>/u, '<Assertion $2 $1>');
  const signature = signatureOver(
    canonicalForm.replace(PLACE, () => (used ? 'a value' : canonical(content))),
  );
  const posted = plain
    .replace('<Assertion ', () => `<Assertion${declarations} `)
    .replace(PLACE, () => content)
    .replace('</Issuer>', () => `</Issuer>${signature}`);
  return (
    `<samlp:Response ID="${RESPONSE_ID}" Version="2.0" IssueInstant="${NOW}" Destination="${ACS}" ` +
    `InResponseTo="${REQUEST}" xmlns:samlp="${SAMLP}"><Issuer xmlns="${SAML}">${ISSUER}</Issuer>` +
    `<samlp:Status><samlp:StatusCode Value="${SUCCESS}"/></samlp:Status>${posted}</samlp:Response>`
  );
}

function signatureOver(canonical) {
  const digest = createHash('sha256').update(canonical).digest('base64');
  const id = /ID="([^"]*)"/u.exec(canonical)[1];
  const empty = (name, algorithm) => `<${name} Algorithm="${algorithm}"></${name}>`;
  const info =
    empty('CanonicalizationMethod', EXC_C14N) +
    empty('SignatureMethod', 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256') +
    `<Reference URI="#${id}"><Transforms>` +
    `${empty('Transform', `${DSIG}enveloped-signature`)}${empty('Transform', EXC_C14N)}</Transforms>` +
    `${empty('DigestMethod', 'http://www.w3.org/2001/04/xmlenc#sha256')}<DigestValue>${digest}</DigestValue></Reference>`;
  const octets = Buffer.from(`<SignedInfo xmlns="${DSIG}">${info}</SignedInfo>`);
  const value = sign('sha256', octets, keyPair.privateKeyPem).toString('base64');
  return `<Signature xmlns="${DSIG}"><SignedInfo>${info}</SignedInfo><SignatureValue>${value}</SignatureValue></Signature>`;
}

/** The good message with its assertion encrypted for us, which anybody can do; `plaintext` in place of the assertion. */
export function encryptedResponse(plaintext, options = {}) {
  const encrypt = { certificatePem: ownKey.certificatePem, editPlaintext: () => plaintext, ...options };
  return minted({ sign: 'none', encrypt });
}
