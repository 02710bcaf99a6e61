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
export * from './errors/index.js';
export { createHandlers, type Handler, type Handlers } from './http/create-handlers.js';
export type { HandlerOptions, RefusedRequest } from './http/handler-options.js';
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
export type { EmailAddress } from './organizations/email-address.js';
export { parseConnection } from './organizations/parse-connection.js';
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
export { type ValidateOptions, validateResponse } from './response/validate-response.js';
export { createServiceProvider, type ServiceProvider } from './service-provider/create-service-provider.js';
export type {
  EventListener,
  LogoutAnswered,
  LogoutFinished,
  LogoutRefused,
  LogoutStarted,
  ReadersDisagree,
  ServiceProviderEvent,
  SignInAccepted,
  SignInRefused,
  SignInStarted,
} from './service-provider/events.js';
export type { FinishedSignIn } from './service-provider/finish-sign-in.js';
export type {
  AnsweredLogout,
  EndSessions,
  FinishedLogout,
  LogoutRedirect,
  LogoutStep,
  LogoutSubject,
  ReceivedLogout,
  SessionsLeft,
  StartLogoutOptions,
} from './service-provider/logout.js';
export type { PostedAnswer } from './service-provider/posted-answer.js';
export type { ReferencedRefusal } from './service-provider/refused.js';
export type { ConnectionUrls } from './service-provider/service-provider-urls.js';
export type { NewSession } from './service-provider/session-index.js';
export type { ServiceProviderOptions } from './service-provider/settings.js';
export type { Identity, SignIn } from './service-provider/sign-in.js';
export type {
  SignInRedirect,
  SignInSubject,
  StartSignInOptions,
} from './service-provider/start-sign-in.js';
export type {
  ConnectionStore,
  DomainClaimStore,
  IndexedSession,
  PendingRequest,
  ReplayStore,
  RequestStore,
  SessionIndexStore,
} from './stores/interfaces.js';
