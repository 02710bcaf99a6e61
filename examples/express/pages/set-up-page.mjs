import { entraSettingsHtml } from 'claimgate';
import { html, trustedHtml } from '../html.mjs';
import { organizationOf } from '../organizations.mjs';
import { layout } from './layout.mjs';
import { code, facts, time } from './parts.mjs';

/** Both halves of the set-up: what goes into Entra, and what came back from there. */
export function setUpPage({ person, path, settings, connection, tenant }) {
  const [certificate] = connection.certificates;
  const organization = organizationOf(connection.organizationId);
  const content = html`
<h1>Set-up in Entra</h1>
<p class="lead">An administrator of ${organization.name} copies these values into the enterprise application, or uploads the metadata file.</p>
<p class="actions"><a class="button" href="/saml/contoso/metadata" download="contoso-metadata.xml">Download the metadata</a> <a href="/saml/contoso/metadata">Open it</a></p>
<div class="scroll" role="region" aria-label="What to enter in Microsoft Entra" tabindex="0">${trustedHtml(entraSettingsHtml(settings))}</div>
<section class="card plain" aria-labelledby="back">
<h2 id="back">Brought back from Entra</h2>
${facts([
  ['Organisation', html`${organization.name}, with the verified domain ${organization.domain}`],
  ['Issuer URL', code(connection.issuerUrl)],
  ['IdP Sign-in URL', code(connection.signInUrl)],
  ['Certificate', certificate.subject],
  ['Thumbprint', code(certificate.sha1Thumbprint)],
  ['Valid until', time(certificate.notAfter)],
])}
<p>The test tenant shows the same on <a href="${tenant.url}/">its own page</a>.</p>
</section>`;
  return layout({ title: 'Set-up in Entra', path, person, content });
}
