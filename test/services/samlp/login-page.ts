import { escapeHtml } from '../../../src/xml/escape.js';

/**
 * The form for name and password. It is posted to the address that it is shown at, so that a message in the query
 * comes along; `fields` are those of a posted message.
 */
export function loginPage(fields: Readonly<Record<string, string>>, complaint: string): string {
  const hidden = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return `<!doctype html><title>Log in</title><h1>Log in</h1><p>${complaint}</p>
<form method="post">${hidden.join('')}
<input name="username"><input name="password" type="password"><button>Log in</button></form>`;
}
