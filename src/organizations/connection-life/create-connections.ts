import { randomUUID } from 'node:crypto';
import { type Result, refusal, success } from '../../errors/index.js';
import type { ConnectionRecord } from '../../stores/interfaces/connection-records.js';
import { repeat } from '../repeat.js';
import {
  alterRecord,
  asking,
  entryOf,
  findRecord,
  requireActor,
  requireOrganization,
  settle,
  viewOf,
} from './alter-record.js';
import { addUpload, changeState } from './certificate-changes.js';
import { remindOfCertificates } from './certificate-reminders.js';
import { connectionView } from './connection-view.js';
import type { Actor, Connections, ConnectionsOptions, ConnectionView } from './connections.js';
import { type ConnectionsSettings, readConnectionsOptions } from './connections-options.js';
import { mergeSettings } from './merge-settings.js';
import { followStep, importStep } from './metadata-changes.js';
import { readRecord } from './read-record.js';
import { settingsStep, testStep } from './settings-changes.js';
import { signInConnections } from './sign-in-connections.js';
import { disableStep, enableStep } from './status-changes.js';

/** Where no person waits to look at what changed meanwhile, the step is made again over it. */
const MOST_TRIES = 5;

/** Makes the life of connections over a store. Throws `TypeError` for wrong options. */
export function createConnections(options: ConnectionsOptions): Connections {
  const settings = readConnectionsOptions(options);
  return Object.freeze<Connections>({
    create: (organizationId, given, actor) => create(settings, organizationId, given, actor),
    change: (organizationId, connectionId, change, actor) =>
      alterRecord(settings, { organizationId, connectionId, actor }, (record) =>
        settingsStep(record, change),
      ),
    addCertificates: (organizationId, connectionId, upload, given, actor) =>
      alterRecord(settings, { organizationId, connectionId, actor }, (record, now) =>
        addUpload(record, upload, given, { actor, now }),
      ),
    promoteCertificate: (organizationId, connectionId, thumbprint, actor) =>
      alterRecord(settings, { organizationId, connectionId, actor }, (record) =>
        changeState(record, thumbprint, 'current'),
      ),
    retireCertificate: (organizationId, connectionId, thumbprint, actor) =>
      alterRecord(settings, { organizationId, connectionId, actor }, (record) =>
        changeState(record, thumbprint, 'retired'),
      ),
    removeCertificate: (organizationId, connectionId, thumbprint, actor) =>
      alterRecord(settings, { organizationId, connectionId, actor }, (record) =>
        changeState(record, thumbprint, null),
      ),
    importMetadata: (organizationId, connectionId, metadata, actor) =>
      alterRecord(settings, { organizationId, connectionId, actor }, (record, now) =>
        importStep(record, metadata, { actor, now }),
      ),
    followCertificates: (organizationId, connectionId, certificates) =>
      again(() =>
        alterRecord(settings, { organizationId, connectionId, actor: null }, (record, now) =>
          followStep(record, certificates, { actor: null, now }),
        ),
      ),
    enable: (organizationId, connectionId, actor) =>
      alterRecord(settings, { organizationId, connectionId, actor }, enableStep),
    disable: (organizationId, connectionId, actor) =>
      alterRecord(settings, { organizationId, connectionId, actor }, disableStep),
    remove: (organizationId, connectionId, actor) => remove(settings, organizationId, connectionId, actor),
    async get(organizationId, connectionId) {
      const found = await findRecord(settings, organizationId, connectionId);
      return found.ok ? viewOf(settings, found.value, settings.now()) : found;
    },
    list: (organizationId) => list(settings, organizationId),
    recordTest: (organizationId, connectionId, test, actor) =>
      again(() =>
        alterRecord(settings, { organizationId, connectionId, actor }, (record, now) =>
          testStep(record, test, now),
        ),
      ),
    remindDue: () => remindOfCertificates(settings),
    startReminding({ everyMinutes = 60 } = {}) {
      if (!Number.isSafeInteger(everyMinutes) || everyMinutes < 1 || everyMinutes > 1_440) {
        throw new TypeError('everyMinutes must be a whole number from 1 to 1440');
      }
      return repeat(async () => void (await remindOfCertificates(settings)), everyMinutes * 60_000);
    },
    store: () => signInConnections(settings),
  });
}

async function create(
  settings: ConnectionsSettings,
  organizationId: string,
  given: Parameters<Connections['create']>[1],
  actor: Actor,
): Promise<Result<ConnectionView>> {
  requireOrganization(organizationId);
  requireActor(actor);
  const merged = mergeSettings({}, given);
  if (!merged.ok) return merged;
  const listed = await asking(() => settings.records.listConnections(organizationId));
  if (!listed.ok) return listed;
  const maximum = settings.maximumPerOrganization;
  if (listed.value.length >= maximum) return refusal('connection_limit_reached', { maximum });
  const now = settings.now();
  const draft: ConnectionRecord = {
    id: randomUUID(),
    organizationId,
    status: 'draft',
    settings: merged.value.settings,
    certificates: [],
    lastTest: null,
    version: 1,
    createdAt: now,
    createdBy: actor,
    updatedAt: now,
    revision: 1,
  };
  const step = {
    record: draft,
    type: 'connection_created',
    data: { fields: merged.value.changed },
    entered: true,
  };
  const settled = await settle(settings, null, step, now);
  if (!settled.ok) return settled;
  const { judgement, record } = settled.value;
  const entry = entryOf(record, step, actor, now);
  const inserted = await asking(async () => {
    if ((await settings.records.insertConnection(record, structuredClone(entry))) === true) return;
    throw new Error('The store has a connection with this new random id');
  });
  if (!inserted.ok) return inserted;
  settings.emit(entry);
  return success(connectionView(record, judgement, now));
}

async function remove(
  settings: ConnectionsSettings,
  organizationId: string,
  connectionId: string,
  actor: Actor,
): Promise<Result<ConnectionRecord>> {
  requireActor(actor);
  const found = await findRecord(settings, organizationId, connectionId);
  if (!found.ok) return found;
  const record = found.value;
  if (record.status === 'enabled') return refusal('connection_still_enabled', { connectionId });
  const entry = entryOf(record, { type: 'connection_removed', data: {} }, actor, settings.now());
  const removed = await asking(() =>
    settings.records.removeConnection(organizationId, connectionId, record.revision, structuredClone(entry)),
  );
  if (!removed.ok) return removed;
  if (removed.value !== true) return refusal('connection_changed_meanwhile', { connectionId });
  settings.emit(entry);
  return success(record);
}

async function list(
  settings: ConnectionsSettings,
  organizationId: string,
): Promise<Result<readonly ConnectionView[]>> {
  requireOrganization(organizationId);
  const listed = await asking(async () =>
    (await settings.records.listConnections(organizationId))
      .map(readRecord)
      .filter((record) => record.organizationId === organizationId),
  );
  if (!listed.ok) return listed;
  const now = settings.now();
  const views: ConnectionView[] = [];
  for (const record of listed.value) {
    const view = await viewOf(settings, record, now);
    if (!view.ok) return view;
    views.push(view.value);
  }
  return success(views);
}

async function again(attempt: () => Promise<Result<ConnectionView>>): Promise<Result<ConnectionView>> {
  let ended = await attempt();
  for (let tries = 1; tries < MOST_TRIES && isContended(ended); tries += 1) ended = await attempt();
  return ended;
}

function isContended(ended: Result<ConnectionView>): boolean {
  return !ended.ok && ended.error.code === 'connection_changed_meanwhile';
}
