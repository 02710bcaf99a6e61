import type { AuditStore } from '../interfaces/audit.js';
import type { MemberStore } from '../interfaces/members.js';
import type { MemoryScimOutbox } from './scim-outbox.js';
import type { ScimTables } from './scim-tables.js';

/** What the parts of the memory store share. */
export interface MemoryScimState {
  readonly audit: AuditStore;
  readonly members: MemberStore;
  readonly outbox: MemoryScimOutbox;
  /** The tables of an organisation, made when first asked for. */
  readonly open: (organizationId: string) => ScimTables;
  readonly inTurn: <Value>(change: () => Promise<Value>) => Promise<Value>;
}
