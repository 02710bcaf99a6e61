import { html } from '../../html.mjs';
import { code, facts, stackedTable, time } from '../parts.mjs';
import { badge, choiceField, copyField, csrfField, problemSummary, textField } from './form-parts.mjs';
import { proofField, signInAgain } from './proof-part.mjs';
import { settingsLayout } from './settings-layout.mjs';

const HERE = '/settings/access-security/scim';
const KINDS = {
  bearer: 'Bearer token',
  'client-secret': 'Client secret',
  'workload-identity': 'Workload identity',
};
/** What the comparison of a sign-in with the provisioned user came to. */
const RECOGNISED = {
  true: ['good', 'By what never changes'],
  false: ['bad', 'Change the mapping'],
};
const STATES = {
  active: ['good', 'Active'],
  expiring: ['wait', 'Expires soon'],
  expired: ['bad', 'Expired'],
  revoked: ['off', 'Revoked'],
};
/** What provisioning means to the organisation, by its policy. */
const MODES = {
  invited:
    'Who is provisioned becomes a member. Others come in by invitation as well. To let Entra decide alone, choose “SCIM” under Single Sign-On › IdP Managed Access.',
  jit: 'Who is provisioned becomes a member, and so does whoever signs in from a claimed domain. Whom Entra has deactivated stays out, whatever else is set.',
  scim: 'Only people whom Entra has provisioned, and not deactivated, may sign in.',
};

/** Where and with what Entra provisions, and how its last requests ended. `issued` is shown this once. */
export function scimPage({ session, person, path, problems, done, issued, generating, ...shown }) {
  const { baseUrl, credentials, matching, membership, proof, requests, tokenUrl } = shown;
  const content = html`
${problemSummary(problems)}
${issued === null ? '' : issuedNote(issued, tokenUrl)}
<p class="lead">With provisioning, Entra creates, changes and deactivates members by itself, before they sign in for the first time and on the day they leave. It concerns people of your verified domains only.</p>
<section class="card" aria-labelledby="connect"><h2 id="connect">To enter in Entra under Provisioning › Admin Credentials</h2>
${copyField({ name: 'tenantUrl', label: 'Tenant URL', value: baseUrl, hint: 'Map objectId to externalId before the first cycle: the alias, which Entra maps by default, can change.' })}
${tokenUrl === null ? '' : copyField({ name: 'tokenUrl', label: 'Token endpoint', value: tokenUrl, hint: 'Only for client credentials and workload identities; a Secret Token needs none.' })}
<p class="hint">${MODES[membership]}</p></section>
${recognised(matching)}
<section class="card" aria-labelledby="generate"><h2 id="generate">New credential</h2>
${proof === 'fresh' ? signInAgain({ session, action: `${HERE}/prove`, what: 'generate the credential' }) : generateForm({ session, generating, problems, proof })}
<p class="actions"><a href="${HERE}/workload-identity">Let a workload identity of Entra in, without any secret</a></p></section>
<section aria-labelledby="credentials"><h2 id="credentials">Credentials</h2>
${credentials.length === 0 ? html`<p class="card empty">No credentials yet</p>` : credentialsTable(credentials)}</section>
<section aria-labelledby="requests"><h2 id="requests">Last requests</h2>
${requests.length === 0 ? html`<p class="card empty">Nothing has been sent yet</p>` : requestsTable(requests)}</section>`;
  return settingsLayout({ person, path, tab: 'SCIM', problems, done, content });
}

function issuedNote({ credential: { clientId, id, kind }, secret }, tokenUrl) {
  if (secret === null) {
    return html`<section class="note" role="status" aria-labelledby="issued"><h2 id="issued">The workload identity may come in</h2>
${copyField({ name: 'clientId', label: 'Client id', value: id })}</section>`;
  }
  return html`<section class="note" role="status" aria-labelledby="issued"><h2 id="issued">Copy it now: it is not shown again</h2>
${clientId === null ? '' : copyField({ name: 'clientId', label: 'Client id', value: clientId })}
${copyField({ name: 'secret', label: kind === 'bearer' ? 'Secret Token' : 'Client secret', value: secret })}
${kind === 'bearer' ? '' : html`<p>Entra exchanges it at <code>${tokenUrl}</code>.</p>`}
<p>A credential that was there before stays until you revoke it: enter the new one in Entra, test the connection, then revoke the old one.</p></section>`;
}

function generateForm({ session, generating, problems, proof }) {
  return html`<form method="post" action="${HERE}/generate">${csrfField(session)}
${textField({ name: 'label', label: 'Label', value: generating.label, hint: 'To know it again, such as the name of the application in Entra.', problems })}
${choiceField({
  name: 'kind',
  label: 'Kind',
  value: generating.kind,
  choices: [
    ['bearer', 'Bearer token (Secret Token)'],
    ['client-secret', 'Client secret (OAuth 2.0 client credentials)'],
  ],
  problems,
})}
${proofField({ session, proof, problems })}
<p class="actions"><button type="submit">Generate</button></p></form>`;
}

/** Whether the mapping of externalId is right, by the last provisioned person who signed in. */
function recognised(matching) {
  const heading = html`<h2 id="recognised">How people are recognised</h2>`;
  if (matching === null) {
    return html`<section class="card" aria-labelledby="recognised">${heading}
<p>With the first sign-in of a provisioned person, this compares what Entra sent by SCIM with what it says at the sign-in, and tells you whether <code>externalId</code> is mapped right.</p></section>`;
  }
  const { advice, at, email, externalId, isStable, objectId } = matching;
  return html`<section class="card" aria-labelledby="recognised">${heading}
<p>${badge(...RECOGNISED[isStable])} ${advice}</p>
${facts([
  ['Compared with', html`the sign-in of ${email}, ${time(new Date(at))}`],
  ['externalId, by SCIM', externalId === null ? 'none' : code(externalId)],
  ['Object id, at the sign-in', objectId === null ? 'none' : code(objectId)],
])}</section>`;
}

function credentialsTable(credentials) {
  return stackedTable({
    caption: 'Credentials, newest first',
    columns: ['Label', 'State', 'Life', 'Actions'],
    rows: credentials.map((credential) => [
      html`${credential.label}<br><span class="hint">${KINDS[credential.kind]}</span>`,
      badge(...STATES[credential.state]),
      life(credential),
      credential.state === 'revoked' ? '–' : actions(credential),
    ]),
  });
}

function life({ createdAt, createdBy, expiresAt, lastUsedAt }) {
  return html`Made ${time(createdAt)}${createdBy === null ? '' : html` by ${createdBy}`}<br>${expiresAt === null ? 'Never expires' : html`Expires ${time(expiresAt)}`}<br>${lastUsedAt === null ? 'Not used yet' : html`Last used ${time(lastUsedAt)}`}`;
}

function actions({ id, label }) {
  const link = (verb, text) =>
    html`<a href="${HERE}/${verb}?${new URLSearchParams({ credential: id })}">${text}<span class="unseen"> ${label}</span></a>`;
  return html`<div class="row-actions">${link('rotate', 'Rotate')} ${link('revoke', 'Revoke')}</div>`;
}

function requestsTable(requests) {
  return stackedTable({
    caption: 'Last requests, newest first',
    columns: ['Time', 'Request', 'Outcome', 'Why'],
    rows: requests.map(({ at, code: refused, detail, method, path, status }) => [
      time(at),
      html`${method} ${code(path)}`,
      badge(status < 400 ? 'good' : 'bad', String(status)),
      detail === null ? '–' : html`${refused === null ? '' : html`${code(refused)} `}${detail}`,
    ]),
  });
}
