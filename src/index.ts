export {
  type AuditLog,
  type AuditLogOptions,
  createAuditLog,
  type FollowOptions,
} from './audit/create-audit-log.js';
export {
  type CertificateEvent,
  type CertificateThreshold,
  certificateEvents,
} from './certificates/certificate-life.js';
export {
  type CreateServiceProviderKeyOptions,
  createServiceProviderKey,
} from './certificates/create-service-provider-key.js';
export type { CertificateWarning, IdpCertificate } from './certificates/idp-certificate.js';
export { parseIdpCertificate, parseIdpCertificates } from './certificates/parse-idp-certificate.js';
export {
  parseServiceProviderKey,
  type ServiceProviderCertificate,
  type ServiceProviderKey,
  type ServiceProviderKeyPem,
} from './certificates/service-provider-key.js';
export { type SharedCertificate, sharedCertificates } from './certificates/shared-certificates.js';
export * from './directory/index.js';
export * from './errors/index.js';
export { createHandlers, type Handler, type Handlers } from './http/create-handlers.js';
export type { HandlerOptions, RefusedRequest, TestedRequest } from './http/handler-options.js';
export type { LogoutStatus } from './logout/logout-status.js';
export type { ReceivedLogoutMessage } from './logout/received-message.js';
export {
  connectionInputFromMetadata,
  createMetadataRefresher,
  type EntraAction,
  type EntraSection,
  type EntraSetting,
  type EntraSettingsInput,
  entraSettings,
  entraSettingsHtml,
  entraSettingsText,
  type FederationMetadata,
  type FetchedFederationMetadata,
  type FetchFederationMetadataOptions,
  type FollowedCertificate,
  type FollowedCertificateEvent,
  fetchFederationMetadata,
  type MetadataConnectionInput,
  type MetadataRefreshEvent,
  type MetadataRefresher,
  type MetadataRefresherEvent,
  type MetadataRefresherOptions,
  type MetadataRefreshFailed,
  type MetadataRefreshPolicy,
  type MetadataRefreshState,
  type MetadataRefreshStore,
  type MetadataStale,
  type MetadataWarning,
  nextCertificates,
  type ParseFederationMetadataOptions,
  parseFederationMetadata,
  promoteCertificate,
  type RefreshStep,
  retireCertificate,
  type ServiceProviderMetadataOptions,
  type SignInUrlChanged,
  serviceProviderMetadata,
  startMetadataRefresh,
  trustedCertificates,
} from './metadata/index.js';
export type {
  Addresses,
  Connection,
  ConnectionInput,
  ConnectionKeys,
  ConnectionKeysInput,
  ConnectionWarning,
  EncryptionPolicy,
  ExpiredCertificates,
  MessageBinding,
  MicrosoftCloud,
  SecondReader,
  SignaturePolicy,
} from './organizations/connection.js';
export * from './organizations/connection-life/index.js';
export * from './organizations/domain-claims/index.js';
export type { EmailAddress } from './organizations/email-address.js';
export { parseConnection } from './organizations/parse-connection.js';
export type { Repeating } from './organizations/repeat.js';
export { replaceCertificates } from './organizations/replace-certificates.js';
export type { Delivery } from './request/deliver-message.js';
export { type PostBindingPage, postBindingPage } from './request/post-binding-page.js';
export type { PostForm } from './request/post-form.js';
export type {
  Assertion,
  AttributeValue,
  AuthnStatement,
  Conditions,
  NameId,
  SubjectConfirmation,
} from './response/assertion.js';
export type { ValidAssertion } from './response/check.js';
export { type Claims, readClaims } from './response/claims.js';
export type { Expectations } from './response/expectations.js';
export { redactResponse } from './response/redact-response.js';
export { type ValidateOptions, validateResponse } from './response/validate-response.js';
export * from './service-provider/index.js';
export { compareAuditPositions } from './stores/audit-position.js';
export type * from './stores/interfaces/access-policies.js';
export type * from './stores/interfaces/audit.js';
export type * from './stores/interfaces/connection-records.js';
export type * from './stores/interfaces/domain-claims.js';
export type * from './stores/interfaces/members.js';
export type * from './stores/interfaces/scim.js';
export type * from './stores/interfaces/scim-changes.js';
export type * from './stores/interfaces/scim-credentials.js';
export type * from './stores/interfaces/scim-query.js';
export type * from './stores/interfaces/sign-in.js';
