export {
  type EntraAction,
  type EntraSection,
  type EntraSetting,
  type EntraSettingsInput,
  entraSettings,
} from './entra-settings.js';
export { entraSettingsHtml } from './entra-settings-html.js';
export { entraSettingsText } from './entra-settings-text.js';
export { type ServiceProviderMetadataOptions, serviceProviderMetadata } from './service-provider-metadata.js';
