/** Files below test/, as the checklist names them. */
export const RESOURCES = 'scim/conformance/rfc-resources.ts › RFC 7644';
export const QUERIES = 'scim/conformance/rfc-queries.ts › RFC';
export const DISCOVERY = 'scim/conformance/rfc-discovery.ts › RFC';
export const ATTRIBUTES = 'scim/conformance/rfc-attributes.ts › RFC';
export const USERS = 'scim/conformance/entra-users.ts ›';
export const GROUPS = 'scim/conformance/entra-groups.ts ›';
export const FILTER = 'scim/engine/filter.test.ts ›';
export const PATCH = 'scim/engine/patch-rules.test.ts ›';
export const ENTRA_PATCH = 'scim/engine/entra-user-patch.test.ts ›';
export const READING = 'scim/engine/reading.test.ts ›';
export const RESOURCE = 'scim/engine/resource.test.ts ›';
export const ACCESS = 'scim/http/access.test.ts ›';
export const CREDENTIAL = 'scim/credentials/authenticate.test.ts ›';
