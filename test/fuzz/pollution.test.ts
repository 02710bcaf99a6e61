import { describe, expect, it } from 'vitest';
import {
  connectionInputFromMetadata,
  parseConnection,
  parseFederationMetadata,
  parseIdpCertificate,
  parseServiceProviderKey,
  readClaims,
  redactResponse,
  validateResponse,
} from '../../src/index.js';
import { verifyLogoutMessage } from '../../src/logout/verify-logout-message.js';
import { type EmailAddress, parseEmailAddress } from '../../src/organizations/email-address.js';
import { resolveClaimedDomain } from '../../src/organizations/resolve.js';
import {
  applyPatch,
  evaluate,
  parseFilter,
  project,
  readNewResource,
  readSelection,
} from '../../src/scim/engine/index.js';
import { memoryDomainClaims } from '../../src/stores/memory/index.js';
import { inspectSamlResponse } from '../../src/testing/index.js';
import { contoso, logoutRequest, type QueryPlan, queryOf } from '../logout/idp.js';
import { documentWith } from '../metadata/refresh-documents.js';
import {
  ACS_URL,
  connectionWith,
  ENTITY_ID,
  expecting,
  keyPair,
  mint,
  NOW,
  posted,
  REQUEST_ID,
} from '../response/message.js';
import { ann, patch, types, USER } from '../scim/engine/samples.js';
import { POLLUTION } from './pollutants.js';

/** Lists are objects too; xmldom and Node’s own code go by these, and neither is ours. */
const ON_LISTS = POLLUTION.filter(([name]) => !['length'].includes(name));

const alone = expecting({}, connectionWith({ secondReader: 'dangerously-none' }));
const fields = [
  mint(),
  mint({ sign: 'both' }),
  mint({ deviation: 'tampered' }),
  mint({ deviation: 'unsigned' }),
  mint({ deviation: 'wrong-audience' }),
  mint({ deviation: 'no-email' }),
  mint({ deviation: 'foreign-domain' }),
].map(posted);
const plans: readonly QueryPlan[] = [
  {},
  { relayState: 'x' },
  { algorithm: 'none' },
  { privateKeyPem: keyPair.privateKeyPem },
];
const queries = [
  ...plans.map((plan) => queryOf(logoutRequest({ id: '_request' }), plan)),
  // What the schema does not know is refused, whatever a prototype says of what may be left out or come twice.
  queryOf(logoutRequest({ attributes: ' polluted="x"' })),
  queryOf(logoutRequest({ attributes: ' xmlns:z="urn:z" z:polluted="x"' })),
  queryOf(
    logoutRequest({
      content: '<NameID xmlns="urn:oasis:names:tc:SAML:2.0:assertion">a</NameID>'.repeat(2),
    }),
  ),
];
const idp = contoso();
const addresses = ['a@contoso.com', 'a@victim.test'].map(emailAddress);
const document = documentWith(['contoso', 'contoso-next']);
const claims = memoryDomainClaims([{ organizationId: 'contoso', domain: 'contoso.com' }]);
const input = {
  id: 'c1',
  organizationId: 'contoso',
  issuerUrl: 'https://sts.windows.net/11111111-2222-4333-8444-555555555555/',
  signInUrl: 'https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555/saml2',
  certificates: [keyPair.certificatePem],
};
const selections = [
  readSelection(types.user, undefined, undefined),
  readSelection(types.user, 'userName,emails.value', undefined),
];

function emailAddress(text: string): EmailAddress {
  const parsed = parseEmailAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

type Decision = readonly [string, () => unknown];

/** Everything that decides and is asked at once; each gives what can be compared. */
const decisions: readonly Decision[] = [
  ...fields.map((field, at): Decision => [`validate ${at}`, () => validated(field)]),
  ...fields.map((field, at): Decision => [`inspect ${at}`, () => inspected(field)]),
  ['redact', () => redactResponse(fields[0] ?? '')],
  ['connection', () => codeOf(parseConnection(input, { now: NOW }))],
  [
    'connection with a wrong option',
    () => codeOf(parseConnection({ ...input, wrong: true } as never, { now: NOW })),
  ],
  [
    'connection without certificates',
    () => codeOf(parseConnection({ ...input, certificates: [] }, { now: NOW })),
  ],
  [
    'connection without an id',
    () => codeOf(parseConnection({ ...input, id: undefined } as never, { now: NOW })),
  ],
  ['certificate', () => codeOf(parseIdpCertificate(keyPair.certificatePem, { now: NOW }))],
  ['no certificate', () => codeOf(parseIdpCertificate('x', { now: NOW }))],
  ['key', () => codeOf(parseServiceProviderKey(keyPair))],
  ['metadata', () => imported(document)],
  [
    'metadata of another',
    () => codeOf(parseFederationMetadata(document, { now: NOW, entityId: 'urn:other' })),
  ],
  ['no metadata', () => codeOf(parseFederationMetadata('<a/>', { now: NOW }))],
  ...queries.map((query, at): Decision => [`logout ${at}`, () => loggedOut(query)]),
  ...[
    'userName eq "ann"',
    'active eq true',
    'emails[type eq "work"].value pr',
    'title pr',
    'x eq "y"',
    '(',
  ].map((text): Decision => [`filter ${text}`, () => filtered(text)]),
  ...[
    [{ op: 'replace', path: 'active', value: false }],
    [{ op: 'add', path: 'emails[type eq "home"].value', value: 'x@y.z' }],
    [{ op: 'remove', path: 'emails[type eq "work"]' }],
    [{ op: 'add', value: { title: 'T' } }],
    [{ op: 'replace', path: 'id', value: 'x' }],
    [{ op: 'remove' }],
    [{}],
  ].map(
    (operations, at): Decision => [`patch ${at}`, () => applyPatch(types.user, ann, patch(...operations))],
  ),
  [
    'new resource',
    () => readNewResource(types.user, { schemas: [USER], userName: 'u', emails: [{ value: 'a@b.c' }] }),
  ],
  ['no resource', () => readNewResource(types.user, { schemas: [USER] })],
  ...selections.map(
    (selection, at): Decision => [`projection ${at}`, () => project(types.user, ann, selection)],
  ),
];

function codeOf(
  result: { readonly ok: true } | { readonly ok: false; readonly error: { readonly code: string } },
): string {
  return result.ok ? 'ok' : result.error.code;
}

function validated(field: string): unknown {
  const valid = validateResponse(field, alone);
  if (!valid.ok) return valid.error.code;
  const read = readClaims(valid.value);
  return read.ok
    ? [read.value.email.address, read.value.tenantId, [...read.value.attributes]]
    : read.error.code;
}

function inspected(field: string): unknown {
  const report = inspectSamlResponse(field, {
    connection: alone.connection,
    entityId: ENTITY_ID,
    assertionConsumerServiceUrl: ACS_URL,
    inResponseTo: REQUEST_ID,
    at: NOW,
  });
  return report.valid;
}

function imported(text: string): unknown {
  const read = parseFederationMetadata(text, { now: NOW });
  if (!read.ok) return read.error.code;
  const { certificates, ...rest } = connectionInputFromMetadata(read.value);
  return [rest, certificates.length];
}

function loggedOut(query: string): unknown {
  const verified = verifyLogoutMessage({ binding: 'redirect', query }, idp, NOW);
  return verified.ok ? 'ok' : verified.error.code;
}

function filtered(text: string): unknown {
  const filter = parseFilter(types.user, text);
  return filter.ok ? evaluate(types.user, filter.value, ann) : [filter.error.status, filter.error.scimType];
}

/** All decisions, written as text before and after, while nothing is polluted. */
function taken(): string[] {
  return decisions.map(([name, decide]) => `${name}: ${JSON.stringify(decide())}`);
}

/** Each decision with the prototype polluted during it alone. */
function takenWith(prototype: object, name: string, value: unknown): string[] {
  const results: unknown[] = [];
  for (const [, decide] of decisions) {
    const had = Object.getOwnPropertyDescriptor(prototype, name);
    if (had !== undefined) return taken();
    // Without a prototype: what is polluted would be looked up on the descriptor itself.
    const descriptor = Object.assign(Object.create(null), {
      value,
      configurable: true,
      writable: true,
      enumerable: true,
    });
    Object.defineProperty(prototype, name, descriptor);
    let result: unknown;
    try {
      result = decide();
    } catch (error) {
      result = `threw ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      Reflect.deleteProperty(prototype, name);
    }
    results.push(result);
  }
  return decisions.map(([decision], at) => `${decision}: ${JSON.stringify(results[at])}`);
}

const unpolluted = taken();

describe('every decision', () => {
  it('is taken, and they are of many kinds', () => {
    expect(new Set(unpolluted.map((line) => line.slice(line.indexOf(': ')))).size).toBeGreaterThan(20);
    expect(unpolluted[0]).toContain('adele');
  });

  it.each(POLLUTION)('is what it was while Object.prototype has %j = %j', (name, value) => {
    expect(takenWith(Object.prototype, name, value)).toEqual(unpolluted);
  });

  it.each(ON_LISTS)('is what it was while Array.prototype has %j = %j', (name, value) => {
    expect(takenWith(Array.prototype, name, value)).toEqual(unpolluted);
  });

  it.each([
    ['get', () => 'x'],
    ['organizationId', 'victim'],
    ['0', 'victim'],
    ['value', 'victim'],
  ])('on a domain is what it was while Object.prototype has %j', async (name, value) => {
    const asked = async () => {
      const resolved = [];
      for (const email of addresses)
        resolved.push(codeOf(await resolveClaimedDomain({ connection: alone.connection, email }, claims)));
      return resolved;
    };
    const expected = await asked();
    expect(expected).toEqual(['ok', 'email_domain_not_claimed']);
    Object.defineProperty(
      Object.prototype,
      name,
      Object.assign(Object.create(null), { value, configurable: true, writable: true }),
    );
    try {
      expect(await asked().finally(() => Reflect.deleteProperty(Object.prototype, name))).toEqual(expected);
    } finally {
      Reflect.deleteProperty(Object.prototype, name);
    }
  });
});
