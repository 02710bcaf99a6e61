import { html } from '../../html.mjs';
import { code, stackedTable } from '../parts.mjs';
import { badge } from './form-parts.mjs';
import { settingsLayout } from './settings-layout.mjs';

const STATUS = {
  active: ['good', 'Active'],
  invited: ['wait', 'Invited'],
  deactivated: ['bad', 'Deactivated'],
};
const ORIGIN = {
  application: 'the application',
  jit: 'a first sign-in',
  scim: 'provisioning',
};

/** Who is a member, by whom that was made, and the provisioned user behind it. */
export function membersPage({ person, path, members, users }) {
  const byId = new Map(users.map((user) => [user.id, user]));
  const linked = new Set(members.map(({ scimUserId }) => scimUserId));
  const others = users.filter(({ id }) => !linked.has(id));
  const content = html`
<p class="lead">Who is provisioned is there before the first sign-in, and out with the next request after Entra says so.</p>
${stackedTable({
  caption: 'Members',
  columns: ['Address', 'Name', 'Role', 'Status', 'Made by', 'Provisioned as'],
  rows: members.map((member) => [
    member.email,
    [member.firstName, member.lastName].filter(Boolean).join(' ') || '–',
    member.role,
    badge(...STATUS[member.status]),
    ORIGIN[member.origin],
    provisionedAs(byId.get(member.scimUserId)),
  ]),
})}
${
  others.length === 0
    ? ''
    : html`<h2>Provisioned, and no members</h2>
<p>Entra has sent these users, and they lead to no member: nobody comes in by them.</p>
${stackedTable({ caption: 'Provisioned users without a member', columns: ['User name', 'State'], rows: others.map((user) => [user.userName, state(user)]) })}`
}`;
  return settingsLayout({ person, path, tab: 'Members', content });
}

function provisionedAs(user) {
  if (user === undefined) return '–';
  const { externalId, userName } = user;
  return html`${userName} ${state(user)}${externalId === null ? '' : html`<br><span class="hint">externalId ${code(externalId)}</span>`}`;
}

function state({ active }) {
  return badge(active ? 'good' : 'bad', active ? 'active' : 'inactive');
}
