import type { IdpCertificate } from '../../certificates/idp-certificate.js';
import { type AnySsoError, type Result, success } from '../../errors/index.js';
import type {
  ConnectionRecord,
  ConnectionSettings,
  StoredCertificate,
} from '../../stores/interfaces/connection-records.js';
import type { Connection, ConnectionInput, ConnectionKeysInput } from '../connection.js';
import { parseConnection } from '../parse-connection.js';
import type { MissingPart } from './connections.js';
import { isUsable, readStoredCertificate } from './stored-certificates.js';

/** What a record amounts to. */
export interface Judgement {
  /** Null where something is missing or wrong. */
  readonly connection: Connection | null;
  readonly missing: readonly MissingPart[];
  readonly problem: AnySsoError | null;
  /** Each certificate on file, in their order. */
  readonly certificates: readonly JudgedCertificate[];
}

/** A certificate on file, and as it was read. */
export interface JudgedCertificate {
  readonly stored: StoredCertificate;
  readonly certificate: IdpCertificate;
}

const MISSING: { readonly [Field in MissingPart['field']]: MissingPart } = {
  issuerUrl: {
    field: 'issuerUrl',
    what: 'Issuer URL',
    where: 'Single sign-on › Set up <application> › Microsoft Entra Identifier',
  },
  signInUrl: {
    field: 'signInUrl',
    what: 'Identity Provider Sign-in URL',
    where: 'Single sign-on › Set up <application> › Login URL',
  },
  certificates: {
    field: 'certificates',
    what: 'SAML certificate',
    where: 'Single sign-on › SAML Certificates › Certificate (Base64)',
  },
  keys: {
    field: 'keys',
    what: 'Key of this application',
    where: 'Not in Entra: whoever runs this application makes it, for signed requests and for encryption.',
  },
};

/** Stand in for what is not entered yet, so that the rest can be checked. */
const PLACEHOLDERS = { issuerUrl: 'urn:claimgate:not-entered', signInUrl: 'https://not-entered.invalid/' };

/**
 * Holds a record against the rules of `parseConnection`, as far as it is filled in. Throws Error for certificates that
 * are not what the store says.
 */
export function judgeRecord(
  record: ConnectionRecord,
  keys: ConnectionKeysInput | null,
  now: Date,
): Judgement {
  const certificates = record.certificates.map((stored) => ({
    stored,
    certificate: readStoredCertificate(stored, now),
  }));
  const usable = certificates.filter(({ stored }) => isUsable(stored)).map(({ certificate }) => certificate);
  const missing = missingParts(record.settings, usable, keys);
  const input = inputOf(record, usable, keys);
  const parsed =
    missing.length === 0 ? parseConnection(input, { now }) : checkIncomplete(input, missing, now);
  return {
    connection: parsed.ok ? parsed.value : null,
    missing,
    problem: parsed.ok ? null : parsed.error,
    certificates,
  };
}

function missingParts(
  settings: ConnectionSettings,
  usable: readonly IdpCertificate[],
  keys: ConnectionKeysInput | null,
): readonly MissingPart[] {
  const has = (name: keyof ConnectionSettings) => Object.hasOwn(settings, name);
  const wants = (name: 'requireEncryption' | 'signAuthnRequests') => has(name) && settings[name] === true;
  const needsKeys = wants('requireEncryption') || wants('signAuthnRequests');
  return [
    ...(has('issuerUrl') ? [] : [MISSING.issuerUrl]),
    ...(has('signInUrl') ? [] : [MISSING.signInUrl]),
    ...(usable.length > 0 ? [] : [MISSING.certificates]),
    ...(needsKeys && keys === null ? [MISSING.keys] : []),
  ];
}

function inputOf(
  { id, organizationId, settings, status, version }: ConnectionRecord,
  certificates: readonly IdpCertificate[],
  keys: ConnectionKeysInput | null,
): ConnectionInput {
  const { metadataUrl: _, ...given } = settings;
  // What the settings hold beside settings (an id, say) does not win; parseConnection refuses unknown names.
  return {
    ...PLACEHOLDERS,
    ...given,
    id,
    organizationId,
    certificates,
    enabled: status === 'enabled',
    version,
    keys,
  };
}

/** Null where what is there is good; nothing that is made here ever leaves this file. */
function checkIncomplete(input: ConnectionInput, missing: readonly MissingPart[], now: Date): Result<null> {
  const lacks = (field: MissingPart['field']) => missing.includes(MISSING[field]);
  const withoutKeys = lacks('keys') ? { requireEncryption: false, signAuthnRequests: false } : {};
  const parsed = parseConnection({ ...input, ...withoutKeys }, { now });
  if (parsed.ok) return success(null);
  // The certificates come after everything that an administrator types, and before the keys.
  return parsed.error.code === 'certificates_missing' && lacks('certificates') ? success(null) : parsed;
}
