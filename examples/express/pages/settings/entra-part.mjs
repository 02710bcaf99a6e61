import { entraSettingsHtml } from 'claimgate';
import { html, trustedHtml } from '../../html.mjs';
import { buttonForm, copyField } from './form-parts.mjs';

const HERE = '/settings/access-security/single-sign-on';

/** The half of the set-up that goes into Entra. */
export function entraPart({ entra, session, tenant, urls, view }) {
  const { id, status } = view.record;
  return html`<section class="card" aria-labelledby="to-entra">
<h2 id="to-entra">1. Enter these in Entra</h2>
<p class="hint">Enterprise applications › your application › Single sign-on › Basic SAML Configuration</p>
${copyField({ name: 'postback-url', label: 'Postback URL', value: urls.signOnUrl, hint: '“Sign on URL (Optional)” in Entra. The tile in My Apps opens it.' })}
${copyField({ name: 'identifier', label: 'Identifier (Entity ID)', value: urls.entityId })}
${copyField({ name: 'reply-url', label: 'Reply URL (Assertion Consumer Service URL)', value: urls.assertionConsumerServiceUrl })}
${copyField({ name: 'logout-url', label: 'Logout URL (Optional)', value: urls.logoutUrl })}
<details><summary>Every field of Entra, with the claims</summary><div class="scroll" role="region" aria-label="What to enter in Microsoft Entra" tabindex="0">${trustedHtml(entraSettingsHtml(entra))}</div></details>
${status === 'draft' ? '' : html`<p class="hint">Or upload our <a href="/saml/${id}/metadata" download="claimgate-metadata.xml">metadata</a> there.</p>`}
${tenant === null ? '' : testTenant(tenant, id, session)}
</section>`;
}

function testTenant({ registerApplication, url }, connection, session) {
  const isOurs = registerApplication !== undefined;
  return html`<aside class="made-up" aria-labelledby="test-tenant">
<h3 id="test-tenant">Test tenant of this example</h3>
<p class="hint">Only in this demonstration: a look-alike of Entra, on this machine. ${isOurs ? 'It has no page to enter these values, so this button does.' : ''}</p>
<div class="actions">${isOurs ? buttonForm({ session, action: `${HERE}/test-tenant`, fields: { connection }, label: 'Enter these values in the test tenant for me' }) : ''} <a href="${url}/" target="_blank" rel="noopener">Open the test tenant</a></div>
<p class="hint">There you find the Login URL, the Microsoft Entra Identifier and the certificate for the next step.</p>
</aside>`;
}
