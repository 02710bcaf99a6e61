import { randomUUID } from 'node:crypto';
import { type AnySsoError, type Refusal, type Result, refusal, success } from '../../errors/index.js';
import type { AuditEntry } from '../../stores/interfaces/audit.js';
import type { ConnectionRecord, ConnectionStatus } from '../../stores/interfaces/connection-records.js';
import { connectionView } from './connection-view.js';
import type { Actor, ConnectionView } from './connections.js';
import type { ConnectionsSettings } from './connections-options.js';
import { type Judgement, judgeRecord } from './judge-record.js';
import { readRecord } from './read-record.js';
import { testViolation } from './status-changes.js';
import type { Step } from './step.js';

/** Whose connection, which, and who asks. */
export interface Target {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly actor: Actor;
}

const CONNECTION_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Reads a record, applies a step and writes the outcome with its audit entry, if nobody else wrote meanwhile. */
export async function alterRecord(
  settings: ConnectionsSettings,
  target: Target,
  step: (record: ConnectionRecord, now: Date) => Result<Step | null>,
): Promise<Result<ConnectionView>> {
  requireActor(target.actor);
  const found = await findRecord(settings, target.organizationId, target.connectionId);
  if (!found.ok) return found;
  const now = settings.now();
  const before = found.value;
  const stepped = step(before, now);
  if (!stepped.ok) return stepped;
  if (stepped.value === null) return viewOf(settings, before, now);
  const settled = await settle(settings, before, stepped.value, now);
  if (!settled.ok) return settled;
  const { judgement, record } = settled.value;
  const entry = entryOf(record, stepped.value, target.actor, now);
  const written = await asking(() =>
    settings.records.replaceConnection(record, before.revision, structuredClone(entry)),
  );
  if (!written.ok) return written;
  const outcome = outcomeOf(written.value, record);
  if (outcome !== null) return outcome;
  settings.emit(entry);
  return success(connectionView(record, judgement, now));
}

/** A record of the organisation; one of another is as unknown as one that is not there. */
export async function findRecord(
  settings: ConnectionsSettings,
  organizationId: string,
  connectionId: string,
): Promise<Result<ConnectionRecord>> {
  requireOrganization(organizationId);
  const unknown = refusal('connection_record_unknown', { connectionId: String(connectionId).slice(0, 64) });
  if (typeof connectionId !== 'string' || !CONNECTION_ID.test(connectionId)) return unknown;
  const found = await asking(async () => {
    const record = await settings.records.findConnection(organizationId, connectionId);
    return record === null ? null : readRecord(record);
  });
  if (!found.ok) return found;
  // Compared again here: some databases compare without regard to case.
  const isTheirs = found.value?.id === connectionId && found.value.organizationId === organizationId;
  return isTheirs ? success(found.value) : unknown;
}

/** The view of a record as it is. */
export async function viewOf(
  settings: ConnectionsSettings,
  record: ConnectionRecord,
  now: Date,
): Promise<Result<ConnectionView>> {
  const judgement = await judge(settings, record, now);
  return judgement.ok ? success(connectionView(record, judgement.value, now)) : judgement;
}

/** The record as it would be written, where it may be: with its status, and by the rules of that status. */
export async function settle(
  settings: ConnectionsSettings,
  before: ConnectionRecord | null,
  { entered = false, record: changed }: Step,
  now: Date,
): Promise<Result<{ readonly record: ConnectionRecord; readonly judgement: Judgement }>> {
  const judged = await judge(settings, changed, now);
  if (!judged.ok) return judged;
  const { connection, missing, problem } = judged.value;
  if (problem !== null && (entered || changed.status === 'enabled')) return refusalOf(problem);
  if (connection === null && changed.status === 'enabled') {
    const fields = missing.map(({ field }) => field);
    return refusal('connection_incomplete', { connectionId: changed.id, missing: fields });
  }
  const untested = connection === null ? null : testViolation(before, changed, connection);
  if (untested !== null) return untested;
  const status = statusOf(changed.status, connection !== null);
  const revision = (before?.revision ?? 0) + 1;
  return success({ record: { ...changed, status, updatedAt: now, revision }, judgement: judged.value });
}

export function entryOf(
  { id, organizationId }: ConnectionRecord,
  { code = null, data, reference = null, type }: Omit<Step, 'record'>,
  actor: Actor,
  now: Date,
): AuditEntry {
  return { id: randomUUID(), at: now, organizationId, type, actor, connectionId: id, code, reference, data };
}

/** Asks the store, or the application for its keys. What it threw is kept as `cause`. */
export async function asking<Answer>(question: () => Promise<Answer>): Promise<Result<Answer>> {
  try {
    return success(await question());
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return refusal('store_unavailable', { store: 'connections', reason }, { cause });
  }
}

/** Throws TypeError: both come from the application, not from who uses it. */
export function requireOrganization(organizationId: string): void {
  if (typeof organizationId !== 'string' || !/^[^\p{Cc}]{1,256}$/u.test(organizationId)) {
    throw new TypeError('organizationId must be a string of 1–256 characters');
  }
}

export function requireActor(actor: Actor): void {
  if (actor !== null && (typeof actor !== 'string' || !/^[^\p{Cc}]{1,256}$/u.test(actor))) {
    throw new TypeError('actor must be a string of 1–256 characters, or null');
  }
}

function judge(
  settings: ConnectionsSettings,
  record: ConnectionRecord,
  now: Date,
): Promise<Result<Judgement>> {
  return asking(async () =>
    judgeRecord(record, await settings.keysOf(record.id, record.organizationId), now),
  );
}

function statusOf(status: ConnectionStatus, isComplete: boolean): ConnectionStatus {
  if (status === 'enabled' || status === 'disabled') return status;
  return isComplete ? 'complete' : 'draft';
}

function outcomeOf(outcome: unknown, { id, settings }: ConnectionRecord): Refusal | null {
  if (outcome === 'replaced') return null;
  if (outcome === 'changed') return refusal('connection_changed_meanwhile', { connectionId: id });
  if (outcome === 'issuer-not-unique') {
    const { issuerUrl = '' } = settings;
    return refusal('connection_issuer_not_unique', { connectionId: id, issuerUrl });
  }
  throw new TypeError('replaceConnection must say how it ended');
}

function refusalOf(error: AnySsoError): Refusal {
  return { ok: false, error };
}
