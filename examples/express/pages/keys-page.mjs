import { html } from '../html.mjs';
import { layout } from './layout.mjs';
import { code, facts, table, time } from './parts.mjs';

/** Our keys and the step to the next one, our metadata, and the certificates that the metadata of Contoso brought. */
export function keysPage({ person, path, ownKeys, certificates, state, metadata }) {
  const content = html`
<h1>Keys and metadata</h1>
<p class="lead">Our keys decrypt what Contoso encrypts and sign our requests. Contoso’s certificates verify what it signs. Both change while people sign in.</p>
<section class="card" aria-labelledby="own">
<h2 id="own">Our keys</h2>
<div class="columns">
${keyPart('Current', '/keys/current.cer', ownKeys.current)}
${keyPart('Next', '/keys/next.cer', ownKeys.next)}
</div>
${rollover(ownKeys)}
</section>
${certificateTable(certificates, state)}
<section class="card plain" aria-labelledby="followed">
<h2 id="followed">Contoso’s metadata</h2>
${facts([
  ['Address', code(state.metadataUrl)],
  ['Last fetched', time(new Date(state.lastSuccessAt))],
  ['Pinned issuer', code(state.issuerUrl)],
])}
<p class="hint">They are fetched hourly, and at most once a minute when an unknown key signs.</p>
${button('/keys/fetch-metadata', 'Fetch the metadata now')}
</section>
<section class="card plain" aria-labelledby="published">
<h2 id="published">Our metadata</h2>
<p class="actions"><a class="button" href="/saml/contoso/metadata" download="contoso-metadata.xml">Download the metadata</a></p>
<p>They name both keys, so that an identity provider that follows them learns of the next one in time.</p>
<pre tabindex="0" aria-label="Our metadata">${metadata}</pre>
</section>`;
  return layout({ title: 'Keys and metadata', path, person, content });
}

function keyPart(name, address, { certificate }) {
  const { keyBits, notAfter, notBefore, sha1Thumbprint } = certificate;
  return html`<section><h3>${name}</h3>
${facts([
  ['Thumbprint', code(sha1Thumbprint)],
  ['Valid from', time(notBefore)],
  ['Valid until', time(notAfter)],
  ['RSA key', `${keyBits} bits`],
])}
<p><a href="${address}" download>Download the ${name.toLowerCase()} certificate</a></p></section>`;
}

/** One step at a time: while the tenant changes over, both keys decrypt. */
function rollover({ nextIsImported }) {
  return nextIsImported
    ? html`<p class="note">The test tenant encrypts for the next key already. Both decrypt.</p>${button('/keys/promote-next', 'Make the next key current')}`
    : html`<p>To change the key, Contoso’s administrator first imports the next certificate under <em>Token encryption</em>.</p>${button('/keys/import-next', 'Import the next certificate at the test tenant')}`;
}

function certificateTable(certificates, state) {
  const followed = new Map(state.certificates.map((each) => [each.sha256Thumbprint, each]));
  return table({
    caption: 'Certificates of Contoso',
    columns: ['Thumbprint', 'State', 'Valid from', 'Valid until'],
    rows: certificates.map(({ notAfter, notBefore, sha1Thumbprint, sha256Thumbprint }) => [
      code(sha1Thumbprint),
      stateOf(followed.get(sha256Thumbprint)),
      time(notBefore),
      time(notAfter),
    ]),
  });
}

function stateOf({ state, vanishedAt }) {
  if (vanishedAt !== null) return 'no longer listed';
  return state === 'staged' ? 'new' : 'known from the start';
}

function button(action, label) {
  return html`<form method="post" action="${action}"><button type="submit">${label}</button></form>`;
}
