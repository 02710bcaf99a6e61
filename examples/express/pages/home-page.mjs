import { html } from '../html.mjs';
import { layout } from './layout.mjs';
import { eventsTable } from './log-pages.mjs';

/** Where a person enters the address that leads to the organisation's identity provider. */
export function homePage({ person, events, testTenantUrl, problem = null }) {
  const content = html`
<div class="columns">
<section class="card" aria-labelledby="sign-in">
<h1 id="sign-in">Sign in with your work account</h1>
<p>Enter your email address. Its domain tells which organisation you belong to, and you sign in there.</p>
${problem === null ? '' : problemNote(problem)}
<form method="post" action="/sign-in">
<input type="hidden" name="returnTo" value="/account">
<label for="email">Email address</label>
<input id="email" name="email" type="text" inputmode="email" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus placeholder="adele.vance@contoso.com" value="${problem?.typed}" aria-describedby="${problem === null ? 'email-hint' : 'problem email-hint'}"${problem === null ? '' : html` aria-invalid="true"`}>
<p class="hint" id="email-hint">Contoso has proved that contoso.com is its domain. Any address there will do.</p>
<div class="actions"><button type="submit">Continue</button> <a href="/password">Sign in with a password</a></div>
</form>
</section>
<section class="card plain" aria-labelledby="try">
<h2 id="try">What to try</h2>
<ol class="steps">
<li>Continue as <code>adele.vance@contoso.com</code>. The test tenant asks who signs in: choose Adele and come back signed in.</li>
<li>Choose a misconfiguration there, such as a namespace that was not cleared, and read the page it gives.</li>
<li>Choose the guest from Fabrikam, whose address Contoso does not own, or the account without a mailbox.</li>
<li>Paste an answer into the <a href="/inspector">inspector</a> and read its report.</li>
<li>Let the test tenant encrypt its answer, or activate a new certificate on <a href="${testTenantUrl}/">its own page</a>: the application <a href="/keys">follows</a>.</li>
<li><a href="/password?email=frank@fabrikam.com&amp;returnTo=/settings/access-security">Sign in with a password</a> as <code>frank@fabrikam.com</code> and set up single sign-on for Fabrikam, from the domain to the first person.</li>
<li>Log out at Contoso as well, or be logged out from the page of the test tenant.</li>
<li>See what an administrator would <a href="/set-up">enter in Entra</a>, and the <a href="/saml/contoso/metadata" download="contoso-metadata.xml">metadata</a>.</li>
</ol>
</section>
</div>
${events.length === 0 ? '' : html`<section>${eventsTable('Last sign-ins', events.slice(0, 5))}<p><a href="/log">The whole log</a></p></section>`}`;
  return layout({ title: problem === null ? 'Sign in' : 'Error: sign in', path: '/', person, content });
}

function problemNote({ message, reference }) {
  return html`<div class="note bad" role="alert"><p id="problem">${message}</p><p class="reference">Reference <code>${reference}</code> · <a href="/log/${reference}">What happened</a></p></div>`;
}
