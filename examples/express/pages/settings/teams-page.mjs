import { html } from '../../html.mjs';
import { teamOf, teams } from '../../teams.mjs';
import { stackedTable } from '../parts.mjs';
import { badge } from './form-parts.mjs';
import { settingsLayout } from './settings-layout.mjs';

/** The teams of the application, each filled by the provisioned group of the same name, and the groups that fill none. */
export function teamsPage({ person, path, groups }) {
  const rest = groups.filter(({ name }) => teamOf(name) === null);
  const content = html`
<p class="lead">A group that Entra provisions fills the team of the same name. What a team may do is decided in the application.</p>
${stackedTable({
  caption: 'Teams',
  columns: ['Team', 'May', 'Group of Entra', 'People'],
  rows: teams.map((team) => {
    const group = groups.find(({ name }) => teamOf(name) === team);
    return [
      team.name,
      team.may,
      group === undefined ? badge('off', 'none yet') : badge('good', group.name),
      group === undefined ? '–' : people(group),
    ];
  }),
})}
${
  rest.length === 0
    ? ''
    : html`<h2>Groups without a team</h2>
<p>They arrived, and give nothing: there is no team of their name.</p>
${stackedTable({ caption: 'Groups without a team', columns: ['Group', 'People'], rows: rest.map((group) => [group.name, people(group)]) })}`
}`;
  return settingsLayout({ person, path, tab: 'Teams', content });
}

function people({ memberCount, names }) {
  if (memberCount === 0) return 'nobody';
  const more = memberCount - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
