import { randomUUID } from 'node:crypto';
import { createEntraProvisioning } from './entra-provisioning/create-entra-provisioning.js';
import type { EntraConnectionTest, EntraProvisioning } from './entra-provisioning/provisioning-types.js';
import type { FakeTenant } from './fake-tenant.js';
import { provisioningPage } from './pages/provisioning-page.js';
import type { ProvisioningNotice, ProvisioningSettings } from './provisioning-state.js';

const ATTRIBUTES: readonly string[] = ['jobTitle', 'department', 'surname', 'displayName', 'mail'];

/** `GET /<tenant id>/provisioning`. */
export function showProvisioning(tenant: FakeTenant, notice: ProvisioningNotice | null = null): Response {
  return provisioningPage({
    action: `${tenant.base}/provisioning`,
    people: tenant.people,
    provisioning: tenant.provisioning,
    notice,
  });
}

/** `POST /<tenant id>/provisioning`: one of the buttons of the page. */
export async function changeProvisioning(tenant: FakeTenant, form: URLSearchParams): Promise<Response> {
  try {
    if (form.get('do') === 'connect') return showProvisioning(tenant, await connect(tenant, form));
    if (tenant.provisioning === null) return showProvisioning(tenant);
    return showProvisioning(tenant, await act(tenant.provisioning.entra, form));
  } catch (error) {
    // What the form names and the tenant lacks, or a Tenant URL that is none.
    if (!(error instanceof TypeError)) throw error;
    return showProvisioning(tenant, { isGood: false, text: error.message });
  }
}

async function connect(tenant: FakeTenant, form: URLSearchParams): Promise<ProvisioningNotice> {
  const before = tenant.provisioning;
  const settings = settingsOf(form, before?.settings.token ?? '');
  const { dialect, externalId, tenantUrl: baseUrl, token } = settings;
  const entra = createEntraProvisioning({
    baseUrl,
    token,
    dialect,
    mapping: { externalId },
    now: tenant.now,
  });
  takeOver(tenant, before?.entra ?? null, entra);
  tenant.provisioning = { settings, entra };
  const tested = await entra.testConnection();
  return { isGood: tested.ok, text: textOf(tested) };
}

function settingsOf(form: URLSearchParams, tokenBefore: string): ProvisioningSettings {
  const dialect = form.get('dialect');
  return {
    tenantUrl: form.get('tenantUrl') ?? '',
    // The page does not show it again: left empty, it stays.
    token: (form.get('token') ?? '').trim() || tokenBefore,
    dialect: dialect === 'aadOptscim062020' || dialect === 'on-demand' ? dialect : 'default',
    externalId: form.get('externalId') === 'mailNickname' ? 'mailNickname' : 'objectId',
  };
}

/** The people of the tenant, and who was assigned before the settings were changed. */
function takeOver(tenant: FakeTenant, before: EntraProvisioning | null, entra: EntraProvisioning): void {
  for (const person of tenant.people) entra.addUser(person);
  for (const { assigned, enabled, softDeleted, user } of before?.users ?? []) {
    entra.addUser(user);
    if (assigned) entra.assign(user.objectId);
    if (!enabled) entra.disable(user.objectId);
    if (softDeleted) entra.softDelete(user.objectId);
  }
  for (const group of before?.groups ?? []) {
    entra.addGroup(group);
    if (group.assigned) entra.assignGroup(group.objectId);
  }
}

function textOf({ detail, ok, statusCode }: EntraConnectionTest): string {
  if (ok) return 'Saved. The connection was tested: the credentials are accepted.';
  return `Saved. The test of the connection failed${statusCode === null ? '' : ` (${statusCode})`}: ${detail}`;
}

async function act(entra: EntraProvisioning, form: URLSearchParams): Promise<ProvisioningNotice | null> {
  const verb = form.get('do') ?? '';
  if (verb === 'initial' || verb === 'incremental') return runCycle(entra, verb);
  const id = form.get('id') ?? '';
  if (verb === 'on-demand') {
    const log = await entra.provisionOnDemand(id);
    const isGood = log.every(({ status }) => status !== 'failure');
    return { isGood, text: log.map(({ detail }) => detail).join(' ') || 'There was nothing to do.' };
  }
  if (verb === 'attribute') changeAttribute(entra, id, form);
  else if (verb === 'group') saveGroup(entra, id, form);
  else changes[verb]?.(entra, id);
  return null;
}

const changes: Readonly<Record<string, (entra: EntraProvisioning, id: string) => void>> = Object.assign(
  Object.create(null) as object,
  {
    assign: (entra: EntraProvisioning, id: string) => entra.assign(id),
    unassign: (entra: EntraProvisioning, id: string) => entra.unassign(id),
    block: (entra: EntraProvisioning, id: string) => entra.disable(id),
    unblock: (entra: EntraProvisioning, id: string) => entra.enable(id),
    delete: (entra: EntraProvisioning, id: string) => entra.softDelete(id),
    restore: (entra: EntraProvisioning, id: string) => entra.restore(id),
    purge: (entra: EntraProvisioning, id: string) => entra.hardDelete(id),
    'delete-group': (entra: EntraProvisioning, id: string) => entra.deleteGroup(id),
  },
);

async function runCycle(
  entra: EntraProvisioning,
  kind: 'initial' | 'incremental',
): Promise<ProvisioningNotice> {
  const { log, number, quarantine } = await (kind === 'initial'
    ? entra.initialCycle()
    : entra.incrementalCycle());
  const failures = log.filter(({ status }) => status === 'failure').length;
  const text = `Cycle ${number} is done: ${log.length} objects, ${failures} failed.`;
  return { isGood: failures === 0 && quarantine === null, text };
}

function changeAttribute(entra: EntraProvisioning, id: string, form: URLSearchParams): void {
  const name = form.get('name') ?? '';
  const value = (form.get('value') ?? '').trim();
  if (!ATTRIBUTES.includes(name)) throw new TypeError('There is no such attribute.');
  if (value === '' && name === 'displayName') throw new TypeError('A user has a display name.');
  entra.update(id, { [name]: value === '' ? null : value });
}

/** Without id: a new one, which is assigned to the application. */
function saveGroup(entra: EntraProvisioning, id: string, form: URLSearchParams): void {
  const displayName = (form.get('name') ?? '').trim();
  if (displayName === '') throw new TypeError('A group has a name.');
  const members = form.getAll('member');
  if (id === '') {
    entra.assignGroup({ objectId: randomUUID(), displayName, members });
    return;
  }
  const before = entra.groups.find(({ objectId }) => objectId === id)?.members ?? [];
  entra.renameGroup(id, displayName);
  for (const member of before) if (!members.includes(member)) entra.removeMember(id, member);
  for (const member of members) if (!before.includes(member)) entra.addMember(id, member);
}
