import { type Result, refusal, success } from '../errors/index.js';
import type { Connection } from '../organizations/connection.js';
import { type EmailAddress, parseEmailAddress } from '../organizations/email-address.js';
import type { Assertion } from './assertion.js';
import {
  DISPLAY_NAME,
  firstText,
  GROUPS,
  GROUPS_LINK,
  IDENTITY_PROVIDER,
  OBJECT_IDENTIFIER,
  ROLE,
  singleText,
  TENANT_ID,
  textsOf,
} from './attribute-values.js';
import { openValidAssertion, type ValidAssertion } from './check.js';
import { diagnoseMissingEmail } from './missing-email.js';

/** Who signed in, as the identity provider asserts it: mapped claims and Entra's own by friendly names. */
export interface Claims {
  readonly email: EmailAddress;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** Entra: `http://schemas.microsoft.com/identity/claims/tenantid`, lower case. */
  readonly tenantId: string | null;
  /** Entra: `http://schemas.microsoft.com/identity/claims/objectidentifier`. */
  readonly objectId: string | null;
  readonly displayName: string | null;
  /** Entra: the STS that authenticated the person; another one than the Issuer for guests. */
  readonly identityProvider: string | null;
  /** Entra: `identityProvider` is there and is not the Issuer. */
  readonly isGuest: boolean;
  /** Values of the groups claim. Empty does not mean "in no group": see `groupsOverage`. */
  readonly groups: readonly string[];
  /** Entra left the groups out because there are too many (more than 150) and sent a link instead. */
  readonly groupsOverage: boolean;
  readonly roles: readonly string[];
  /** Every attribute by its Name, with its text values; nil and structured values are left out. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

/**
 * Claims stage: the mapped email, which must be one plain address, and Microsoft's claims by friendly names. The
 * tenantid claim must be the tenant of the Issuer URL.
 */
export function readClaims(valid: ValidAssertion): Result<Claims> {
  const { assertion, connection } = openValidAssertion(valid);
  const { attributes } = assertion;
  const email = readEmail(assertion, connection);
  if (!email.ok) return email;
  const tenantId = readTenantId(assertion, connection);
  if (!tenantId.ok) return tenantId;
  const objectId = singleText(attributes, OBJECT_IDENTIFIER);
  if (!objectId.ok) return objectId;
  const identityProvider = singleText(attributes, IDENTITY_PROVIDER);
  if (!identityProvider.ok) return identityProvider;
  return success({
    email: email.value,
    firstName: firstText(attributes, connection.firstNameAttribute),
    lastName: firstText(attributes, connection.lastNameAttribute),
    tenantId: tenantId.value,
    objectId: objectId.value,
    displayName: firstText(attributes, DISPLAY_NAME),
    identityProvider: identityProvider.value,
    isGuest: identityProvider.value !== null && identityProvider.value !== assertion.issuer,
    groups: textsOf(attributes.get(GROUPS)),
    groupsOverage: attributes.has(GROUPS_LINK),
    roles: textsOf(attributes.get(ROLE)),
    attributes: new Map([...attributes].map(([name, values]) => [name, textsOf(values)])),
  });
}

function readEmail({ attributes }: Assertion, { emailAttribute }: Connection): Result<EmailAddress> {
  const values = attributes.get(emailAttribute);
  if (values === undefined) return diagnoseMissingEmail(emailAttribute, [...attributes.keys()]);
  if (values.length > 1) return refusal('email_multiple_values', { count: values.length });
  const [value] = values;
  if (value?.kind === 'structured') return refusal('email_not_text', {});
  if (value === undefined || value.kind === 'nil' || value.text === '') return refusal('email_empty', {});
  const address = parseEmailAddress(value.text);
  return address.ok
    ? success(address.value)
    : refusal('email_invalid', { reason: address.reason, received: value.text });
}

/** The tenant in lower case; null where the assertion names none and the connection does not demand one. */
function readTenantId({ attributes }: Assertion, connection: Connection): Result<string | null> {
  const read = singleText(attributes, TENANT_ID);
  if (!read.ok) return read;
  const received = read.value?.toLowerCase() ?? null;
  const expected = connection.tenantId;
  if (received === null && connection.requireTenantClaim) {
    return refusal('tenant_claim_missing', { expected: expected ?? connection.issuerUrl });
  }
  if (received !== null && expected !== null && received !== expected) {
    return refusal('tenant_claim_mismatch', { expected, received });
  }
  return success(received);
}
