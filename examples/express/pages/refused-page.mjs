import { html } from '../html.mjs';
import { layout } from './layout.mjs';

/** For the person: what to do, and the reference that the log has too. Nothing that the message said. */
export function refusedPage({ message, reference, path }) {
  const [, connectionId = null] = /^\/saml\/([\w-]+)\/acs$/u.exec(path) ?? [];
  const title = path.endsWith('/logout') ? 'The logout did not work' : 'You are not signed in';
  const content = html`
<section class="card" aria-labelledby="refused">
<h1 id="refused">${title}</h1>
<p>${message}</p>
<p class="actions">${connectionId === null ? '' : html`<a class="button" href="/saml/${connectionId}/sign-in">Sign in again</a> `}<a href="/">Enter another address</a></p>
<p class="reference">Reference <code>${reference}</code></p>
</section>
<aside class="card plain" aria-labelledby="behind">
<h2 id="behind">Only in this demonstration</h2>
<p>A person sees no more than the above. An administrator finds the cause in the log, under the reference:</p>
<p><a href="/log/${reference}">What happened</a></p>
</aside>`;
  return layout({ title, path: '', person: null, content, narrow: true });
}
