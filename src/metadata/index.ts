export {
  type EntraAction,
  type EntraSection,
  type EntraSetting,
  type EntraSettingsInput,
  entraSettings,
} from './entra-settings.js';
export { entraSettingsHtml } from './entra-settings-html.js';
export { entraSettingsText } from './entra-settings-text.js';
export type { MetadataWarning } from './federation-certificates.js';
export {
  connectionInputFromMetadata,
  type FederationMetadata,
  type MetadataConnectionInput,
  type ParseFederationMetadataOptions,
  parseFederationMetadata,
} from './federation-metadata.js';
export {
  type FetchedFederationMetadata,
  type FetchFederationMetadataOptions,
  fetchFederationMetadata,
} from './fetch-federation-metadata.js';
export { nextCertificates, type RefreshStep } from './refresh-certificates.js';
export { promoteCertificate, retireCertificate } from './refresh-decisions.js';
export type {
  FollowedCertificateEvent,
  MetadataRefreshEvent,
  MetadataRefreshFailed,
  MetadataStale,
  SignInUrlChanged,
} from './refresh-events.js';
export {
  type FollowedCertificate,
  type MetadataRefreshPolicy,
  type MetadataRefreshState,
  startMetadataRefresh,
  trustedCertificates,
} from './refresh-state.js';
export { createMetadataRefresher, type MetadataRefresher } from './refresher.js';
export type {
  MetadataRefresherEvent,
  MetadataRefresherOptions,
  MetadataRefreshStore,
} from './refresher-options.js';
export { type ServiceProviderMetadataOptions, serviceProviderMetadata } from './service-provider-metadata.js';
