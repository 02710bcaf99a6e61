/** What Entra’s provisioning service does beside or against the RFCs, by name, and the tests that show it is understood. */
export type Quirk = readonly [name: string, ...tests: readonly string[]];

const USERS = 'scim/conformance/entra-users.ts ›';
const GROUPS = 'scim/conformance/entra-groups.ts ›';
const PATCH = 'scim/engine/entra-user-patch.test.ts ›';
const MEMBERS = 'scim/engine/group-members.test.ts ›';
const RESOURCE = 'scim/engine/resource.test.ts ›';
const FILTER = 'scim/engine/filter.test.ts ›';
const CHANGED = 'scim/service/members-of-changed-users.test.ts ›';

export const QUIRKS: readonly Quirk[] = [
  [
    'Test Connection asks for a user that never was',
    `${USERS} Test Connection`,
    `${FILTER} the test of the connection`,
  ],
  ['the flag aadOptscim062020 in the Tenant URL', `${USERS} Test Connection`],
  [
    'slashes and case in the Tenant URL',
    `${USERS} Tenant URL`,
    'scim/http/paths.test.ts › may be written as %s',
  ],
  ['25 requests a second', 'scim/credentials/authenticate.test.ts › may be used 25 times a second'],
  ['matching by userName, work mail or externalId', `${USERS} Matching`, `${FILTER} match by %s`],
  ['externalId without quotes', `${USERS} Matching`, `${FILTER} externalId without quotes`],
  ['the reference check of the manager', `${FILTER} a reference check of the manager`],
  ['the reference check of a member', `${GROUPS} Reads`, `${FILTER} match groups by name`],
  ['groups are read without members', `${GROUPS} Reads`],
  ['startIndex is echoed', 'scim/conformance/rfc-queries.ts › RFC 7644 §3.4.2.4'],
  [
    'discovery of the schema by the Logic App',
    `${USERS} Schema discovery`,
    'scim/engine/discovery.test.ts › offers every default target',
  ],
  ['nulls in a new user, and a misspelt URN', `${USERS} Create: nulls`, `${RESOURCE} may have nulls`],
  ['a new user with a name alone', `${USERS} Create: nulls`, `${RESOURCE} may be minimal`],
  [
    'extension data whose URN schemas does not list',
    `${USERS} Create: extension data`,
    `${RESOURCE} may have data of extensions`,
  ],
  [
    'booleans as texts',
    `${USERS} Create: nulls`,
    `${USERS} Update: active as`,
    `${RESOURCE} may have strings for booleans`,
  ],
  ['sub-attributes in other case', `${USERS} Create: nulls`, `${PATCH} 3: has sub-attributes`],
  ['names that are no addresses, and random texts', `${USERS} Create: nulls`],
  [
    'one externalId for several users',
    `${USERS} Create: one externalId`,
    'scim/service/former-accounts.test.ts › is led to none of two accounts',
  ],
  ['guests of a foreign domain', 'scim/service/members-of-new-users.test.ts › is kept without a member'],
  ['PATCH 1, 2: active as "False", in any case of op', `${USERS} Update: active as`, `${PATCH} 1, 2:`],
  [
    'PATCH 3: a typed element that is not there',
    `${USERS} Update: typed elements`,
    `${PATCH} 3: has the value`,
  ],
  ['PATCH 4: Add of a single value', `${PATCH} 4:`],
  ['PATCH 5: dotted names and URNs in an object without a path', `${PATCH} 5:`],
  ['PATCH 6: userName without a path', `${PATCH} 6:`],
  ['PATCH 7: extensions that nobody announced', `${PATCH} 7:`, `${USERS} Update: JSON in a string`],
  [
    'PATCH 8: the manager as a bare id, an object, an array, and empty',
    `${USERS} Update: the manager`,
    `${PATCH} 8: is given`,
    `${PATCH} 8: loses`,
  ],
  ['PATCH 9: three operations for one primary role', `${USERS} Update: typed elements`, `${PATCH} 9:`],
  ['PATCH 10: JSON within a text', `${USERS} Update: JSON in a string`, `${PATCH} 10:`],
  ['PATCH 11: cleared by an empty text or null', `${USERS} Update: JSON in a string`, `${PATCH} 11:`],
  ['PATCH 12: a primary that moves', `${PATCH} 12:`],
  ['PATCH 13: remove, add and replace of one attribute', `${PATCH} 13:`],
  ['PATCH 14: no operations, and an array of one', `${USERS} Update: JSON in a string`, `${PATCH} 14:`],
  ['a group comes with the URN of a vendor, and empty', `${GROUPS} Members: every dialect`],
  [
    'three dialects of adding and removing members',
    `${GROUPS} Members: every dialect`,
    `${MEMBERS} are added by %s`,
    `${MEMBERS} are removed by %s`,
  ],
  ['members of $ref null', `${GROUPS} Members: every dialect`, `${MEMBERS} Add with a reference of null`],
  ['members that are unknown yet', `${GROUPS} Members: unknown ids`],
  ['nested groups', `${GROUPS} Members: a nested group`],
  [
    'a name beside op, and an id beside Operations',
    `${GROUPS} Members: every dialect`,
    `${GROUPS} Rename: an id`,
  ],
  ['names of groups are unique', `${GROUPS} Rename: displayName`],
  [
    'soft delete: the person stays, and the groups with them',
    `${USERS} Soft delete`,
    `${CHANGED} ends the sessions`,
  ],
  ['hard delete: everything is 404 from then on', 'scim/conformance/rfc-resources.ts › RFC 7644 §3.6'],
  ['restore: the same userName and externalId again', `${USERS} Restore`, `${CHANGED} shuts the member out`],
];
