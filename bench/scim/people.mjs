// The people of the measurement: numbered, so that every server is asked for the same.
export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export const DOMAIN = 'bench.example';
export const GROUP_NAME = 'Everybody';

export const userNameOf = (number) => `user${String(number).padStart(7, '0')}@${DOMAIN}`;
export const externalIdOf = (number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** A user as Entra makes one with its default mapping. */
export function person(number, more = {}) {
  return {
    schemas: [USER, ENTERPRISE],
    externalId: externalIdOf(number),
    userName: userNameOf(number),
    active: true,
    displayName: `Person ${number}`,
    emails: [{ primary: true, type: 'work', value: userNameOf(number) }],
    meta: { resourceType: 'User' },
    name: { formatted: `Person ${number}`, familyName: `Number ${number}`, givenName: 'Person' },
    title: 'Engineer',
    ...more,
  };
}

export const group = () => ({
  schemas: [GROUP],
  externalId: externalIdOf(999_999_999),
  displayName: GROUP_NAME,
  meta: { resourceType: 'Group' },
});

export const patch = (...operations) => ({ schemas: [PATCH_OP], Operations: operations });
export const addMembers = (...ids) =>
  patch({ op: 'Add', path: 'members', value: ids.map((value) => ({ $ref: null, value })) });
export const removeMembers = (...ids) =>
  patch({ op: 'Remove', path: 'members', value: ids.map((value) => ({ $ref: null, value })) });
