import { html } from '../../html.mjs';
import { code, stackedTable } from '../parts.mjs';
import { badge } from './form-parts.mjs';
import { settingsLayout } from './settings-layout.mjs';

const HERE = '/settings/members';
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

/** Who is a member, by whom that was made, and the provisioned user behind it; and the users who lead to nobody. */
export function membersPage({ person, path, rows, start, next, unlinked, done }) {
  const at = { after: start, users: unlinked.start };
  const content = html`
<p class="lead">Who is provisioned is there before the first sign-in, and out with the next request after Entra says so.</p>
${stackedTable({
  caption: 'Members',
  columns: ['Address', 'Name', 'Role', 'Status', 'Made by', 'Provisioned as'],
  rows: rows.map(({ member, user, why }) => [
    member.email,
    [member.firstName, member.lastName].filter(Boolean).join(' ') || '–',
    member.role,
    badge(...STATUS[member.status]),
    ORIGIN[member.origin],
    user === null ? '–' : provisionedAs(user, why),
  ]),
})}
${steps({
  first: start === null ? null : { ...at, after: null },
  next: next === null ? null : { ...at, after: next },
  what: 'members',
})}
${unlinked.rows.length === 0 && unlinked.start === null && unlinked.next === null ? '' : unlinkedUsers(unlinked, at)}`;
  return settingsLayout({ person, path, tab: 'Members', done, content });
}

function unlinkedUsers({ rows, next, start }, at) {
  return html`<h2 id="unlinked">Provisioned, and no members</h2>
<p>Entra has sent these users, and they lead to no member: nobody comes in by them. Where that is right, leave it so.</p>
${
  rows.length === 0
    ? html`<p class="card empty">None among those that were looked at</p>`
    : stackedTable({
        caption: 'Provisioned users without a member',
        columns: ['User name', 'State', 'Why', 'Actions'],
        rows: rows.map(({ user, why }) => [
          user.userName,
          state(user),
          why,
          user.active
            ? html`<a href="${HERE}/link?${new URLSearchParams({ user: user.id })}">Link<span class="unseen"> ${user.userName}</span></a>`
            : '–',
        ]),
      })
}
${steps({
  first: start === null ? null : { ...at, users: null },
  next: next === null ? null : { ...at, users: next },
  what: 'users',
})}`;
}

/** Links to the first and the next page; the other list stays where it is. */
function steps({ first, next, what }) {
  if (first === null && next === null) return '';
  const link = (to, text) => {
    const given = Object.entries(to).filter(([, value]) => value !== null);
    return html`<a href="${HERE}?${new URLSearchParams(given)}">${text} ${what}</a>`;
  };
  return html`<p class="actions">${first === null ? '' : link(first, 'First')} ${next === null ? '' : link(next, 'More')}</p>`;
}

function provisionedAs(user, why) {
  const { externalId, userName } = user;
  return html`${userName} ${state(user)}${externalId === null ? '' : html`<br><span class="hint">externalId ${code(externalId)}</span>`}${why === null ? '' : html`<br>${why}`}`;
}

function state({ active }) {
  return badge(active ? 'good' : 'bad', active ? 'active' : 'inactive');
}
