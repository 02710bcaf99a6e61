import { randomUUID } from 'node:crypto';
import { toUSVString } from 'node:util';
import { type DirectoryEvent, entryOf } from '../directory/events.js';
import type { AnySsoError } from '../errors/index.js';
import type { MetadataRefresherEvent } from '../metadata/index.js';
import type { ServiceProviderEvent } from '../service-provider/events.js';
import type { AuditData, AuditEntry } from '../stores/interfaces/audit.js';

type Told = Pick<AuditEntry, 'type' | 'at'> &
  Partial<Pick<AuditEntry, 'organizationId' | 'connectionId' | 'code' | 'reference' | 'data'>>;

const LONGEST_VALUE = 200;
const LONGEST_COPY = 16_384;
const MOST_VALUES = 10;
const MOST_FIELDS = 20;

/** What an audit log is told of. */
export type AuditedEvent = ServiceProviderEvent | MetadataRefresherEvent | DirectoryEvent;

/** Of a directory: what changed nothing, so that no store wrote an entry with the change. */
const REFUSED_BY_DIRECTORY: ReadonlySet<string> = new Set([
  'admission_refused',
  'password_refused',
  'member_email_kept',
]);

/**
 * The entry of an event, or null for one that is no more than the beginning of another. Values that a sender wrote
 * are cut to 200 characters; nothing holds an assertion.
 */
export function auditEntryOf(event: AuditedEvent, leftOut: number, now: Date): AuditEntry | null {
  if (isOfDirectory(event)) {
    return REFUSED_BY_DIRECTORY.has(event.type)
      ? { ...entryOf(event), data: plain(entryOf(event).data) }
      : null;
  }
  const told = tell(event, leftOut, now);
  if (told === null) return null;
  return {
    id: randomUUID(),
    actor: null,
    organizationId: null,
    connectionId: null,
    code: null,
    reference: null,
    data: {},
    ...told,
  };
}

/** Theirs alone name a member, or null. */
function isOfDirectory(event: AuditedEvent): event is DirectoryEvent {
  return Object.hasOwn(event, 'memberId');
}

function tell(event: ServiceProviderEvent | MetadataRefresherEvent, leftOut: number, now: Date): Told | null {
  switch (event.type) {
    case 'sign_in_started':
    case 'logout_started':
    case 'readers_disagree': // comes beside sign_in_refused with the same code
      return null;
    case 'sign_in_accepted': {
      const { at, connectionId, identityKey, organizationId, type } = event;
      const { assertionId, requestId } = event;
      return { type, at, organizationId, connectionId, data: { identityKey, assertionId, requestId } };
    }
    case 'sign_in_refused':
    case 'logout_refused': {
      const { at, code, connectionId, error, reference, stage, type } = event;
      const suppressed = leftOut === 0 ? {} : { leftOutBefore: leftOut };
      const data = { ...detailsOf(error), stage, ...suppressed, ...copyOf(event) };
      return { type, at, connectionId, code, reference, data };
    }
    case 'test_sign_in_refused': {
      const { at, code, connectionId, error, reference, stage, type } = event;
      return { type, at, connectionId, code, reference, data: { ...detailsOf(error), stage } };
    }
    case 'test_sign_in_passed': {
      const { at, connectionId, connectionVersion, organizationId, reference, type } = event;
      return { type, at, organizationId, connectionId, reference, data: { connectionVersion } };
    }
    case 'logout_answered': {
      const { at, connectionId, organizationId, sessionCount, status, type } = event;
      return { type, at, organizationId, connectionId, data: { status, sessionCount } };
    }
    case 'logout_finished': {
      const { at, connectionId, organizationId, partial, type } = event;
      return { type, at, organizationId, connectionId, data: { partial } };
    }
    case 'certificate_expires_soon':
    case 'certificate_expired':
    case 'certificate_staged':
    case 'certificate_promoted':
    case 'certificate_vanished':
    case 'certificate_returned':
    case 'certificate_retired': {
      const { at, connectionId, notAfter, sha1Thumbprint, type } = event;
      const threshold = 'threshold' in event ? { threshold: event.threshold } : {};
      return {
        type,
        at,
        connectionId,
        data: { ...threshold, sha1Thumbprint, notAfter: notAfter.toISOString() },
      };
    }
    case 'sign_in_url_changed': {
      const { at, connectionId, from, to, type } = event;
      return { type, at, connectionId, data: plain({ from, to }) };
    }
    case 'metadata_refresh_failed': {
      const { at, connectionId, error, type } = event;
      return { type, at, connectionId, code: error.code, data: detailsOf(error) };
    }
    case 'metadata_stale': {
      const { at, connectionId, lastSuccessAt, type } = event;
      return { type, at, connectionId, data: { lastSuccessAt: lastSuccessAt.toISOString() } };
    }
    case 'metadata_refresh_broken':
      return { type: event.type, at: now, connectionId: event.connectionId };
    default:
      // A listener is handed whatever the application mounts it on; of what is not known here nothing is written.
      event satisfies never;
      return null;
  }
}

/** The redacted response, where the application asked to keep it: as long as a page of text, not as a message may be. */
function copyOf(event: ServiceProviderEvent): AuditData {
  const copy = event.type === 'sign_in_refused' ? event.redactedResponse : null;
  return copy === null ? {} : { redactedResponse: copy.slice(0, LONGEST_COPY) };
}

function detailsOf({ details }: AnySsoError): AuditData {
  return plain(details as Readonly<Record<string, unknown>>);
}

/** Short values only, by their own names: what a detail holds beyond them is for the log of the application. */
function plain(values: Readonly<Record<string, unknown>>): AuditData {
  const data: Record<string, string | number | boolean | null | readonly string[]> = Object.create(null);
  for (const [name, value] of Object.entries(values).slice(0, MOST_FIELDS)) {
    if (value === null || typeof value === 'boolean' || Number.isFinite(value)) {
      data[name] = value as null | boolean | number;
    } else if (typeof value === 'string') data[name] = clip(value);
    else if (value instanceof Date && !Number.isNaN(value.getTime())) data[name] = value.toISOString();
    else if (Array.isArray(value)) data[name] = value.slice(0, MOST_VALUES).map((each) => clip(String(each)));
  }
  return { ...data };
}

/** Half a surrogate pair is no text that a database takes, nor is NUL. */
function clip(text: string): string {
  const short = text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
  return toUSVString(short).replaceAll('\0', '\u{FFFD}');
}
