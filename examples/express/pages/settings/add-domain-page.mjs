import { html } from '../../html.mjs';
import { csrfField, problemSummary, textField } from './form-parts.mjs';
import { proofField, signInAgain } from './proof-part.mjs';
import { settingsLayout } from './settings-layout.mjs';

const HERE = '/settings/access-security/domain-claiming';

/** *Claim a domain*, by somebody who shows once more who they are. */
export function addDomainPage({ session, person, path, domain, problems, proof }) {
  const content = html`
${problemSummary(problems)}
<section class="card medium" aria-labelledby="claim">
<h2 id="claim">Claim a domain</h2>
<p>Claim a domain and enforce the login requirements for all users with email from that domain.</p>
${proof === 'fresh' ? signInAgain({ session, action: `${HERE}/prove`, what: 'claim the domain', back: HERE }) : claimForm({ session, domain, problems, proof })}
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
${proofField({ session, proof, problems })}
<div class="actions"><button type="submit">Submit claim</button> <a href="${HERE}">Cancel</a></div></form>`;
}
