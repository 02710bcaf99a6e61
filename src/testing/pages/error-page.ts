import { randomUUID } from 'node:crypto';
import { type EntraErrorCode, entraErrorMeaning } from '../entra-errors.js';
import { html } from './html.js';
import { page } from './layout.js';

/** An error that Entra would show on its own page; `received` is what did not fit. */
export function errorPage(code: EntraErrorCode, received: string | null, now: Date): Response {
  const { title, meaning, remedy } = entraErrorMeaning(code);
  const shown = received === null ? html`` : html`<dt>Received</dt><dd><code>${received}</code></dd>`;
  return page(
    title,
    html`<h1>${title}</h1><p>${code}: ${meaning}</p><dl>${shown}<dt>What to do</dt><dd>${remedy}</dd><dt>Correlation ID</dt><dd><code>${randomUUID()}</code></dd><dt>Timestamp</dt><dd><code>${now.toISOString()}</code></dd></dl>`,
    { status: code === 'AADSTS90002' ? 404 : 400 },
  );
}
