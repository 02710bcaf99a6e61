export type { ScimClient } from './credentials/authenticate.js';
export { createScimCredentials, type ScimCredentials } from './credentials/create-scim-credentials.js';
export type { CredentialInput, WorkloadIdentityInput } from './credentials/credential-input.js';
export type {
  IssuedScimCredential,
  RotateInput,
  ScimCredentialView,
} from './credentials/manage-credentials.js';
export type { RateLimit } from './credentials/rate-limiter.js';
export type { ScimCredentialEvent, ScimCredentialsOptions } from './credentials/settings.js';
export {
  defineExtension,
  type ExtensionAttribute,
  type ExtensionOptions,
  type Extensions,
  type SchemaDefinition,
} from './engine/index.js';
export { createScimHandlers, type ScimHandlers } from './http/create-scim-handlers.js';
export type { ScimError, ScimType } from './scim-error.js';
export { createScim, type Scim } from './service/create-scim.js';
export type { ScimEvent, ScimEventListener } from './service/events.js';
export type { LinkRequest } from './service/link-user.js';
export type { ForeignDomains, ScimLimits, ScimOptions } from './service/settings.js';
export type { UnlinkedReason } from './service/unlinked-reason.js';
export { checkMatching, type MatchingReport, type MatchingVerdict } from './sign-in/check-matching.js';
export { type ProvisionedStore, provisionedLookup } from './sign-in/provisioned-lookup.js';
