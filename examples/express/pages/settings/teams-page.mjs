import { html } from '../../html.mjs';
import { stackedTable } from '../parts.mjs';
import { badge } from './form-parts.mjs';
import { settingsLayout } from './settings-layout.mjs';

const HERE = '/settings/teams';

/** The teams of the application, each filled by the provisioned group of the same name, and the groups that fill none. */
export function teamsPage({ person, path, filled, groups, next, isFirst }) {
  const content = html`
<p class="lead">A group that Entra provisions fills the team of the same name. What a team may do is decided in the application.</p>
${stackedTable({
  caption: 'Teams',
  columns: ['Team', 'May', 'Group of Entra', 'People'],
  rows: filled.map(({ team, group }) => [
    team.name,
    team.may,
    group === null ? badge('off', 'none yet') : badge('good', group.group.displayName),
    group === null ? '–' : people(group),
  ]),
})}
${groups.length === 0 && next === null && isFirst ? '' : otherGroups({ groups, next, isFirst })}`;
  return settingsLayout({ person, path, tab: 'Teams', content });
}

/** The people of one group, by pages. */
export function groupPage({ person, path, group, names, next, isFirst }) {
  const { displayName, memberCount } = group;
  const here = `${HERE}/${group.id}`;
  const content = html`
<h2>${displayName}</h2>
<p>${memberCount} in the group, as Entra provisions it.</p>
${names.length === 0 ? html`<p class="card empty">Nobody</p>` : html`<div class="card"><ul>${names.map((name) => html`<li>${name}</li>`)}</ul></div>`}
<p class="actions"><a href="${HERE}">All teams</a>${isFirst ? '' : html` <a href="${here}">First people</a>`}${next === null ? '' : html` <a href="${here}?${new URLSearchParams({ after: next })}">More people</a>`}</p>`;
  return settingsLayout({ person, path, tab: 'Teams', title: displayName, content });
}

function otherGroups({ groups, next, isFirst }) {
  return html`<h2>Groups without a team</h2>
<p>They arrived, and give nothing: there is no team of their name.</p>
${groups.length === 0 ? html`<p class="card empty">None on this page</p>` : stackedTable({ caption: 'Groups without a team', columns: ['Group', 'People'], rows: groups.map((each) => [each.group.displayName, people(each)]) })}
${
  isFirst && next === null
    ? ''
    : html`<p class="actions">${isFirst ? '' : html`<a href="${HERE}">First groups</a>`} ${next === null ? '' : html`<a href="${HERE}?${new URLSearchParams({ groups: next })}">More groups</a>`}</p>`
}`;
}

function people({ group: { id, memberCount }, names }) {
  if (memberCount === 0) return 'nobody';
  const more = memberCount - names.length;
  return html`${names.join(', ')}${more > 0 ? html` and <a href="${HERE}/${id}">${more} more</a>` : ''}`;
}
