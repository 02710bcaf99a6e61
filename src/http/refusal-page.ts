import { createHash } from 'node:crypto';
import { escapeHtml } from '../xml/escape.js';

/** What the page for a refused sign-in shows. Nothing of it was written by a sender. */
export interface RefusalPage {
  /** What was refused; it decides the heading. */
  readonly refused: 'sign-in' | 'logout';
  /** `publicMessage` of the error. */
  readonly message: string;
  readonly reference: string;
  /** Path that starts the sign-in again; null where another attempt cannot succeed. */
  readonly signInPath: string | null;
}

const STYLE = `
:root { color-scheme: light dark; --page: #f4f5f7; --card: #fff; --text: #1d2129; --soft: #4d5562; --line: #d5d9e0; --action: #1858c4; --on-action: #fff; }
@media (prefers-color-scheme: dark) { :root { --page: #14171c; --card: #1e2229; --text: #eceff4; --soft: #b3bac6; --line: #3a414d; --action: #8ab4f8; --on-action: #10203c; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--page); color: var(--text); font: 1rem/1.55 system-ui, sans-serif; }
main { width: 100%; max-width: 30rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
h1 { margin: 0 0 .75rem; font-size: 1.375rem; line-height: 1.3; }
p { margin: 0 0 1rem; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem 1.25rem; align-items: center; margin: 1.5rem 0; }
a { color: var(--action); }
a.first { padding: .6rem 1.1rem; border-radius: .5rem; background: var(--action); color: var(--on-action); font-weight: 600; text-decoration: none; }
a:focus-visible { outline: 3px solid var(--action); outline-offset: 3px; }
.reference { margin: 0; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .9rem; }
code { font: 1rem ui-monospace, monospace; color: var(--text); letter-spacing: .04em; overflow-wrap: anywhere; }
`;

const STYLE_HASH = createHash('sha256').update(STYLE, 'utf8').digest('base64');

/** Allows this page its own style and links, and nothing else; it cannot be framed. */
export const REFUSAL_PAGE_POLICY: string = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

/** Writes the page as HTML without script. It says what the person can do, and the reference for those who help. */
export function refusalPage(page: RefusalPage): string {
  const heading = page.refused === 'logout' ? 'You may still be signed in' : 'You are not signed in';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${heading}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${heading}</h1>
<p>${escapeHtml(page.message)}</p>
<p class="actions">${links(page.signInPath)}</p>
<p class="reference">Reference: <code>${escapeHtml(page.reference)}</code></p>
</main>
</body>
</html>
`;
}

function links(signInPath: string | null): string {
  if (signInPath === null) return '<a class="first" href="/">Back to the application</a>';
  return `<a class="first" href="${escapeHtml(signInPath)}">Sign in again</a> <a href="/">Back to the application</a>`;
}
