export { memoryAccessPolicies } from './access-policies.js';
export { memoryAuditStore } from './audit-store.js';
export { type MemoryConnectionRecordsOptions, memoryConnectionRecords } from './connection-records.js';
export { memoryConnectionStore } from './connection-store.js';
export {
  type MemoryDomainClaimRecordsOptions,
  memoryDomainClaimRecords,
} from './domain-claim-records.js';
export { memoryDomainClaims, type VerifiedDomainClaim } from './domain-claims.js';
export type { MemoryStoreOptions } from './expiring-entries.js';
export { type AuditedStoreOptions, memoryMembers } from './members.js';
export { memoryMetadataRefreshStore } from './metadata-refresh-store.js';
export { memoryReplayStore } from './replay-store.js';
export { memoryRequestStore } from './request-store.js';
export { memoryScimCredentials } from './scim-credentials.js';
export { type MemoryScimRequestLogOptions, memoryScimRequestLog } from './scim-request-log.js';
export { type MemoryScimStoreOptions, memoryScimStore } from './scim-store.js';
export { memorySessionIndexStore } from './session-index-store.js';
