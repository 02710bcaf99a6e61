import { randomUUID } from 'node:crypto';
import type { MintAttributes, MintOptions, MintTime } from './mint-options.js';
import type { AssertionContent, MessageContent } from './response-template.js';
import { entraAttributes, type TestAttributes, type TestPerson } from './test-person.js';

/** Tenant of the answers that `mintResponse` makes where none is given. */
export const TEST_TENANT_ID = '11111111-2222-4333-8444-555555555555';

/** Who signs in where nobody is given. */
export const TEST_PERSON: TestPerson = {
  userPrincipalName: 'adele.vance@contoso.com',
  objectId: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
  displayName: 'Adele Vance',
  givenName: 'Adele',
  surname: 'Vance',
};

export const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';
export const EMAIL_ADDRESS_FORMAT = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
const PASSWORD = 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password';
const MINUTE = 60_000;

/** Decides every value that the options leave open, as Entra would. */
export function messageContent(options: MintOptions): MessageContent {
  const now = options.now ?? new Date();
  const status = options.status ?? { code: SUCCESS };
  const succeeded = status.code === SUCCESS;
  const inResponseTo = options.inResponseTo ?? null;
  return {
    responseId: options.responseId ?? randomId(),
    responseIssueInstant: time(options.responseIssueInstant, now),
    // Entra's error responses carry no Destination.
    destination: given(options.destination, succeeded ? options.assertionConsumerServiceUrl : null),
    responseInResponseTo: given(options.responseInResponseTo, inResponseTo),
    responseIssuer: given(options.responseIssuer, issuerOf(options)),
    status,
    assertion: succeeded ? assertionContent(options, now, inResponseTo) : null,
  };
}

function assertionContent(options: MintOptions, now: Date, inResponseTo: string | null): AssertionContent {
  const person = options.person ?? TEST_PERSON;
  const issuer = issuerOf(options);
  const id = options.assertionId ?? randomId();
  const notOnOrAfter = time(options.notOnOrAfter, new Date(now.getTime() + 60 * MINUTE));
  const format = options.nameId?.format;
  return {
    id,
    issueInstant: time(options.issueInstant, now),
    issuer: options.assertionIssuer ?? issuer,
    nameId: {
      value: options.nameId?.value ?? person.userPrincipalName,
      format: given(format, EMAIL_ADDRESS_FORMAT),
    },
    confirmationMethod: options.confirmationMethod ?? BEARER,
    subjectInResponseTo: given(options.subjectInResponseTo, inResponseTo),
    subjectNotOnOrAfter:
      options.subjectNotOnOrAfter === undefined ? notOnOrAfter : time(options.subjectNotOnOrAfter, now),
    recipient: given(options.recipient, options.assertionConsumerServiceUrl),
    notBefore: time(options.notBefore, new Date(now.getTime() - 5 * MINUTE)),
    notOnOrAfter,
    audiences: given(options.audiences, [options.entityId]),
    attributes:
      options.attributes === undefined
        ? entraAttributes(person, options.tenantId ?? TEST_TENANT_ID, issuer)
        : normalized(options.attributes),
    authnInstant: time(options.authnInstant, new Date(now.getTime() - MINUTE)),
    sessionIndex: given(options.sessionIndex, id),
    sessionNotOnOrAfter: time(options.sessionNotOnOrAfter ?? null, now),
    authnContextClassRef: options.authnContextClassRef ?? PASSWORD,
  };
}

/** `https://sts.windows.net/<tenant id>/` unless the options name another Issuer. */
export function issuerOf(options: Pick<MintOptions, 'issuer' | 'tenantId'>): string {
  return options.issuer ?? `https://sts.windows.net/${options.tenantId ?? TEST_TENANT_ID}/`;
}

function randomId(): string {
  return `_${randomUUID()}`;
}

function given<Value>(value: Value | undefined, otherwise: Value): Value {
  return value === undefined ? otherwise : value;
}

function time(value: MintTime | undefined, otherwise: Date): string | null {
  const chosen = given(value, otherwise);
  return chosen instanceof Date ? chosen.toISOString() : chosen;
}

function normalized(attributes: MintAttributes): TestAttributes {
  const entries = isMap(attributes) ? [...attributes] : Object.entries(attributes);
  return new Map(entries.map(([name, value]) => [name, typeof value === 'string' ? [value] : value]));
}

function isMap(
  attributes: MintAttributes,
): attributes is ReadonlyMap<string, string | readonly (string | null)[]> {
  return attributes instanceof Map;
}
