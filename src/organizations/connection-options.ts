import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import type {
  Addresses,
  ConnectionInput,
  EncryptionPolicy,
  ExpiredCertificates,
  MessageBinding,
  SecondReader,
  SignaturePolicy,
} from './connection.js';
import { isLoopbackHost, readUrl } from './entra-urls.js';
import { parseReturnTo } from './return-to.js';

/** The options that stand for themselves: all but the two URLs of the identity provider and the certificates. */
export interface ConnectionOptions {
  readonly id: string;
  readonly organizationId: string;
  readonly enabled: boolean;
  readonly version: number;
  readonly addresses: Addresses;
  readonly entityId: string | null;
  readonly assertionConsumerServiceUrl: string | null;
  readonly signaturePolicy: SignaturePolicy;
  readonly allowSha1: boolean;
  readonly expiredCertificates: ExpiredCertificates;
  readonly requireEncryption: boolean;
  readonly encryptionPolicy: EncryptionPolicy;
  readonly clockSkewSeconds: number;
  readonly maxLifetimeSeconds: number;
  readonly secondReader: SecondReader;
  readonly emailAttribute: string;
  readonly firstNameAttribute: string;
  readonly lastNameAttribute: string;
  readonly requireTenantClaim: boolean;
  readonly allowIdpInitiated: boolean;
  readonly landingPath: string;
  readonly signAuthnRequests: boolean;
  readonly authnRequestBinding: MessageBinding;
  readonly logoutUrl: string | null;
  readonly logoutBinding: MessageBinding;
}

/** One option: what it may be in words, the test, and its value where it is absent; without one it is required. */
interface Rule<Value> {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
  readonly absent?: Value;
}

const LONGEST_URI = 1024;
/** What addresses of a service may be, in words. */
export const SERVICE_URL =
  'an absolute https URL (http on loopback hosts only) of at most 1024 characters, without credentials and fragment';

const rules: { readonly [Name in keyof ConnectionOptions]: Rule<ConnectionOptions[Name]> } = {
  id: { expected: '1–64 characters of A–Z a–z 0–9 _ -', accepts: matches(/^[A-Za-z0-9_-]{1,64}$/) },
  organizationId: { expected: 'a string of 1–256 characters', accepts: matches(/^[^\p{Cc}]{1,256}$/u) },
  enabled: flag(true),
  version: wholeNumber(0, Number.MAX_SAFE_INTEGER, 1),
  addresses: oneOf<Addresses>('own', 'shared'),
  entityId: {
    expected: 'an absolute URI of at most 1024 printable ASCII characters',
    accepts: isUri,
    absent: null,
  },
  assertionConsumerServiceUrl: serviceUrl(),
  signaturePolicy: oneOf<SignaturePolicy>('assertion-covered', 'assertion', 'response', 'both'),
  allowSha1: flag(false),
  expiredCertificates: oneOf<ExpiredCertificates>('accept-with-warning', 'refuse'),
  requireEncryption: flag(false),
  encryptionPolicy: oneOf<EncryptionPolicy>('any', 'signed-response-or-aead'),
  clockSkewSeconds: wholeNumber(0, 300, 180),
  maxLifetimeSeconds: wholeNumber(60, 86_700, 86_700),
  secondReader: oneOf<SecondReader>('xmldom', 'xml-crypto', 'dangerously-none'),
  emailAttribute: attributeName('email'),
  firstNameAttribute: attributeName('firstName'),
  lastNameAttribute: attributeName('lastName'),
  requireTenantClaim: flag(false),
  allowIdpInitiated: flag(false),
  landingPath: {
    expected: 'a path on this site such as /reports, of at most 2048 characters',
    accepts: (value) => typeof value === 'string' && value !== '' && parseReturnTo(value).ok,
    absent: '/',
  },
  signAuthnRequests: flag(false),
  authnRequestBinding: oneOf<MessageBinding>('redirect', 'post'),
  logoutUrl: serviceUrl(),
  logoutBinding: oneOf<MessageBinding>('redirect', 'post'),
};

const optionNames = Object.keys(rules) as readonly (keyof ConnectionOptions)[];
const allNames: ReadonlySet<string> = new Set([
  ...optionNames,
  'issuerUrl',
  'signInUrl',
  'certificates',
  'keys',
]);

/**
 * An option of the input as its own property: one that hangs on the prototype was not given by the caller.
 * Undefined where it is absent.
 */
export function ownOption(input: object, name: keyof ConnectionInput): unknown {
  return Object.hasOwn(input, name) ? (input as Readonly<Record<string, unknown>>)[name] : undefined;
}

/**
 * Validates every option and fills in the defaults. The input may have been typed by hand, so a name that
 * does not exist is refused too: a misspelt `requireTenantClaim` must not be a silent `false`.
 */
export function readOptions(input: object): Result<ConnectionOptions> {
  const unknown = Object.keys(input).find((name) => !allNames.has(name));
  if (unknown !== undefined) {
    return invalidOption(unknown.slice(0, 64), 'an unknown option', `one of ${[...allNames].join(', ')}`);
  }
  const options: Record<string, unknown> = {};
  for (const name of optionNames) {
    const rule: Rule<unknown> = rules[name];
    const value = ownOption(input, name);
    const isAbsent = value === undefined && Object.hasOwn(rule, 'absent');
    if (!isAbsent && !rule.accepts(value)) return invalidOption(name, describe(value), rule.expected);
    options[name] = isAbsent ? rule.absent : value;
  }
  const read = options as unknown as ConnectionOptions;
  return ownAddressViolation(read) ?? success(read);
}

/** An address of its own would contradict the shared one, in one place or another. */
function ownAddressViolation(options: ConnectionOptions): Refusal | null {
  if (options.addresses === 'own') return null;
  for (const field of ['entityId', 'assertionConsumerServiceUrl'] as const) {
    const value = options[field];
    if (value !== null) return invalidOption(field, describe(value), 'nothing, as the addresses are shared');
  }
  return null;
}

export function invalidOption(field: string, received: string, expected: string): Refusal {
  return refusal('connection_option_invalid', { field, received, expected });
}

/** What was given, for the log: long strings cut, structures by their kind only. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string')
    return JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function flag(absent: boolean): Rule<boolean> {
  return { expected: 'true or false', accepts: (value) => typeof value === 'boolean', absent };
}

function serviceUrl(): Rule<string | null> {
  return {
    expected: SERVICE_URL,
    accepts: isServiceUrl,
    absent: null,
  };
}

function wholeNumber(least: number, most: number, absent: number): Rule<number> {
  return {
    expected: `a whole number from ${least} to ${most}`,
    accepts: (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
    absent,
  };
}

/** The first of the values is the default. */
function oneOf<Value extends string>(absent: Value, ...others: readonly Value[]): Rule<Value> {
  const values: readonly unknown[] = [absent, ...others];
  return { expected: `one of ${values.join(', ')}`, accepts: (value) => values.includes(value), absent };
}

/** Attribute names compare to the letter, so a blank at either end could never match. */
function attributeName(absent: string): Rule<string> {
  return {
    expected: 'a string of 1–1024 characters without white space at its ends',
    accepts: (value) =>
      typeof value === 'string' && /^[^\p{Cc}]{1,1024}$/u.test(value) && value === value.trim(),
    absent,
  };
}

function matches(pattern: RegExp): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && pattern.test(value);
}

/** saml-core 1.3.2, 8.3.6; without white space and invisible characters. */
function isUri(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    value.length <= LONGEST_URI &&
    /^[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-[\]_a-z~]+$/.test(value) &&
    URL.canParse(value)
  );
}

/** Whether a value is a `SERVICE_URL`. */
export function isServiceUrl(value: unknown): boolean {
  const url = typeof value === 'string' && value.length <= LONGEST_URI ? readUrl(value) : null;
  return (
    url !== null &&
    (url.scheme === 'https' || isLoopbackHost(url.host)) &&
    url.fragment === '' &&
    !url.authority.includes('@')
  );
}
