import { ENTERPRISE_USER } from './attribute-mapping.js';
import type { EntraProvisioningDialect } from './provisioning-types.js';
import { parseTargetPath, writeTarget } from './target-path.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const VENDOR_GROUP = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** The two ways of writing a PATCH; *Provision on demand* knows the older one only. */
export type PatchStyle = 'default' | 'flag';

/** A target attribute that shall have another value; an empty string clears it. */
export interface AttributeChange {
  readonly kind: 'add' | 'replace';
  readonly path: string;
  readonly value: string | boolean;
}

export interface PatchOperation {
  readonly op: string;
  readonly path?: string;
  readonly value?: unknown;
}

export function styleOf(dialect: EntraProvisioningDialect): PatchStyle {
  return dialect === 'aadOptscim062020' ? 'flag' : 'default';
}

/** Body of the POST that creates a user. */
export function userResource(wanted: ReadonlyMap<string, string>): object {
  const resource: Record<string, unknown> = {
    schemas: [USER, ENTERPRISE_USER],
    active: true,
    emails: [{ primary: true, type: 'work' }],
    meta: { resourceType: 'User' },
    name: {},
    roles: [],
  };
  for (const [path, value] of wanted) writeTarget(resource, path, value);
  if (!wanted.has('emails[type eq "work"].value')) delete resource['emails'];
  return resource;
}

/** Body of the POST that creates a group; members follow by PATCH. */
export function groupResource(objectId: string, displayName: string): object {
  return {
    schemas: [GROUP, VENDOR_GROUP],
    externalId: objectId,
    displayName,
    meta: { resourceType: 'Group' },
  };
}

export function patchBody(operations: readonly PatchOperation[]): object {
  return { schemas: [PATCH_OP], Operations: operations };
}

export function attributeOperations(
  changes: readonly AttributeChange[],
  style: PatchStyle,
): readonly PatchOperation[] {
  return style === 'default' ? changes.map(capitalOperation) : flaggedOperations(changes);
}

export function addMembers(ids: readonly string[], style: PatchStyle): readonly PatchOperation[] {
  if (ids.length === 0) return [];
  return style === 'default'
    ? [{ op: 'Add', path: 'members', value: ids.map(withReference) }]
    : [{ op: 'add', path: 'members', value: ids.map((value) => ({ value })) }];
}

export function removeMembers(ids: readonly string[], style: PatchStyle): readonly PatchOperation[] {
  if (ids.length === 0) return [];
  return style === 'default'
    ? [{ op: 'Remove', path: 'members', value: ids.map(withReference) }]
    : ids.map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` }));
}

function withReference(value: string): object {
  return { $ref: null, value };
}

function capitalOperation({ kind, path, value }: AttributeChange): PatchOperation {
  const spoken = typeof value === 'boolean' ? (value ? 'True' : 'False') : value;
  return { op: kind === 'add' ? 'Add' : 'Replace', path, value: spoken };
}

/** What has a filter in its path, `active` and references keep their path; the rest is one object for each kind. */
function flaggedOperations(changes: readonly AttributeChange[]): readonly PatchOperation[] {
  const operations: PatchOperation[] = [];
  const together: Record<'add' | 'replace', Record<string, string | boolean>> = { add: {}, replace: {} };
  for (const { kind, path, value } of changes) {
    const { attribute, element } = parseTargetPath(path);
    const keepsPath = element !== null || attribute === 'active' || attribute === 'manager';
    if (keepsPath) operations.push({ op: kind, path, value });
    else together[kind][path] = value;
  }
  for (const op of ['add', 'replace'] as const) {
    if (Object.keys(together[op]).length > 0) operations.push({ op, value: together[op] });
  }
  return operations;
}
