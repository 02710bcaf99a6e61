import { types } from 'node:util';
import type {
  ConnectionRecord,
  ConnectionSettings,
  ConnectionTest,
  StoredCertificate,
} from '../../stores/interfaces/connection-records.js';

type Check = (value: unknown) => boolean;

const STATUSES: readonly unknown[] = ['draft', 'complete', 'enabled', 'disabled'];
const STATES: readonly unknown[] = ['staged', 'current', 'retired'];
const ORIGINS: readonly unknown[] = ['upload', 'metadata'];

const isText: Check = (value) => typeof value === 'string';
const isTextOrNull: Check = (value) => value === null || typeof value === 'string';
const isDate: Check = (value) => types.isDate(value) && !Number.isNaN(value.getTime());
const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 1;
const isBoolean: Check = (value) => typeof value === 'boolean';

const RECORD: { readonly [Name in keyof ConnectionRecord]: Check } = {
  id: isText,
  organizationId: isText,
  status: (value) => STATUSES.includes(value),
  settings: isObject,
  certificates: Array.isArray,
  lastTest: (value) => value === null || isObject(value),
  version: isCount,
  createdAt: isDate,
  createdBy: isTextOrNull,
  updatedAt: isDate,
  revision: isCount,
};
const CERTIFICATE: { readonly [Name in keyof StoredCertificate]: Check } = {
  pem: isText,
  thumbprint: isText,
  publicKeyHash: isText,
  notAfter: isDate,
  state: (value) => STATES.includes(value),
  origin: (value) => ORIGINS.includes(value),
  fileName: isTextOrNull,
  addedAt: isDate,
  addedBy: isTextOrNull,
  provenAt: (value) => value === null || isDate(value),
};
const TEST: { readonly [Name in keyof ConnectionTest]: Check } = {
  at: isDate,
  version: isCount,
  passed: isBoolean,
  code: isTextOrNull,
  reference: isTextOrNull,
  publicKeyHash: isTextOrNull,
};

/**
 * A record as the store gave it, made anew of its own properties: what hangs on a prototype was never stored. Throws
 * Error for what is no record, so that nobody signs in by it. That the certificates are what they say is for
 * `readStoredCertificates`, and whether the settings are good for `parseConnection`.
 */
export function readRecord(found: unknown): ConnectionRecord {
  const record = ownProperties<ConnectionRecord>(found, RECORD, 'record');
  const certificates = record.certificates.map((each) =>
    Object.freeze(ownProperties<StoredCertificate>(each, CERTIFICATE, 'certificate')),
  );
  const lastTest =
    record.lastTest === null
      ? null
      : Object.freeze(ownProperties<ConnectionTest>(record.lastTest, TEST, 'lastTest'));
  const settings: ConnectionSettings = Object.freeze({ ...record.settings });
  return Object.freeze({ ...record, settings, certificates: Object.freeze(certificates), lastTest });
}

function ownProperties<Shape extends object>(
  found: unknown,
  checks: { readonly [Name in keyof Shape]: Check },
  what: string,
): Shape {
  if (!isObject(found)) throw new Error(`A ${what} of a connection came back as no object`);
  const read: Record<string, unknown> = {};
  for (const [name, check] of Object.entries<Check>(checks)) {
    const value: unknown = Object.hasOwn(found, name) ? Reflect.get(found, name) : undefined;
    if (!check(value)) throw new Error(`A ${what} of a connection came back with a wrong ${name}`);
    read[name] = value;
  }
  return read as Shape;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
