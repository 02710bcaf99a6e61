import {
  applyPatch,
  type ChangedResource,
  createResourceTypes,
  defineExtension,
  type ResourceTypes,
  type SchemaDefinition,
} from '../../../src/scim/engine/index.js';
import type { ScimError, ScimResult } from '../../../src/scim/scim-error.js';

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const CUSTOM = 'urn:ietf:params:scim:schemas:extension:Contoso:2.0:User';
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export const contoso: SchemaDefinition = defineExtension({
  id: CUSTOM,
  name: 'Contoso',
  attributes: [
    { name: 'tag', caseExact: true },
    { name: 'badges', multiValued: true },
    { name: 'level', type: 'integer' },
    { name: 'weight', type: 'decimal' },
    { name: 'hired', type: 'dateTime' },
    { name: 'photo', type: 'binary' },
    { name: 'birthplace', mutability: 'immutable' },
    { name: 'score', mutability: 'readOnly' },
    { name: 'note', returned: 'request' },
    {
      name: 'links',
      multiValued: true,
      subAttributes: [{ name: 'value' }, { name: '$ref', type: 'reference' }],
    },
    { name: 'secret', returned: 'never' },
    {
      name: 'desk',
      subAttributes: [
        { name: 'floor', type: 'integer' },
        { name: 'room', returned: 'always' },
      ],
    },
  ],
});

export const types: ResourceTypes = createResourceTypes({ user: [contoso] });

type Sample = {
  readonly id: string;
  readonly userName: string;
  readonly externalId: string;
  readonly active: boolean;
  readonly title: string;
  readonly name: { readonly givenName: string; readonly familyName: string };
  readonly emails: readonly { readonly type: string; readonly value: string; readonly primary?: boolean }[];
  readonly meta: object;
  readonly [ENTERPRISE]: object;
};

export const ann: Sample = {
  id: '2819c223',
  userName: 'Ann@Contoso.com',
  externalId: 'Ann',
  active: true,
  title: 'Engineer',
  name: { givenName: 'Ann', familyName: 'Ode' },
  emails: [
    { type: 'work', value: 'ann@contoso.com', primary: true },
    { type: 'home', value: 'ann@home.example' },
  ],
  meta: {
    resourceType: 'User',
    created: '2026-01-01T00:00:00.000Z',
    lastModified: '2026-02-01T00:00:00.000Z',
  },
  [ENTERPRISE]: { department: 'Tools', manager: { value: 'boss-1' } },
};

export function granted<Value>(result: ScimResult<Value>): Value {
  if (!result.ok) throw new Error(`${result.error.status} ${result.error.scimType}: ${result.error.detail}`);
  return result.value;
}

export function errorOf(result: ScimResult<unknown>): ScimError {
  if (result.ok) throw new Error('It was not refused');
  return result.error;
}

/** Status and keyword of a refusal, or `ok`. */
export function outcome(result: ScimResult<unknown>): string {
  return result.ok ? 'ok' : `${result.error.status} ${result.error.scimType ?? '-'}`;
}

export function patch(...operations: readonly unknown[]): {
  schemas: string[];
  Operations: readonly unknown[];
} {
  return { schemas: [PATCH_OP], Operations: operations };
}

export function patched(resource: object, ...operations: readonly unknown[]): ChangedResource {
  return granted(applyPatch(types.user, { ...resource }, patch(...operations)));
}
