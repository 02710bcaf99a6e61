import { html } from '../../html.mjs';
import { csrfField, problemSummary, textField } from './form-parts.mjs';
import { proofField, signInAgain } from './proof-part.mjs';
import { settingsLayout } from './settings-layout.mjs';

const HERE = '/settings/access-security/scim';

const QUESTIONS = {
  rotate: {
    title: (label) => `Rotate ${label}?`,
    text: html`<p>A new secret is made beside the old one and shown once. Enter it in Entra, test the connection, and revoke the old one then: until you do, both are accepted.</p>`,
    verb: 'Make a new secret',
    what: 'rotate the credential',
  },
  revoke: {
    title: (label) => `Revoke ${label}?`,
    text: html`<p>Whatever uses it is refused with the next request, for ever. If Entra uses it, nobody is created, changed or deactivated any more until it has another one.</p>`,
    verb: 'Revoke the credential',
    what: 'revoke the credential',
  },
};

/** Asks before a credential gets a successor or its end, by somebody who shows once more who they are. */
export function credentialQuestionPage({ session, person, path, verb, credential, problems, proof }) {
  const { text, title, verb: label, what } = QUESTIONS[verb];
  const form = html`<form method="post" action="${HERE}/${verb}">${csrfField(session)}<input type="hidden" name="credential" value="${credential.id}">
${proofField({ session, proof, problems })}
<div class="actions"><button type="submit">${label}</button> <a href="${HERE}">Cancel</a></div></form>`;
  const content = html`
${problemSummary(problems)}
<section class="card medium" aria-labelledby="question"><h2 id="question">${title(credential.label)}</h2>${text}
${proof === 'fresh' ? signInAgain({ session, action: `${HERE}/prove`, what, back: HERE }) : form}</section>`;
  return settingsLayout({ person, path, tab: 'SCIM', title: title(credential.label), problems, content });
}

/** *Workload identity*: Entra comes without any secret. */
export function workloadPage({ session, person, path, values, problems, proof }) {
  const field = (name, label, hint = '') => textField({ name, label, hint, value: values[name], problems });
  const form = html`<form method="post" action="${HERE}/workload-identity">${csrfField(session)}
${field('label', 'Label')}
${field('tenantId', 'Tenant ID')}
${field('subject', 'Object ID of the workload identity')}
${field('applicationId', 'Application ID', 'For which Entra makes its assertions.')}
${proofField({ session, proof, problems })}
<div class="actions"><button type="submit">Let it in</button> <a href="${HERE}">Cancel</a></div></form>`;
  const content = html`
${problemSummary(problems)}
<section class="card medium" aria-labelledby="workload"><h2 id="workload">Let a workload identity of Entra in</h2>
<p>Entra signs an assertion with the keys of your tenant and exchanges it for an access token: there is no secret to copy, or to lose.</p>
${proof === 'fresh' ? signInAgain({ session, action: `${HERE}/prove`, what: 'enter the identity', back: HERE }) : form}</section>`;
  return settingsLayout({ person, path, tab: 'SCIM', title: 'Workload identity', problems, content });
}
