export type {
  AddCertificatesOptions,
  CertificateView,
  ConnectionChange,
  ConnectionSettingsChange,
  Connections,
  ConnectionsOptions,
  ConnectionView,
  ImportedMetadata,
  MissingPart,
  ReminderSummary,
} from './connections.js';
export { createConnections } from './create-connections.js';
