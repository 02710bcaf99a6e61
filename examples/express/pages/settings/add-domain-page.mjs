import { html } from '../../html.mjs';
import { buttonForm, csrfField, problemSummary, textField } from './form-parts.mjs';
import { settingsLayout } from './settings-layout.mjs';

const HERE = '/settings/access-security/domain-claiming';

/** *Claim a domain*, by somebody who shows once more who they are. */
export function addDomainPage({ session, person, path, domain, problems, proof }) {
  const content = html`
${problemSummary(problems)}
<section class="card medium" aria-labelledby="claim">
<h2 id="claim">Claim a domain</h2>
<p>Claim a domain and enforce the login requirements for all users with email from that domain.</p>
${proof === 'fresh' ? signInAgain(session) : claimForm({ session, domain, problems, proof })}
</section>`;
  return settingsLayout({ person, path, tab: 'Domain Claiming', title: 'Claim a domain', problems, content });
}

function claimForm({ session, domain, problems, proof }) {
  return html`<form method="post" action="${HERE}/add">${csrfField(session)}
${textField({
  name: 'domain',
  label: 'Domain name',
  hint: 'What stands after the @ of your email addresses, such as example.com. Sub-domains are claimed by themselves.',
  value: domain,
  problems,
  inputmode: 'url',
})}
${proof === 'is-fresh' ? '' : passwordField(session, problems)}
<div class="actions"><button type="submit">Submit claim</button> <a href="${HERE}">Cancel</a></div></form>`;
}

function passwordField({ member }, problems) {
  return textField({
    name: 'password',
    label: 'Your password, once more',
    hint: `The password of ${member.email} in this application.`,
    value: '',
    problems,
    type: 'password',
    autocomplete: 'current-password',
  });
}

function signInAgain(session) {
  return html`<p>You have no password here. Show once more who you are: sign in at your identity provider again, and claim the domain within five minutes.</p>
<div class="actions">${buttonForm({ session, action: `${HERE}/prove`, label: 'Sign in again' })} <a href="${HERE}">Cancel</a></div>`;
}
