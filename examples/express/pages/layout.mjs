import { html, markupOf } from '../html.mjs';

const NAVIGATION = [
  { path: '/', label: 'Sign-in' },
  { path: '/set-up', label: 'Set-up in Entra' },
  { path: '/keys', label: 'Keys and metadata' },
  { path: '/inspector', label: 'Inspector' },
  { path: '/log', label: 'Sign-in log' },
  { path: '/settings', label: 'Settings' },
];

/** A whole page: one stylesheet, no script but that of the settings. `person` is the sign-in of who is here, or null. */
export function layout({ title, path, person, content, narrow = false }) {
  return markupOf(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Claimgate example</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<div class="bar">
<a class="brand" href="/"><img src="/favicon.svg" alt="" width="28" height="28">Claimgate example</a>
<nav aria-label="Pages"><ul>${NAVIGATION.map((entry) => navigationEntry(entry, path))}</ul></nav>
${person === null ? '' : signedIn(person)}
</div>
</header>
<main id="content" tabindex="-1"${narrow ? html` class="narrow"` : ''}>
${content}
</main>
<footer>A demonstration on your own machine.</footer>
</body>
</html>
`);
}

function navigationEntry({ path, label }, here) {
  const current = here === path || (path === '/' ? here === '/account' : here.startsWith(`${path}/`));
  return html`<li><a href="${path}"${current ? html` aria-current="page"` : ''}>${label}</a></li>`;
}

function signedIn({ email }) {
  return html`<form class="who" method="post" action="/sign-out"><span title="${email}">${email}</span><button class="quiet">Sign out</button></form>`;
}
