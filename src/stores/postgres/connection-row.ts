import type {
  ConnectionRecord,
  ConnectionSettings,
  ConnectionStatus,
  ConnectionTest,
  StoredCertificate,
  StoredCertificateState,
} from '../interfaces/connection-records.js';
import type { Row } from './row.js';
import { instant } from './values.js';

/** Every setting and what it is; a setting of another version of claimgate is refused, not left out. */
const SETTINGS: Readonly<Record<keyof ConnectionSettings, 'string' | 'number' | 'boolean'>> = {
  addresses: 'string',
  allowIdpInitiated: 'boolean',
  allowSha1: 'boolean',
  assertionConsumerServiceUrl: 'string',
  authnRequestBinding: 'string',
  clockSkewSeconds: 'number',
  emailAttribute: 'string',
  encryptionPolicy: 'string',
  entityId: 'string',
  expiredCertificates: 'string',
  firstNameAttribute: 'string',
  issuerUrl: 'string',
  landingPath: 'string',
  lastNameAttribute: 'string',
  logoutBinding: 'string',
  logoutUrl: 'string',
  maxLifetimeSeconds: 'number',
  metadataUrl: 'string',
  requireEncryption: 'boolean',
  requireTenantClaim: 'boolean',
  secondReader: 'string',
  signAuthnRequests: 'boolean',
  signInUrl: 'string',
  signaturePolicy: 'string',
};

/** The settings as JSON. Throws TypeError for what is no setting: keys above all are secrets and are kept elsewhere. */
export function plainSettings(settings: ConnectionSettings): Record<string, unknown> {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    if (!isSetting(name, value)) throw new TypeError(`${name} is no setting of a connection record.`);
  }
  return Object.fromEntries(given);
}

export function plainCertificate(certificate: StoredCertificate): Record<string, unknown> {
  const { addedAt, addedBy, fileName, notAfter, origin, pem, provenAt, publicKeyHash, state, thumbprint } =
    certificate;
  return {
    pem,
    thumbprint,
    publicKeyHash,
    notAfter: instant(notAfter),
    state,
    origin,
    fileName,
    addedAt: instant(addedAt),
    addedBy,
    provenAt: provenAt === null ? null : instant(provenAt),
  };
}

export function plainTest({ at, code, passed, publicKeyHash, reference, version }: ConnectionTest): object {
  return { at: instant(at), version, passed, code, reference, publicKeyHash };
}

const STATUSES: readonly ConnectionStatus[] = ['draft', 'complete', 'enabled', 'disabled'];
const STATES: readonly StoredCertificateState[] = ['staged', 'current', 'retired'];
const ORIGINS: readonly StoredCertificate['origin'][] = ['upload', 'metadata'];

export function readConnection(row: Row): ConnectionRecord {
  const lastTest = row.nullableRow('last_test');
  return {
    id: row.text('id'),
    organizationId: row.text('organization_id'),
    status: row.oneOf('status', STATUSES),
    settings: readSettings(row.row('settings')),
    certificates: row.rows('certificates').map(readCertificate),
    lastTest: lastTest === null ? null : readTest(lastTest),
    version: row.integer('version'),
    createdAt: row.date('created_at'),
    createdBy: row.nullableText('created_by'),
    updatedAt: row.date('updated_at'),
    revision: row.integer('revision'),
  };
}

function readSettings(row: Row): ConnectionSettings {
  for (const [name, value] of row.entries()) {
    if (!isSetting(name, value))
      throw new Error(`A connection in the database has no such setting: ${name}.`);
  }
  return Object.fromEntries(row.entries()) as ConnectionSettings;
}

function isSetting(name: string, value: unknown): boolean {
  const known = Object.entries(SETTINGS).find(([setting]) => setting === name);
  return known !== undefined && typeof value === known[1];
}

function readCertificate(row: Row): StoredCertificate {
  return {
    pem: row.text('pem'),
    thumbprint: row.text('thumbprint'),
    publicKeyHash: row.text('publicKeyHash'),
    notAfter: row.date('notAfter'),
    state: row.oneOf('state', STATES),
    origin: row.oneOf('origin', ORIGINS),
    fileName: row.nullableText('fileName'),
    addedAt: row.date('addedAt'),
    addedBy: row.nullableText('addedBy'),
    provenAt: row.nullableDate('provenAt'),
  };
}

function readTest(row: Row): ConnectionTest {
  return {
    at: row.date('at'),
    version: row.integer('version'),
    passed: row.boolean('passed'),
    code: row.nullableText('code'),
    reference: row.nullableText('reference'),
    publicKeyHash: row.nullableText('publicKeyHash'),
  };
}
