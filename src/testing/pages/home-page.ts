import type { FakeApplication } from '../fake-entra-options.js';
import { type Html, html } from './html.js';
import { page } from './layout.js';

export interface HomePage {
  readonly signInUrl: string;
  readonly issuer: string;
  readonly metadataUrl: string;
  readonly certificateUrl: string;
  readonly rawCertificateUrl: string;
  /** Thumbprint of the active certificate. */
  readonly thumbprint: string;
  /** Where the button for a new key posts to. */
  readonly rollKeyUrl: string;
  /** The page of the provisioning service. */
  readonly provisioningUrl: string;
  readonly applications: readonly FakeApplication[];
  /** Who is signed in where by answers of this tenant, and where that is ended. */
  readonly sessions: readonly {
    readonly person: string;
    readonly application: string;
    readonly logoutUrl: string;
  }[];
  /** Address of the tile in My Apps. */
  readonly tileUrl: (application: FakeApplication) => string;
  /** Where the tile would lead if the application had no Sign-on URL. */
  readonly unsolicitedUrl: (application: FakeApplication) => string;
}

/** What Entra shows under *Set up <application>*, and a tile for each application. */
export function homePage(content: HomePage): Response {
  return page(
    'Test tenant',
    html`<h1>Test tenant</h1><h2>To copy into the application</h2><dl><dt>Login URL</dt><dd><code>${content.signInUrl}</code></dd><dt>Microsoft Entra Identifier</dt><dd><code>${content.issuer}</code></dd><dt>Certificate (Base64)</dt><dd><a href="${content.certificateUrl}" download>Download</a></dd><dt>Certificate (Raw)</dt><dd><a href="${content.rawCertificateUrl}" download>Download</a></dd><dt>Federation Metadata XML</dt><dd><a href="${content.metadataUrl}">Open</a></dd></dl><h2>Signing certificate</h2><p>Active: thumbprint <code>${content.thumbprint}</code>. With a new one the old one stays listed in the metadata, and no application is told.</p><form method="post" action="${content.rollKeyUrl}"><button type="submit">Activate a new certificate</button></form><h2>Applications</h2>${content.applications.map((application) => entry(application, content))}<h2>Provisioning</h2><p>Sends users and groups to an application by SCIM, as Entra does.</p><p><a class="button" href="${content.provisioningUrl}">Provisioning</a></p><h2>Signed in</h2>${signedIn(content)}`,
  );
}

function entry(application: FakeApplication, { tileUrl, unsolicitedUrl }: HomePage): Html {
  const { identifier, name, signOnUrl } = application;
  const unsolicited =
    signOnUrl === undefined
      ? html``
      : html`<br><a href="${unsolicitedUrl(application)}">Open ${name} as if it had no Sign-on URL</a>`;
  return html`<p><a href="${tileUrl(application)}">Open ${name}</a>${unsolicited}<br><span class="soft">Identifier <code>${identifier}</code></span></p>`;
}

function signedIn({ sessions }: HomePage): Html {
  if (sessions.length === 0) return html`<p>Nobody is signed in to an application.</p>`;
  return html`${sessions.map(({ application, logoutUrl, person }) => html`<p>${person}, at ${application}<br><a href="${logoutUrl}">Sign ${person} out</a></p>`)}`;
}
