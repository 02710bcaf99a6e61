import { randomUUID } from 'node:crypto';
import type { AuditData, AuditEntry } from '../../stores/interfaces/audit.js';
import type { ScimChange, ScimChangeType } from '../../stores/interfaces/scim-changes.js';

/** Who writes: a client with its credential, or, where it is null, somebody of the application. */
export interface Writer {
  readonly organizationId: string;
  readonly credentialId: string | null;
  /** By the application's name; null for a client. */
  readonly actor: string | null;
}

const MOST_NAMES = 50;

/** An entry of the audit log. Names of attributes may be in it, values never. */
export function entryOf(
  { organizationId, credentialId, actor }: Writer,
  at: Date,
  type: string,
  data: AuditData,
): AuditEntry {
  const told = credentialId === null ? data : { credentialId, ...data };
  return {
    ...{ id: randomUUID(), at, organizationId, type, actor },
    ...{ connectionId: null, code: null, reference: null, data: told },
  };
}

export function changeOf(
  organizationId: string,
  type: ScimChangeType,
  resourceId: string,
  about: {
    readonly memberId: string | null;
    readonly changedAttributes: readonly string[];
    readonly at: Date;
  },
): ScimChange {
  return { organizationId, type, resourceId, memberResourceId: null, ...about };
}

/** Names as the audit log keeps them: not more of them than somebody would read. */
export function namesFor(names: readonly string[]): readonly string[] {
  return names.slice(0, MOST_NAMES);
}
