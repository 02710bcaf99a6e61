import { type CertificateEvent, certificateEvents } from '../../certificates/certificate-life.js';
import type { IdpCertificate } from '../../certificates/idp-certificate.js';
import { type Result, success } from '../../errors/index.js';
import type { AuditEntry } from '../../stores/interfaces/audit.js';
import type {
  ConnectionRecord,
  RemindedConnection,
  StoredCertificate,
} from '../../stores/interfaces/connection-records.js';
import { asking, entryOf } from './alter-record.js';
import type { ReminderSummary } from './connections.js';
import type { ConnectionsSettings } from './connections-options.js';
import { readRecord } from './read-record.js';
import { isUsable, readStoredCertificate } from './stored-certificates.js';

type Count = Exclude<keyof ReminderSummary, 'looked'> | 'nothing';

/** The first reminder comes 60 days before the end. */
const EARLIEST = 60 * 86_400_000;
const PAGE = 100;

/**
 * Writes what is due of 60, 30, 7 and 1 days before a certificate ends, and of its end, into the audit log: each once,
 * whichever instance comes first, in one write with the note that it is done. What fails for one connection does not stop
 * the others. Certificates of metadata that are followed are left to the refresher.
 */
export async function remindOfCertificates(settings: ConnectionsSettings): Promise<Result<ReminderSummary>> {
  const now = settings.now();
  const counts: Record<Count, number> = { reminded: 0, skipped: 0, failed: 0, nothing: 0 };
  let looked = 0;
  let after: string | null = null;
  do {
    const page: Result<readonly RemindedConnection[]> = await pageOf(settings, now, after);
    if (!page.ok) return page;
    for (const found of page.value) counts[await remind(settings, found, now)] += 1;
    looked += page.value.length;
    after = page.value.length < PAGE ? null : (page.value.at(-1)?.record.id ?? null);
  } while (after !== null);
  const { failed, reminded, skipped } = counts;
  return success({ looked, reminded, skipped, failed });
}

function pageOf(
  { records }: ConnectionsSettings,
  now: Date,
  after: string | null,
): Promise<Result<readonly RemindedConnection[]>> {
  const before = new Date(now.getTime() + EARLIEST + 1);
  return asking(async () => [...(await records.listEndingCertificates(before, after, PAGE))]);
}

async function remind(
  settings: ConnectionsSettings,
  { record: found, remindedUntil }: RemindedConnection,
  now: Date,
): Promise<Count> {
  try {
    const record = readRecord(found);
    const due = dueOf(record, remindedUntil, now);
    if (due.length === 0) return 'nothing';
    const entries = due.map((event) => reminderOf(record, event, now));
    const written = await settings.records.recordReminders(
      record.organizationId,
      record.id,
      remindedUntil,
      now,
      structuredClone(entries),
    );
    if (written !== true) return 'skipped';
    for (const entry of entries) settings.emit(entry);
    return 'reminded';
  } catch {
    return 'failed';
  }
}

/** At the first look all that certificates have reached; later what each reached since, and since it was put on file. */
function dueOf(
  { certificates, settings }: ConnectionRecord,
  since: Date | null,
  now: Date,
): readonly CertificateEvent[] {
  const isFollowed = ({ origin }: StoredCertificate): boolean =>
    origin === 'metadata' && settings.metadataUrl !== undefined;
  const addedAt = new Map<string, Date>();
  const watched: IdpCertificate[] = [];
  for (const stored of certificates.filter((each) => isUsable(each) && !isFollowed(each))) {
    watched.push(readStoredCertificate(stored, now));
    addedAt.set(stored.thumbprint, stored.addedAt);
  }
  const events = certificateEvents(watched, since, now);
  return since === null
    ? events
    : events.filter(({ at, sha1Thumbprint }) => at >= (addedAt.get(sha1Thumbprint) ?? since));
}

function reminderOf(
  record: ConnectionRecord,
  { notAfter, sha1Thumbprint, subject, threshold, type }: CertificateEvent,
  now: Date,
): AuditEntry {
  const data = { threshold, sha1Thumbprint, subject, notAfter: notAfter.toISOString() };
  return entryOf(record, { type, data }, null, now);
}
