import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ServiceProviderKeyPem } from '../../src/certificates/service-provider-key.js';
import type { AnySsoError } from '../../src/errors/index.js';
import type {
  Connection,
  ConnectionInput,
  ConnectionKeysInput,
  SecondReader,
} from '../../src/organizations/connection.js';
import { parseConnection } from '../../src/organizations/parse-connection.js';
import { resolveClaimedDomain } from '../../src/organizations/resolve.js';
import type { Assertion } from '../../src/response/assertion.js';
import type { Claims } from '../../src/response/claims.js';
import { readClaims } from '../../src/response/claims.js';
import type { Expectations } from '../../src/response/expectations.js';
import { type ValidateOptions, validateResponse } from '../../src/response/validate-response.js';

/** A row of fixtures/index.json. */
export interface Fixture {
  readonly id: string;
  readonly title: string;
  /** Absent for benign messages. */
  readonly family?: string;
  readonly file: string;
  readonly clock: string;
  readonly signing: 'assertion' | 'response' | 'both' | 'none';
  readonly inResponseTo: string | null;
  readonly entityId?: string;
  readonly assertionConsumerServiceUrl?: string;
  readonly authnInstantNotBefore?: string;
  readonly connection?: Partial<ConnectionInput>;
  /** Files of fixtures/certificates that are on file instead of the usual one. */
  readonly certificates?: readonly string[];
  /** Names of our keys in fixtures/certificates, where the connection has some. */
  readonly keys?: { readonly current: string; readonly next?: string };
  /** Where it is present, the assertion may be decrypted; otherwise an encrypted one is refused. */
  readonly decryption?: 'dangerously-unreserved';
  /** Verified domains of the organisation, where the row is about the asserted address. */
  readonly domains?: readonly string[];
  /** `ok` or the code of the refusal. */
  readonly expected: string;
  readonly values?: FixtureValues;
  readonly nodeSaml: string;
}

/** What an accepted message must give. */
export interface FixtureValues {
  readonly nameId: string;
  readonly email: string;
  readonly attributes?: readonly (readonly [string, readonly string[]])[];
  readonly claims?: Readonly<Record<string, unknown>>;
}

interface Index {
  readonly expectations: { readonly entityId: string; readonly assertionConsumerServiceUrl: string };
  readonly connection: {
    readonly issuerUrl: string;
    readonly signInUrl: string;
    readonly certificates: readonly string[];
  };
  readonly fixtures: readonly Fixture[];
}

export const index: Index = JSON.parse(readFileSync(fixturePath('index.json'), 'utf8'));

export function fixturePath(file: string): string {
  return fileURLToPath(new URL(`../../fixtures/${file}`, import.meta.url));
}

const fields = new Map<string, string>();

/** The form field as it would be posted. */
export function postedField({ file }: Fixture): string {
  const known = fields.get(file);
  if (known !== undefined) return known;
  const field = readFileSync(fixturePath(file), file.endsWith('.txt') ? 'utf8' : 'base64');
  fields.set(file, field);
  return field;
}

export function certificatePem(file: string): string {
  return readFileSync(fixturePath(`certificates/${file}`), 'utf8');
}

/** What the walk and the claims stage make of a message. */
export type Outcome =
  | { readonly ok: true; readonly assertion: Assertion; readonly claims: Claims }
  | { readonly ok: false; readonly error: AnySsoError };

export function judge(
  samlResponse: string,
  expectations: Expectations,
  options: ValidateOptions = {},
): Outcome {
  const valid = validateResponse(samlResponse, expectations, options);
  if (!valid.ok) return valid;
  const claims = readClaims(valid.value);
  return claims.ok ? { ok: true, assertion: valid.value.assertion, claims: claims.value } : claims;
}

/** The same with the question whether the organisation owns the domain, where the row asks it. */
export async function judgeFixture(fixture: Fixture, secondReader: SecondReader): Promise<Outcome> {
  const expectations = expectationsOf(fixture, secondReader);
  const outcome = judge(postedField(fixture), expectations, optionsOf(fixture));
  const { domains } = fixture;
  if (!outcome.ok || domains === undefined) return outcome;
  const { connection } = expectations;
  const resolved = await resolveClaimedDomain({ connection, email: outcome.claims.email }, {
    findOrganization: async (domain) =>
      domains.includes(domain) ? connection.organizationId : domain === 'victim.test' ? 'victim' : null,
    listVerified: async () => domains,
  } as Parameters<typeof resolveClaimedDomain>[1]);
  return resolved.ok ? outcome : resolved;
}

export function optionsOf({ decryption }: Fixture): ValidateOptions {
  return decryption === undefined ? {} : { decryption };
}

export function expectationsOf(fixture: Fixture, secondReader: SecondReader): Expectations {
  return {
    connection: connectionOf(fixture, secondReader),
    entityId: fixture.entityId ?? index.expectations.entityId,
    assertionConsumerServiceUrl:
      fixture.assertionConsumerServiceUrl ?? index.expectations.assertionConsumerServiceUrl,
    inResponseTo: fixture.inResponseTo,
    authnInstantNotBefore:
      fixture.authnInstantNotBefore === undefined ? null : new Date(fixture.authnInstantNotBefore),
    now: new Date(fixture.clock),
  };
}

const connections = new Map<string, Connection>();

function connectionOf(
  { connection, certificates, keys, clock }: Fixture,
  secondReader: SecondReader,
): Connection {
  const key = JSON.stringify([connection, certificates, keys, clock, secondReader]);
  const known = connections.get(key);
  if (known !== undefined) return known;
  const input = {
    id: 'contoso',
    organizationId: 'contoso',
    ...index.connection,
    ...connection,
    certificates: (certificates ?? index.connection.certificates).map(certificatePem),
    ...(keys === undefined ? {} : { keys: keysOf(keys) }),
    secondReader,
  };
  const parsed = parseConnection(input, { now: new Date(clock) });
  if (!parsed.ok) throw new Error(`the connection of a fixture is refused: ${parsed.error.message}`);
  connections.set(key, parsed.value);
  return parsed.value;
}

function keysOf({ current, next }: NonNullable<Fixture['keys']>): ConnectionKeysInput {
  return { current: keyPem(current), next: next === undefined ? null : keyPem(next) };
}

function keyPem(name: string): ServiceProviderKeyPem {
  return { privateKeyPem: certificatePem(`keys/${name}.pem`), certificatePem: certificatePem(`${name}.cer`) };
}
