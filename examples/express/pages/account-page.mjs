import { html } from '../html.mjs';
import { organizationOf } from '../organizations.mjs';
import { layout } from './layout.mjs';
import { code, facts, table, time } from './parts.mjs';

/** Who is signed in, and as what. */
export function accountPage(visitor) {
  return visitor.session.ticket.connectionId === null
    ? passwordAccountPage(visitor)
    : ssoAccountPage(visitor);
}

function passwordAccountPage({ person, path, session: { member } }) {
  const content = html`
<h1>You are signed in, ${member.firstName}</h1>
<section class="card" aria-labelledby="who">
<h2 id="who">You</h2>
${facts([
  ['Organisation', organizationOf(member.organizationId).name],
  ['Email', member.email],
  ['Role', member.role],
  ['Signed in', 'with a password'],
])}
<div class="actions">
<form method="post" action="/sign-out"><button type="submit">Sign out</button></form>
${member.role === 'member' ? '' : html`<a class="button quiet" href="/settings/access-security">Access Security</a>`}
</div>
</section>`;
  return layout({ title: 'Signed in', path, person, content });
}

/** By everything that the sign-in said. `person` is a SignIn of claimgate as JSON keeps it. */
function ssoAccountPage({ person, path, session: { member } }) {
  const organization = organizationOf(member.organizationId);
  const { claims, email, emailDomain, identity, nameId } = person;
  const content = html`
<h1>You are signed in${claims.firstName === null ? '' : html`, ${claims.firstName}`}</h1>
<div class="columns">
<section class="card" aria-labelledby="who">
<h2 id="who">You</h2>
${facts([
  ['Organisation', organization.name],
  ['Email', email],
  ['Role', member.role],
  ['First name', claims.firstName],
  ['Last name', claims.lastName],
  ['Display name', claims.displayName],
  ['Roles', claims.roles.join(', ')],
])}
<div class="actions">
<form method="post" action="/sign-out"><button type="submit">Sign out</button></form>
<form method="post" action="/log-out-everywhere"><button type="submit" class="quiet">Log out at ${organization.name} as well</button></form>
</div>
<p class="hint">The first ends your session here. The second is single logout: it ends that at the test tenant, too.</p>
</section>
<section class="card plain" aria-labelledby="how">
<h2 id="how">How claimgate knows</h2>
${facts([
  ['Verified domain', html`${emailDomain}, claimed by ${organization.name}`],
  ['Identity key', code(identity.key)],
  ['NameID', code(nameId.value)],
  ['Signed in at Entra', time(new Date(person.authnInstant))],
  ['Assertion', code(person.assertionId)],
])}
<p class="hint">An application keeps accounts by the identity key: it survives a change of name and address.</p>
</section>
</div>
<section>
${table({
  caption: 'All claims of the assertion',
  columns: ['Name', 'Value'],
  rows: [...claims.attributes].map(([name, values]) => [code(name), values.join(', ')]),
})}
</section>`;
  return layout({ title: 'Signed in', path, person, content });
}
