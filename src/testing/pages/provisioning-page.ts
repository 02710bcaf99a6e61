import type {
  EntraGroupState,
  EntraLogEntry,
  EntraProvisioning,
  EntraUserState,
} from '../entra-provisioning/provisioning-types.js';
import type { ProvisioningNotice, TenantProvisioning } from '../provisioning-state.js';
import type { TestPerson } from '../test-person.js';
import { type Html, html } from './html.js';
import { page } from './layout.js';

export interface ProvisioningPage {
  /** Where all buttons post to. */
  readonly action: string;
  readonly people: readonly TestPerson[];
  /** Null before the Tenant URL was entered. */
  readonly provisioning: TenantProvisioning | null;
  readonly notice: ProvisioningNotice | null;
}

const MOST_SHOWN = 100;
const NOTHING: Html = html``;

/** What Entra shows under *Provisioning*, with its log, and what an administrator does to users and groups beside. */
export function provisioningPage({ action, notice, provisioning }: ProvisioningPage): Response {
  const entra = provisioning?.entra ?? null;
  return page(
    'Provisioning',
    html`<h1>Provisioning</h1><p><a href="/">Test tenant</a></p>${noticeOf(notice)}${settingsForm(action, provisioning)}${entra === null ? html`<p>Enter where the application takes its provisioning; then people can be assigned.</p>` : html`${cycles(action, entra)}${people(action, entra)}${groups(action, entra)}${logOf(entra)}`}`,
  );
}

function noticeOf(notice: ProvisioningNotice | null): Html {
  if (notice === null) return NOTHING;
  return html`<p class="${notice.isGood ? 'notice' : 'notice bad'}" role="${notice.isGood ? 'status' : 'alert'}">${notice.text}</p>`;
}

function settingsForm(action: string, provisioning: TenantProvisioning | null): Html {
  const { dialect = 'default', externalId = 'objectId', tenantUrl = '' } = provisioning?.settings ?? {};
  const dialects = [
    ['default', 'Default'],
    ['aadOptscim062020', 'With ?aadOptscim062020 at the Tenant URL'],
    ['on-demand', 'Provision on demand, with the flag'],
  ] as const;
  const mappings = [
    ['objectId', 'objectId → externalId (advised)'],
    ['mailNickname', 'mailNickname → externalId (Entra’s default)'],
  ] as const;
  return html`<h2>Admin credentials</h2><form method="post" action="${action}"><input type="hidden" name="do" value="connect"><label class="field" for="tenantUrl">Tenant URL</label><input id="tenantUrl" name="tenantUrl" type="text" required autocomplete="off" spellcheck="false" value="${tenantUrl}"><label class="field" for="token">Secret Token</label><input id="token" name="token" type="password" autocomplete="off"${provisioning === null ? html` required` : html` placeholder="stays as it is"`}><label class="field" for="dialect">Dialect</label><select id="dialect" name="dialect">${dialects.map(([value, label]) => option(value, label, value === dialect))}</select><label class="field" for="externalId">Mapping</label><select id="externalId" name="externalId">${mappings.map(([value, label]) => option(value, label, value === externalId))}</select><button type="submit">Test connection and save</button></form>`;
}

function cycles(action: string, { escrow, groups: all, quarantine, users }: EntraProvisioning): Html {
  const names = new Map([
    ...users.map(({ user }) => [user.objectId, user.displayName] as const),
    ...all.map(({ displayName, objectId }) => [objectId, displayName] as const),
  ]);
  const nameOf = (objectId: string): string => names.get(objectId) ?? objectId;
  const slow =
    quarantine === null
      ? NOTHING
      : html`<p class="notice bad">In quarantine: ${quarantine.reason}. ${quarantine.detail}</p>`;
  const held = escrow.map(
    ({ attempts, detail, objectId, objectType }) =>
      html`<li>${objectType} ${nameOf(objectId)}, attempts: ${String(attempts)}. ${detail}</li>`,
  );
  return html`<h2>Cycles</h2><p>Entra runs one about every 40 minutes. Here you do.</p>${slow}<div class="row">${button(action, 'initial', '', 'Run an initial cycle')}${button(action, 'incremental', '', 'Run an incremental cycle')}</div>${held.length === 0 ? NOTHING : html`<p>Tried again in the next cycle:</p><ul>${held}</ul>`}`;
}

function people(action: string, { users }: EntraProvisioning): Html {
  const attributes = [
    ['jobTitle', 'Job title'],
    ['department', 'Department'],
    ['surname', 'Surname'],
    ['displayName', 'Display name'],
    ['mail', 'Mail'],
  ] as const;
  return html`<h2>Users</h2>${users.map((state) => person(action, state))}<details><summary>Change an attribute</summary><form method="post" action="${action}"><input type="hidden" name="do" value="attribute"><label class="field" for="who">User</label><select id="who" name="id">${users.map(({ user }) => option(user.objectId, user.displayName, false))}</select><label class="field" for="name">Attribute</label><select id="name" name="name">${attributes.map(([value, label]) => option(value, label, false))}</select><label class="field" for="value">Value</label><input id="value" name="value" type="text" autocomplete="off"><button type="submit">Change</button></form></details>`;
}

function person(action: string, state: EntraUserState): Html {
  const { assigned, enabled, inScope, softDeleted, targetId, user } = state;
  const facts = [
    assigned ? 'assigned' : inScope ? 'in scope by a group' : 'not assigned',
    ...(enabled ? [] : ['sign-in blocked']),
    ...(softDeleted ? ['deleted, can be restored'] : []),
    ...(targetId === null ? ['not managed'] : [`id ${targetId}`]),
  ];
  const { displayName: name, objectId: id } = user;
  return html`<div class="object"><p><span class="name">${name}</span><br><span class="soft">${user.userPrincipalName}: ${facts.join(', ')}</span></p><div class="row">${assigned ? button(action, 'unassign', id, 'Unassign', name) : button(action, 'assign', id, 'Assign', name)}${enabled ? button(action, 'block', id, 'Block', name) : button(action, 'unblock', id, 'Unblock', name)}${softDeleted ? html`${button(action, 'restore', id, 'Restore', name)}${button(action, 'purge', id, 'Purge', name)}` : button(action, 'delete', id, 'Delete', name)}${button(action, 'on-demand', id, 'Provision on demand', name)}</div></div>`;
}

function groups(action: string, { groups: all, users }: EntraProvisioning): Html {
  return html`<h2>Groups</h2>${all.map((group) => html`<div class="object">${groupForm(action, group, users)}<div class="row">${button(action, 'on-demand', group.objectId, 'Provision on demand', group.displayName)}${button(action, 'delete-group', group.objectId, 'Delete', group.displayName)}</div></div>`)}<details><summary>New group</summary>${groupForm(action, null, users)}</details>`;
}

function groupForm(action: string, group: EntraGroupState | null, users: readonly EntraUserState[]): Html {
  const id = group?.objectId ?? '';
  const boxes = users.map(({ user }) => {
    const checked = group?.members.includes(user.objectId) === true ? html` checked` : NOTHING;
    return html`<label class="box"><input type="checkbox" name="member" value="${user.objectId}"${checked}> ${user.displayName}</label>`;
  });
  return html`<form method="post" action="${action}"><input type="hidden" name="do" value="group"><input type="hidden" name="id" value="${id}"><label class="field" for="group-${id}">${group === null ? 'Name of the new group' : `Name of the group ${group.displayName}`}</label><input id="group-${id}" name="name" type="text" required autocomplete="off" value="${group?.displayName ?? ''}"><fieldset><legend>Members</legend>${boxes}</fieldset><button type="submit">${group === null ? 'Create and assign the group' : 'Save the group'}</button></form>`;
}

function logOf({ log }: EntraProvisioning): Html {
  const newest = log.slice(-MOST_SHOWN).reverse();
  if (newest.length === 0) return html`<h2>Provisioning log</h2><p>Nothing yet.</p>`;
  return html`<h2>Provisioning log</h2><div class="scroll" role="region" aria-label="Provisioning log" tabindex="0"><table><thead><tr><th scope="col">Object</th><th scope="col">Action</th><th scope="col">Status</th><th scope="col">Detail</th></tr></thead><tbody>${newest.map(line)}</tbody></table></div>`;
}

function line({
  action,
  at,
  cycle,
  detail,
  exchanges,
  name,
  objectType,
  status,
  statusCode,
}: EntraLogEntry): Html {
  const code = statusCode === null ? '' : ` (${statusCode})`;
  const requests = exchanges.map(({ body, method, path, statusCode: answered }) => {
    const text = body === null ? '' : `\n${JSON.stringify(body, null, 1)}`;
    return html`<pre tabindex="0">${method} ${path} → ${answered === null ? 'no answer' : String(answered)}${text}</pre>`;
  });
  const when = cycle === null ? 'on demand' : `cycle ${cycle}`;
  return html`<tr><th scope="row">${objectType} ${name}<br><span class="soft">${when}, ${at.toISOString().slice(11, 19)}</span></th><td>${action}</td><td>${status}${code}</td><td>${detail}${requests.length === 0 ? NOTHING : html`<details><summary>${String(requests.length)} requests</summary>${requests}</details>`}</td></tr>`;
}

function button(action: string, verb: string, id: string, label: string, about: string = ''): Html {
  const named = about === '' ? NOTHING : html` aria-label="${label} ${about}"`;
  return html`<form method="post" action="${action}"><input type="hidden" name="do" value="${verb}"><input type="hidden" name="id" value="${id}"><button type="submit"${named}>${label}</button></form>`;
}

function option(value: string, label: string, isChosen: boolean): Html {
  return isChosen
    ? html`<option value="${value}" selected>${label}</option>`
    : html`<option value="${value}">${label}</option>`;
}
