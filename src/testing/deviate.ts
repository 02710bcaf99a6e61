import { escapeText } from '../xml/escape.js';
import type { MintEncryption } from './encrypt-assertion.js';
import { issuerOf, TEST_PERSON, TEST_TENANT_ID } from './message-content.js';
import type { MintOptions } from './mint-options.js';
import { createTestKeyPair, type TestKeyPair } from './test-key-pair.js';
import { entraAttributes, type TestPerson } from './test-person.js';

const OTHER_TENANT = '99999999-8888-4777-8666-555555555555';
const EMAIL_ADDRESS_CLAIM = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress';
const HOUR = 3_600_000;

/** Options that make the message which the chosen deviation describes; explicit options are overruled by it. */
export function deviate(options: MintOptions): MintOptions {
  const { assertionConsumerServiceUrl: acsUrl } = options;
  switch (options.deviation ?? null) {
    case null:
    case 'replayed':
      return options;
    case 'namespace-not-cleared':
      return renamedEmail(options, 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/email');
    case 'claim-not-added':
      return withEmail(options, []);
    case 'claim-capitalised':
      return renamedEmail(options, 'Email');
    case 'no-email':
      return withEmail(withAttribute(options, EMAIL_ADDRESS_CLAIM, []), []);
    case 'several-emails':
      return withEmail(options, [mailOf(options), `second.${mailOf(options)}`]);
    case 'email-not-an-address':
      return withEmail(options, [`${mailOf(options).replace('@', '_')}#EXT#@`]);
    case 'foreign-domain':
      return withEmail(options, [`${mailOf(options).split('@')[0]}@somewhere-else.example`]);
    case 'wrong-tenant':
      return withAttribute(options, 'http://schemas.microsoft.com/identity/claims/tenantid', [OTHER_TENANT]);
    case 'wrong-issuer': {
      const issuer = `https://sts.windows.net/${OTHER_TENANT}/`;
      return { ...options, responseIssuer: issuer, assertionIssuer: issuer };
    }
    case 'wrong-audience':
      return { ...options, audiences: ['https://another-application.example/saml'] };
    case 'wrong-destination':
      return { ...options, destination: elsewhere(acsUrl) };
    case 'wrong-recipient':
      return { ...options, recipient: elsewhere(acsUrl) };
    case 'wrong-request':
      return { ...options, responseInResponseTo: OTHER_REQUEST, subjectInResponseTo: OTHER_REQUEST };
    case 'unsolicited':
      return { ...options, responseInResponseTo: null, subjectInResponseTo: null };
    case 'expired':
      return { ...options, now: shifted(options, -2 * HOUR) };
    case 'not-yet-valid':
      return { ...options, now: shifted(options, HOUR) };
    case 'unsigned':
      return { ...options, sign: 'none' };
    case 'wrong-key':
      return { ...options, keyPair: strangersKeyPair() };
    case 'sha1':
      return { ...options, signatureHash: 'sha1', digestHash: 'sha1' };
    case 'tampered':
      return options.encrypt === undefined
        ? { ...options, editAfterSigning: (xml) => tampered(edited(options, xml), options) }
        : tamperedInside(options, options.encrypt);
    case 'provider-error':
      return { ...options, status: providerError(options) };
    default:
      throw new TypeError(`There is no deviation ${JSON.stringify(options.deviation)}.`);
  }
}

const OTHER_REQUEST = 'id0000000000000000000000000000000000000000';

let strangers: TestKeyPair | null = null;

/** Made once: a key pair takes a noticeable part of a second. */
function strangersKeyPair(): TestKeyPair {
  strangers ??= createTestKeyPair();
  return strangers;
}

function personOf(options: MintOptions): TestPerson {
  return options.person ?? TEST_PERSON;
}

function mailOf(options: MintOptions): string {
  const person = personOf(options);
  return person.mail ?? person.userPrincipalName;
}

type Attributes = Map<string, string | readonly (string | null)[]>;

function attributesOf(options: MintOptions): Attributes {
  const { attributes } = options;
  if (attributes === undefined) {
    const tenantId = options.tenantId ?? TEST_TENANT_ID;
    return new Map(entraAttributes(personOf(options), tenantId, issuerOf(options)));
  }
  return new Map(attributes instanceof Map ? attributes : Object.entries(attributes));
}

function withAttribute(options: MintOptions, name: string, values: readonly string[]): MintOptions {
  const attributes = attributesOf(options);
  if (values.length === 0) attributes.delete(name);
  else attributes.set(name, values);
  return { ...options, attributes };
}

function withEmail(options: MintOptions, values: readonly string[]): MintOptions {
  return withAttribute(options, 'email', values);
}

function renamedEmail(options: MintOptions, name: string): MintOptions {
  const attributes: Attributes = new Map();
  for (const [key, values] of attributesOf(options)) attributes.set(key === 'email' ? name : key, values);
  return { ...options, attributes };
}

function elsewhere(url: string): string {
  return `${url}/elsewhere`;
}

function shifted(options: MintOptions, milliseconds: number): Date {
  return new Date((options.now ?? new Date()).getTime() + milliseconds);
}

function edited(options: MintOptions, xml: string): string {
  return options.editAfterSigning === undefined ? xml : options.editAfterSigning(xml);
}

/** Another person's name wherever the signed one stands. */
function tampered(xml: string, options: MintOptions): string {
  const names = [options.nameId?.value ?? personOf(options).userPrincipalName, mailOf(options)];
  let changed = xml;
  for (const name of names) {
    const other = `administrator@${name.split('@')[1] ?? 'contoso.com'}`;
    changed = changed.replaceAll(`>${escapeText(name)}<`, `>${escapeText(other)}<`);
  }
  return changed;
}

/** What was signed last is changed: the ciphertext under the Response's signature, else the assertion in it. */
function tamperedInside(options: MintOptions, encrypt: MintEncryption): MintOptions {
  if (options.sign === 'response' || options.sign === 'both') {
    const editAfterSigning = (xml: string): string =>
      edited(options, xml).replace(
        /CipherValue>(.)/,
        (_, first) => `CipherValue>${first === 'A' ? 'B' : 'A'}`,
      );
    return { ...options, editAfterSigning };
  }
  const editPlaintext = (assertion: string): string | Uint8Array => {
    const changed = tampered(assertion, options);
    return encrypt.editPlaintext === undefined ? changed : encrypt.editPlaintext(changed);
  };
  return { ...options, encrypt: { ...encrypt, editPlaintext } };
}

function providerError(options: MintOptions): { code: string; secondLevel: string; message: string } {
  const correlation = (options.responseId ?? '_00000000-0000-4000-8000-000000000000').replace(/^_/, '');
  return {
    code: 'urn:oasis:names:tc:SAML:2.0:status:Responder',
    secondLevel: 'urn:oasis:names:tc:SAML:2.0:status:RequestDenied',
    message:
      'AADSTS50105: The signed in user is not assigned to a role for this application.\r\n' +
      `Correlation ID: ${correlation}\r\nTimestamp: ${(options.now ?? new Date()).toISOString()}`,
  };
}
