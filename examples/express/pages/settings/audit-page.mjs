import { html } from '../../html.mjs';
import { code, inWords, stackedTable, time } from '../parts.mjs';
import { badge } from './form-parts.mjs';
import { settingsLayout } from './settings-layout.mjs';

const HERE = '/settings/access-security/audit';

/** Who did what and who signed in or was refused, the newest first. */
export function auditPage({ person, path, entries, next, isRefusedOnly, isNewest }) {
  const content = html`
<p class="lead">Each change of these settings, and each sign-in with its outcome. A refused person was given the reference that stands here. Entries are never changed.</p>
<form method="get" action="${HERE}" class="inline filter"><label for="only">Show</label>
<select id="only" name="only"><option value="all">everything</option><option value="refused"${isRefusedOnly ? html` selected` : ''}>refusals only</option></select>
<button type="submit" class="quiet">Apply</button></form>
${entries.length === 0 ? html`<p class="card">${isRefusedOnly ? 'No refusals.' : 'No entries.'}</p>` : entriesTable(entries)}
${pages(next, isRefusedOnly, isNewest)}`;
  return settingsLayout({ person, path, tab: 'Audit', content });
}

function entriesTable(entries) {
  return stackedTable({
    caption: 'Audit log, newest first',
    columns: ['Time', 'Event', 'Code', 'Who', 'Reference', 'Details'],
    rows: entries.map((entry) => [
      time(entry.at),
      html`${entry.code === null ? '' : html`${badge('bad', 'Refused')} `}${words(entry.type)}`,
      entry.code === null ? '–' : code(entry.code),
      entry.actor ?? '–',
      entry.reference === null ? '–' : code(entry.reference),
      details(entry.data),
    ]),
  });
}

function details(data) {
  const shown = Object.entries(data).filter(([, value]) => value !== null && value !== '');
  if (shown.length === 0) return '–';
  return html`<details><summary>Details</summary><dl class="small">${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd><code>${inWords(value)}</code></dd></div>`)}</dl></details>`;
}

function pages(next, isRefusedOnly, isNewest) {
  const only = isRefusedOnly ? 'refused' : 'all';
  const older = `${HERE}?${new URLSearchParams({ only, before: next ?? '' })}`;
  return html`<p class="actions">${isNewest ? '' : html`<a href="${HERE}?only=${only}">Newest</a>`}${next === null ? '' : html`<a href="${older}">Older</a>`}</p>`;
}

function words(type) {
  const text = type.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
