import { html } from '../html.mjs';
import { layout } from './layout.mjs';

/** Asks an owner or admin whether the account of the identity provider is theirs. */
export function linkPage({ session, person, path, signIn }) {
  const content = html`
<section class="card" aria-labelledby="link">
<h1 id="link">Is this your work account?</h1>
<p>You are signed in here as <strong>${session.member.email}</strong>, and at your identity provider as <strong>${signIn.email}</strong>. From now on that account signs you in here.</p>
<form method="post" action="/link"><input type="hidden" name="csrf" value="${session.csrf}">
<div class="actions"><button type="submit">Link the accounts</button> <a href="/account">Not now</a></div></form>
</section>`;
  return layout({ title: 'Link your work account', path, person, content, narrow: true });
}
