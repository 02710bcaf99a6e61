import { createHash } from 'node:crypto';
import { escapeHtml } from '../xml/escape.js';
import type { PostForm } from './post-form.js';

/** A page that posts a form by itself, and the policy to serve it with. */
export interface PostBindingPage {
  readonly html: string;
  /** Value of the header Content-Security-Policy. */
  readonly contentSecurityPolicy: string;
}

const SCRIPT = 'document.forms[0].submit()';
const STYLE = `
:root { color-scheme: light dark; --page: #f4f5f7; --text: #1d2129; --action: #1858c4; --on-action: #fff; }
@media (prefers-color-scheme: dark) { :root { --page: #14171c; --text: #eceff4; --action: #8ab4f8; --on-action: #10203c; } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--page); color: var(--text); font: 1rem/1.55 system-ui, sans-serif; }
main { padding: 1.5rem; text-align: center; }
button { padding: .6rem 1.1rem; border: 0; border-radius: .5rem; background: var(--action); color: var(--on-action); font: inherit; font-weight: 600; cursor: pointer; }
button:focus-visible { outline: 3px solid var(--action); outline-offset: 3px; }
`;
const SCRIPT_SOURCE = sourceOf(SCRIPT);
const STYLE_SOURCE = sourceOf(STYLE);

/**
 * Writes the page of the HTTP-POST binding (saml-bindings 3.5.4). It posts by one script that its policy names by
 * hash, and has a button where scripts are off. `framedBy` is the one origin that may show the page in a frame, as
 * single logout does; throws TypeError where it is no URL.
 */
export function postBindingPage(form: PostForm, framedBy: string | null = null): PostBindingPage {
  if (framedBy !== null && !URL.canParse(framedBy)) throw new TypeError('framedBy must be an origin.');
  // No form-action: Chromium holds the redirects after a posted form to it as well, and identity providers send the
  // browser on, to their other hosts and back to applications. The one form here is written by us.
  const contentSecurityPolicy = [
    "default-src 'none'",
    `script-src ${SCRIPT_SOURCE}`,
    `style-src ${STYLE_SOURCE}`,
    `frame-ancestors ${framedBy === null ? "'none'" : new URL(framedBy).origin}`,
    "base-uri 'none'",
  ].join('; ');
  return { html: pageOf(form), contentSecurityPolicy };
}

function pageOf({ action, fields }: PostForm): string {
  const inputs = fields.map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">\n`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Continue to your identity provider</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<form method="post" action="${escapeHtml(action)}">
${inputs.join('')}<p>You are being taken to your identity provider.</p>
<button type="submit">Continue</button>
</form>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function sourceOf(content: string): string {
  return `'sha256-${createHash('sha256').update(content, 'utf8').digest('base64')}'`;
}
