import { errorCatalogue } from 'claimgate';
import { html } from '../html.mjs';
import { layout } from './layout.mjs';
import { code, facts, inWords, table, time } from './parts.mjs';

/** The last sign-ins, accepted and refused, as an administrator reads them. */
export function logPage({ person, path, events }) {
  const content = html`
<h1>Sign-in log</h1>
<p class="lead">What claimgate reports to an application: each sign-in that was accepted, each that was refused with its code and the reference that the person was given, logouts, and what the identity provider’s metadata brought.</p>
${events.length === 0 ? html`<p class="card">Nobody has signed in since the start. <a href="/">Sign in</a></p>` : eventsTable('Sign-ins, newest first', events)}`;
  return layout({ title: 'Sign-in log', path, person, content });
}

export function eventsTable(caption, events) {
  return table({
    caption,
    columns: ['Time', 'Outcome', 'Code', 'Stage', 'Reference or person'],
    rows: events.map((event) => [time(event.at), ...cells(event)]),
  });
}

function cells(event) {
  switch (event.type) {
    case 'sign_in_accepted':
      return [outcome('good', 'Accepted'), '–', '–', code(event.identityKey)];
    case 'sign_in_refused':
    case 'logout_refused':
      return [
        outcome('bad', 'Refused'),
        code(event.code),
        event.stage,
        html`<a href="/log/${event.reference}">${code(event.reference)}</a>`,
      ];
    case 'logout_answered':
      return [outcome('good', 'Logged out'), '–', 'logout', `sessions ended: ${event.sessionCount}`];
    case 'logout_finished':
      return [outcome('good', 'Logged out'), '–', 'logout', 'confirmed by the identity provider'];
    default:
      return ['Note', code(event.type), 'metadata', code(event.sha1Thumbprint ?? event.error?.code ?? '–')];
  }
}

/** One refusal: the cause, what was expected and received, and what to do. */
export function logEntryPage({ person, path, event }) {
  const { error } = event;
  const row = errorCatalogue.get(error.code);
  const content = html`
<h1>What happened</h1>
<p class="note">This is what an administrator finds in the log. A person who signs in never sees it.</p>
<section class="card" aria-labelledby="cause">
<h2 id="cause">${code(error.code)}</h2>
<p>${row.meaning}</p>
<h3>What to do</h3>
<p>${error.remedy}</p>
${Object.keys(error.details).length === 0 ? '' : html`<h3>Details</h3>${details(error.details)}`}
</section>
<section class="card plain" aria-labelledby="entry">
<h2 id="entry">The entry</h2>
${facts([
  ['Reference', code(event.reference)],
  ['Time', time(event.at)],
  ['Stage', event.stage],
  ['Connection', event.connectionId],
  ['Rule', row.reference],
  ['The person read', html`“${error.publicMessage}”`],
])}
</section>
<p><a href="/log">Back to the log</a></p>`;
  return layout({ title: `What happened: ${error.code}`, path, person, content, narrow: true });
}

/** What was expected and received. Outside values: shown, never trusted. */
export function details(given) {
  return facts(Object.entries(given).map(([name, value]) => [name, code(inWords(value))]));
}

function outcome(kind, text) {
  return html`<span class="badge ${kind}">${text}</span>`;
}
