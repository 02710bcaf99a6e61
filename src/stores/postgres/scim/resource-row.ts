import type {
  ScimDocument,
  ScimGroupChange,
  ScimGroupRecord,
  ScimUserRecord,
} from '../../interfaces/scim.js';
import { Row } from '../row.js';
import { areStorable, digest, instant, storable } from '../values.js';

export type ScimKind = 'User' | 'Group';

/** Columns that a record is read from, of `r`. */
export const RECORD_COLUMNS: string =
  'r.organization_id, r.id, r.name, r.name_key, r.external_id, r.active, r.member_id, r.member_count, r.resource, ' +
  'r.created, r.last_modified, r.version';

/** What of a user is written, as the parameter of a function. Throws TypeError for what cannot be kept. */
export function userParameter(user: ScimUserRecord): string {
  const { organizationId, resource } = user;
  return JSON.stringify({
    ...recordColumns(user, 'User'),
    ...nameColumns(organizationId, user.userName, user.userNameKey),
    active: user.active,
    memberId: storable(user.memberId),
    lookupHashes: addressHashes(organizationId, resource),
  });
}

export function groupParameter(group: ScimGroupRecord): string {
  const { displayName, displayNameKey, organizationId } = group;
  const names = nameColumns(organizationId, displayName, displayNameKey);
  return JSON.stringify({ ...recordColumns(group, 'Group'), ...names, lookupHashes: [] });
}

export function groupAttributesParameter(
  organizationId: string,
  attributes: ScimGroupChange['attributes'],
): string | null {
  if (attributes === null) return null;
  const { displayName, displayNameKey, externalId, resource } = attributes;
  return JSON.stringify({
    ...nameColumns(organizationId, displayName, displayNameKey),
    ...externalIdColumns(organizationId, externalId),
    ...documentColumns(resource),
  });
}

/** By what a name is found. The key is of any length, an index is not. */
export function nameHash(organizationId: string, key: string): string {
  return digest('name', organizationId, key);
}

export function externalIdHash(organizationId: string, externalId: string): string {
  return digest('externalId', organizationId, externalId);
}

/** Of an address among all `emails` of a user; `folded` by `toLowerCase`. */
export function emailHash(organizationId: string, folded: string): string {
  return digest('email', organizationId, folded);
}

/** Of an address of type work, or the primary one. */
export function mainEmailHash(organizationId: string, folded: string): string {
  return digest('main email', organizationId, folded);
}

export function readUser(found: unknown): ScimUserRecord {
  const row = new Row('provisioned user', found);
  return {
    ...readRecord(row),
    userName: row.text('name'),
    userNameKey: row.text('name_key'),
    active: row.boolean('active'),
    memberId: row.nullableText('member_id'),
  };
}

export function readGroup(found: unknown): ScimGroupRecord {
  const row = new Row('provisioned group', found);
  return {
    ...readRecord(row),
    displayName: row.text('name'),
    displayNameKey: row.text('name_key'),
    memberCount: row.integer('member_count'),
  };
}

/** A member of its own of an object; what a prototype offers is none. */
export function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

type Common = Pick<
  ScimUserRecord,
  'organizationId' | 'id' | 'externalId' | 'resource' | 'created' | 'lastModified' | 'version'
>;

function readRecord(row: Row): Common {
  return {
    organizationId: row.text('organization_id'),
    id: row.text('id'),
    externalId: row.nullableText('external_id'),
    resource: Object.fromEntries(row.row('resource').entries()),
    created: row.date('created'),
    lastModified: row.date('last_modified'),
    version: row.integer('version'),
  };
}

function recordColumns(record: Common, kind: ScimKind): Record<string, unknown> {
  const { created, externalId, id, lastModified, organizationId, resource, version } = record;
  return {
    ...{ organizationId: storable(organizationId), id: storable(id), kind, version },
    ...{ created: instant(created), lastModified: instant(lastModified) },
    ...externalIdColumns(organizationId, externalId),
    ...documentColumns(resource),
  };
}

function nameColumns(organizationId: string, name: string, key: string): Record<string, string> {
  return { name: storable(name), nameKey: storable(key), nameHash: nameHash(organizationId, key) };
}

function externalIdColumns(organizationId: string, externalId: string | null): Record<string, string | null> {
  if (externalId === null) return { externalId: null, externalIdHash: null };
  return { externalId: storable(externalId), externalIdHash: externalIdHash(organizationId, externalId) };
}

/** The document, and once more with its strings folded: how PostgreSQL folds depends on where it runs. */
function documentColumns(resource: ScimDocument): Record<string, unknown> {
  return { resource: checked(resource), folded: folded(resource) };
}

function checked<Value>(value: Value): Value {
  if (typeof value === 'string') storable(value);
  if (typeof value !== 'object' || value === null) return value;
  for (const [name, member] of Object.entries(value)) {
    storable(name);
    checked(member);
  }
  return value;
}

function folded(value: unknown): unknown {
  if (typeof value === 'string') return value.toLowerCase();
  if (Array.isArray(value)) return value.map(folded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, folded(member)]));
}

function addressHashes(organizationId: string, resource: ScimDocument): readonly string[] {
  const emails = memberOf(resource, 'emails');
  const hashes = new Set<string>();
  for (const email of Array.isArray(emails) ? emails : []) {
    const [value, type] = [memberOf(email, 'value'), memberOf(email, 'type')];
    if (typeof value !== 'string' || !areStorable(value)) continue;
    const address = value.toLowerCase();
    hashes.add(emailHash(organizationId, address));
    const isWork = typeof type === 'string' && type.toLowerCase() === 'work';
    if (isWork || memberOf(email, 'primary') === true) hashes.add(mainEmailHash(organizationId, address));
  }
  return [...hashes];
}
