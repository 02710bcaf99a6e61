export { memoryConnectionStore } from './connection-store.js';
export { memoryDomainClaims, type VerifiedDomainClaim } from './domain-claims.js';
export type { MemoryStoreOptions } from './expiring-entries.js';
export { memoryMetadataRefreshStore } from './metadata-refresh-store.js';
export { memoryReplayStore } from './replay-store.js';
export { memoryRequestStore } from './request-store.js';
export { memorySessionIndexStore } from './session-index-store.js';
