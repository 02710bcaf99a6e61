import { html } from '../../html.mjs';
import { checkField, csrfField, problemsOf, problemText } from './form-parts.mjs';

const HERE = '/settings/access-security/single-sign-on';
const MEMBERSHIPS = [
  [
    'invited',
    'Off: people are invited here',
    'Single sign-on only authenticates members. Who is no member is refused.',
  ],
  [
    'jit',
    'On: whoever the identity provider lets through',
    'Users who log in through SSO are given accounts if they do not have them, and anyone who tries to sign in with one of your claimed domains is routed to your identity provider.',
  ],
  [
    'scim',
    'On, by provisioning only',
    'As above, but accounts are made by SCIM alone: whom Entra has not provisioned is refused.',
  ],
];

/** *Require SSO* and *IdP Managed Access*. */
export function policyPart({ isStale, policy, problems, session, typed }) {
  const wasTyped = typed.membership !== undefined;
  const membership = wasTyped ? typed.membership : policy.membership;
  const requireSso = wasTyped ? typed.requireSso : policy.requireSso;
  const isOther = membership !== policy.membership || requireSso !== policy.requireSso;
  const wrong = problemsOf('membership', problems);
  return html`<section class="card" aria-labelledby="policy"><h2 id="policy">Who may sign in, and how</h2>
<form method="post" action="${HERE}/policy">${csrfField(session)}
<input type="hidden" name="policyRevision" value="${policy.revision}">
${isStale && wasTyped && isOther ? html`<p class="changed">Somebody else chose meanwhile: ${nameOf(policy.membership)}; single sign-on ${policy.requireSso ? 'required' : 'not required'}.</p>` : ''}
${checkField({
  name: 'requireSso',
  label: 'Require users to log in using SSO?',
  hint: 'This option requires all organization members to use single sign-on to log in. Organization Admins and Owners will still have a username and password option, in case it is broken. Members whose email domain is not claimed cannot sign in any more.',
  isOn: requireSso,
  problems,
})}
<fieldset id="membership" class="field"><legend>IdP Managed Access</legend>
<p class="hint">When on, your identity provider is the source of truth of who is a member. Recommended for most organisations.</p>
${problemText('membership', wrong)}
${MEMBERSHIPS.map(([value, label, hint]) => html`<div class="option"><label class="choice"><input type="radio" name="membership" value="${value}" aria-describedby="membership-${value}"${value === membership ? html` checked` : ''}> ${label}</label><p class="hint" id="membership-${value}">${hint}</p></div>`)}
</fieldset>
<div class="actions"><button type="submit">Save who may sign in</button></div></form></section>`;
}

function nameOf(membership) {
  return MEMBERSHIPS.find(([value]) => value === membership)?.[1] ?? membership;
}
