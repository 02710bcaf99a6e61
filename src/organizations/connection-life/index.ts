export type { ReminderSummary } from './certificate-reminders.js';
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
} from './connections.js';
export { createConnections } from './create-connections.js';
