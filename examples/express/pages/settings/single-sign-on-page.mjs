import { html } from '../../html.mjs';
import { code, facts, time } from '../parts.mjs';
import { certificatesPart } from './certificates-part.mjs';
import { connectionPart, metadataPart } from './connection-part.mjs';
import { entraPart } from './entra-part.mjs';
import { badge, buttonForm, problemSummary } from './form-parts.mjs';
import { optionsPart } from './options-part.mjs';
import { policyPart } from './policy-part.mjs';
import { settingsLayout } from './settings-layout.mjs';

const HERE = '/settings/access-security/single-sign-on';
const STATUS = {
  draft: ['wait', 'Being set up'],
  complete: ['wait', 'Ready to enable'],
  enabled: ['good', 'Enabled'],
  disabled: ['bad', 'Disabled'],
};

/** Everything about how people sign in, from the first step to the removal. */
export function singleSignOnPage(page) {
  const { done, isStale, path, person, problems, view } = page;
  const content = html`
${isStale ? staleNote() : problemSummary(problems)}
${view === null ? offPart(page) : onPart(page)}`;
  return settingsLayout({ person, path, tab: 'Single Sign-On', problems, done, content });
}

function staleNote() {
  return html`<div class="note bad" role="alert" tabindex="-1" autofocus><h2>Somebody changed this meanwhile</h2>
<p>Nothing of yours was saved. What you entered is still here; where somebody else entered something different it stands beside it. Look at both and save again.</p></div>`;
}

function offPart({ hasVerifiedDomain, session }) {
  const claiming = html`<a href="/settings/access-security/domain-claiming">Domain Claiming</a>`;
  return html`<section class="card" aria-labelledby="sso">
<h2 id="sso">Single Sign-On ${badge('off', 'Off')}</h2>
<p>Let your people sign in with their account at Microsoft Entra ID, or at another identity provider that speaks SAML 2.0.</p>
${hasVerifiedDomain ? buttonForm({ session, action: `${HERE}/turn-on`, label: 'Set up Single Sign-On' }) : html`<p class="note">Single sign-on works for claimed domains only. First claim the domain of your email addresses under ${claiming} and wait until it is <em>Verified</em>.</p>`}
</section>`;
}

function onPart(page) {
  const { policy, session, view } = page;
  const { status } = view.record;
  return html`
${statusPart(page)}
${entraPart(page)}
${connectionPart(page)}
${metadataPart(page)}
${certificatesPart(view, session)}
${optionsPart(page)}
${policyPart({ ...page, policy })}
${status === 'enabled' ? '' : removePart(status)}`;
}

function statusPart({ canTest, hasVerifiedDomain, policy, session, view }) {
  const { missing, problem, record, warnings } = view;
  const { id: connection, revision, status } = record;
  const [kind, text] = STATUS[status];
  const isComplete = view.connection !== null;
  const mayEnable = isComplete && hasVerifiedDomain;
  const post = (action, label, quiet = false) =>
    buttonForm({ session, action: `${HERE}/${action}`, fields: { connection, revision }, label, quiet });
  return html`<section class="card" aria-labelledby="sso">
<h2 id="sso">Single Sign-On ${badge(kind, text)}</h2>
${missing.length === 0 ? '' : html`<p>Still missing:</p><ul class="missing">${missing.map(({ what, where }) => html`<li><strong>${what}</strong>. In Entra: ${where}</li>`)}</ul>`}
${problem === null ? '' : html`<div class="note bad"><p><strong>This cannot work: ${problem.message.replace(/^\w+: /u, '')}</strong></p><p>${problem.remedy}</p></div>`}
${hasVerifiedDomain ? '' : html`<div class="note bad"><p>No domain of yours is verified, so nobody can sign in. See <a href="/settings/access-security/domain-claiming">Domain Claiming</a>.</p></div>`}
${policy.requireSso && status !== 'enabled' ? html`<div class="note bad"><p>Single sign-on is required and not enabled: only owners and admins come in.</p></div>` : ''}
${warnings.length === 0 ? '' : html`<ul class="notes">${warnings.map(({ message }) => html`<li>${message}</li>`)}</ul>`}
${lastTest(record)}
<div class="actions">
${status === 'enabled' ? post('disable', 'Disable', true) : mayEnable ? post('enable', 'Enable') : html`<button type="button" disabled aria-describedby="why-not">Enable</button>`}
${canTest && isComplete ? post('test', 'Test sign-in', true) : ''}
${mayEnable || status === 'enabled' ? '' : html`<span class="hint" id="why-not">Possible when nothing is missing.</span>`}
</div>
</section>`;
}

function lastTest({ lastTest: test, version }) {
  if (test === null) return '';
  const isOld = test.version !== version;
  return facts([
    [
      'Last test',
      html`${test.passed ? badge('good', 'Passed') : badge('bad', 'Refused')} ${time(test.at)}${isOld ? ', before the last change' : ''}`,
    ],
    ['Code', test.code === null ? null : code(test.code)],
    ['Reference', test.reference === null ? null : code(test.reference)],
  ]);
}

function removePart(status) {
  const isDraft = status === 'draft' || status === 'complete';
  return html`<section class="card plain" aria-labelledby="remove"><h2 id="remove">${isDraft ? 'Cancel the set-up' : 'Remove SSO Configuration'}</h2>
<p>Clears both addresses, the certificates and all options, permanently.</p>
<p><a class="button danger" href="${HERE}/remove">${isDraft ? 'Cancel the set-up' : 'Remove SSO Configuration'}</a></p></section>`;
}
