import type { Result } from '../../src/errors/index.js';
import type { Connection, ConnectionInput } from '../../src/organizations/connection.js';
import { parseConnection } from '../../src/organizations/parse-connection.js';
import type { ValidAssertion } from '../../src/response/check.js';
import type { Expectations } from '../../src/response/expectations.js';
import { validateResponse } from '../../src/response/validate-response.js';
import type { MintOptions } from '../../src/testing/mint-options.js';
import { mintResponse } from '../../src/testing/mint-response.js';
import { createTestKeyPair, type TestKeyPair } from '../../src/testing/test-key-pair.js';

// One message, one connection and one clock, which each test changes in one point.

export const NOW: Date = new Date('2026-01-02T03:04:05.006Z');
export const TENANT = '11111111-2222-4333-8444-555555555555';
export const ISSUER: string = `https://sts.windows.net/${TENANT}/`;
export const ENTITY_ID = 'https://app.example/saml/c1';
export const ACS_URL = 'https://app.example/saml/c1/acs';
export const REQUEST_ID = 'id0123456789';
export const RESPONSE_ID = '_11111111-0000-4000-8000-000000000001';
export const ASSERTION_ID = '_11111111-0000-4000-8000-000000000002';
export const SKEW = 180_000;

const validity = { notBefore: new Date('2025-06-01T00:00:00Z'), notAfter: new Date('2028-06-01T00:00:00Z') };
export const keyPair: TestKeyPair = createTestKeyPair(validity);

export type Mint = Partial<MintOptions>;
export type Wanted = Partial<Omit<Expectations, 'connection'>>;

export function anotherKeyPair(): TestKeyPair {
  return createTestKeyPair(validity);
}

export function connectionWith(options: Partial<ConnectionInput> = {}): Connection {
  const parsed = parseConnection(
    {
      id: 'c1',
      organizationId: 'contoso',
      issuerUrl: ISSUER,
      signInUrl: `https://login.microsoftonline.com/${TENANT}/saml2`,
      certificates: [keyPair.certificatePem],
      ...options,
    },
    { now: NOW },
  );
  if (!parsed.ok) throw parsed.error;
  return parsed.value;
}

export const connection: Connection = connectionWith();

export function expecting(wanted: Wanted = {}, to: Connection = connection): Expectations {
  return {
    connection: to,
    entityId: ENTITY_ID,
    assertionConsumerServiceUrl: ACS_URL,
    inResponseTo: REQUEST_ID,
    authnInstantNotBefore: null,
    now: NOW,
    ...wanted,
  };
}

/** XML of a message as Entra sends it, but for the options given. */
export function mint(options: Mint = {}): string {
  return mintResponse({
    keyPair,
    entityId: ENTITY_ID,
    assertionConsumerServiceUrl: ACS_URL,
    inResponseTo: REQUEST_ID,
    now: NOW,
    responseId: RESPONSE_ID,
    assertionId: ASSERTION_ID,
    ...options,
  }).xml;
}

/** As the form field carries it. */
export function posted(xml: string): string {
  return Buffer.from(xml, 'utf8').toString('base64');
}

export function validate(
  xml: string,
  wanted: Wanted = {},
  to: Connection = connection,
): Result<ValidAssertion> {
  return validateResponse(posted(xml), expecting(wanted, to));
}

/** Code of a refusal, or `ok`. */
export function codeOf(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code;
}

export function detailsOf(result: Result<unknown>): unknown {
  return result.ok ? 'ok' : result.error.details;
}

/** Code of what becomes of a minted message. */
export function verdict(options: Mint = {}, wanted: Wanted = {}, to: Connection = connection): string {
  return codeOf(validate(mint(options), wanted, to));
}

/** Signs a message in which one text is replaced by another, which must be there. */
export function signedWith(from: string | RegExp, to: string, options: Mint = {}): string {
  return mint({ ...options, editBeforeSigning: (xml) => replaced(xml, from, to) });
}

export function replaced(xml: string, from: string | RegExp, to: string): string {
  const changed = xml.replace(from, () => to);
  if (changed === xml) throw new Error(`nothing to replace: ${String(from)}`);
  return changed;
}

/** The value, where it must be there. */
export function accepted<Value>(result: Result<Value>): Value {
  if (!result.ok) throw result.error;
  return result.value;
}
