import type { ErrorCode, Result } from '../../../src/errors/index.js';
import type {
  Connections,
  ConnectionsOptions,
  ConnectionView,
} from '../../../src/organizations/connection-life/connections.js';
import { createConnections } from '../../../src/organizations/connection-life/create-connections.js';
import type { AuditEntry, AuditStore } from '../../../src/stores/interfaces/audit.js';
import type {
  ConnectionRecord,
  ConnectionRecordStore,
  ConnectionSettings,
} from '../../../src/stores/interfaces/connection-records.js';
import { memoryConnectionRecords } from '../../../src/stores/memory/connection-records.js';
import { memoryAuditStore } from '../../../src/stores/memory/index.js';
import { certificateFixture, NOW } from '../../certificates/fixture.js';

export const TENANT = '11111111-2222-4333-8444-555555555555';
export const ORG = 'org-contoso';
export const OTHER_ORG = 'org-fabrikam';
export const OWNER = 'owner-1';

export const ENTRA: ConnectionSettings = {
  issuerUrl: `https://sts.windows.net/${TENANT}/`,
  signInUrl: `https://login.microsoftonline.com/${TENANT}/saml2`,
};

export interface Scene {
  readonly connections: Connections;
  readonly store: ConnectionRecordStore;
  readonly audit: AuditStore;
  readonly events: AuditEntry[];
}

export function createScene(options: Partial<ConnectionsOptions> = {}): Scene {
  const audit = memoryAuditStore();
  const store = memoryConnectionRecords({ audit });
  const events: AuditEntry[] = [];
  const onEvent = (entry: AuditEntry) => events.push(entry);
  const connections = createConnections({ store, clock: () => NOW, onEvent, ...options });
  return { connections, store, audit, events };
}

/** A connection that could be enabled. */
export async function complete(
  scene: Scene,
  settings: ConnectionSettings = {},
  organizationId: string = ORG,
  certificate: string = 'contoso.cer',
): Promise<ConnectionView> {
  const { connections } = scene;
  const created = accepted(await connections.create(organizationId, { ...ENTRA, ...settings }, OWNER));
  return accepted(
    await connections.addCertificates(
      organizationId,
      created.record.id,
      certificateFixture(certificate),
      { fileName: certificate },
      OWNER,
    ),
  );
}

export async function enabled(scene: Scene, settings: ConnectionSettings = {}): Promise<ConnectionView> {
  const { record } = await complete(scene, settings);
  return accepted(await scene.connections.enable(record.organizationId, record.id, OWNER));
}

/** What was written to the log of an organisation, the newest first. */
export async function logged(scene: Scene, organizationId: string = ORG): Promise<readonly AuditEntry[]> {
  return scene.audit.list(organizationId, { before: null, limit: 1_000 });
}

export async function kept(scene: Scene, view: ConnectionView): Promise<ConnectionRecord | null> {
  return scene.store.findConnectionOfAddress(view.record.id);
}

export function accepted<Value>(result: Result<Value>): Value {
  if (!result.ok) throw result.error;
  return result.value;
}

export function codeOf(result: Result<unknown>): ErrorCode | null {
  return result.ok ? null : result.error.code;
}

export function detailsOf(result: Result<unknown>): unknown {
  return result.ok ? null : result.error.details;
}
