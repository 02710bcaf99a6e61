import { html } from '../../html.mjs';
import { code, facts } from '../parts.mjs';
import { csrfField, hintText, invalid, problemSummary, problemsOf, problemText } from './form-parts.mjs';
import { proofField, signInAgain } from './proof-part.mjs';
import { settingsLayout } from './settings-layout.mjs';

const HERE = '/settings/members/link';
const MEMBERS = '/settings/members';

/** Leads a provisioned user to a member, with what that means. */
export function linkUserPage({ session, person, path, user, why, email, suggested, problems, proof }) {
  const { displayName = null } = user.resource;
  const form = html`<form method="post" action="${HERE}">${csrfField(session)}<input type="hidden" name="user" value="${user.id}">
${memberField({ email, suggested, problems })}
${proofField({ session, proof, problems })}
<div class="actions"><button type="submit">Link the user to the member</button> <a href="${MEMBERS}">Cancel</a></div></form>`;
  const content = html`
${problemSummary(problems)}
<section class="card medium" aria-labelledby="link"><h2 id="link">Link ${user.userName} to a member?</h2>
${facts([
  ['Name', displayName],
  ['externalId', user.externalId === null ? null : code(user.externalId)],
  ['Why it leads to nobody', why],
])}
<p>From then on the member follows Entra: whoever signs in as this user is the member, with the role that the member has, and if Entra deactivates the user, the member is out with the next request. The role stays yours to give. Make sure that both are the same person.</p>
${proof === 'fresh' ? signInAgain({ session, action: `${HERE}/prove`, what: 'link the user', back: MEMBERS }) : form}</section>`;
  return settingsLayout({ person, path, tab: 'Members', title: 'Link a user', problems, content });
}

function memberField({ email, suggested, problems }) {
  const wrong = problemsOf('member', problems);
  const described = ['member-hint', wrong.length === 0 ? '' : 'member-problem'];
  return html`<div class="field"><label for="member">Address of the member</label>
<input id="member" name="member" type="text" inputmode="email" value="${email}" list="members" autocomplete="off" autocapitalize="none" spellcheck="false"${invalid(wrong, described)}>
<datalist id="members">${suggested.map((member) => html`<option value="${member.email}"></option>`)}</datalist>
${problemText('member', wrong)}${hintText('member', 'As it stands under Members.')}</div>`;
}
