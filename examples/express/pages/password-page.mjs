import { html } from '../html.mjs';
import { organizations } from '../organizations.mjs';
import { layout } from './layout.mjs';

/** Where an account signs in with its password. */
export function passwordPage({ person, path, email, returnTo, problem }) {
  const content = html`
<section class="card" aria-labelledby="password-sign-in">
<h1 id="password-sign-in">Sign in with a password</h1>
${problem === null ? '' : html`<div class="note bad" role="alert"><p id="problem">${problem}</p></div>`}
<form method="post" action="/password">
<input type="hidden" name="returnTo" value="${returnTo}">
<label for="email">Email address</label>
<input id="email" name="email" type="text" inputmode="email" autocomplete="username" autocapitalize="none" spellcheck="false" required value="${email}"${problem === null ? '' : html` aria-describedby="problem"`}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<div class="actions"><button type="submit">Sign in</button> <a href="/">Sign in with your work account instead</a></div>
</form>
</section>
<aside class="card plain" aria-labelledby="accounts">
<h2 id="accounts">Only in this demonstration</h2>
<p>These accounts have passwords that everybody knows:</p>
<ul>${organizations.map(({ accounts, name }) => accounts.map((account) => html`<li><code>${account.email}</code>, ${account.role} of ${name}: <code>${account.password}</code></li>`))}</ul>
</aside>`;
  const title = problem === null ? 'Sign in with a password' : 'Error: sign in with a password';
  return layout({ title, path, person, content, narrow: true });
}
