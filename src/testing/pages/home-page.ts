import type { FakeApplication } from '../fake-entra-options.js';
import { type Html, html } from './html.js';
import { page } from './layout.js';

export interface HomePage {
  readonly signInUrl: string;
  readonly issuer: string;
  readonly metadataUrl: string;
  readonly certificateUrl: string;
  readonly rawCertificateUrl: string;
  readonly applications: readonly FakeApplication[];
  /** Address of the tile that starts an IdP-initiated sign-in. */
  readonly tileUrl: (application: FakeApplication) => string;
}

/** What Entra shows under *Set up <application>*, and a tile for each application. */
export function homePage(content: HomePage): Response {
  return page(
    'Test tenant',
    html`<h1>Test tenant</h1><h2>To copy into the application</h2><dl><dt>Login URL</dt><dd><code>${content.signInUrl}</code></dd><dt>Microsoft Entra Identifier</dt><dd><code>${content.issuer}</code></dd><dt>Certificate (Base64)</dt><dd><a href="${content.certificateUrl}" download>Download</a></dd><dt>Certificate (Raw)</dt><dd><a href="${content.rawCertificateUrl}" download>Download</a></dd><dt>Federation Metadata XML</dt><dd><a href="${content.metadataUrl}">Open</a></dd></dl><h2>Applications</h2>${content.applications.map((application) => entry(application, content.tileUrl(application)))}`,
  );
}

function entry(application: FakeApplication, tileUrl: string): Html {
  return html`<p><a href="${tileUrl}">Open ${application.name}</a><br><span class="soft">Identifier <code>${application.identifier}</code></span></p>`;
}
