import type { AuditData } from '../../stores/interfaces/audit.js';
import type { ConnectionRecord } from '../../stores/interfaces/connection-records.js';

/** What a change makes of a record. Its status, revision and time are set where it is written. */
export interface Step {
  readonly record: ConnectionRecord;
  /** Of the audit entry. */
  readonly type: string;
  readonly data: AuditData;
  readonly code?: string | null;
  readonly reference?: string | null;
  /** Settings were entered: those that cannot be used are refused, whatever the status. */
  readonly entered?: boolean;
}
