import { html } from '../../html.mjs';
import { csrfField, hintText, invalid, problemsOf, problemText, textField } from './form-parts.mjs';

const HERE = '/settings/access-security/single-sign-on';

/** The half that comes back from Entra: two addresses and the certificate. */
export function connectionPart({ isStale, problems, session, typed, view }) {
  const { record } = view;
  const field = (name, label, hint) => {
    const stored = record.settings[name] ?? '';
    const value = typed[name] ?? stored;
    const changed = isStale && value !== stored && typed[name] !== undefined ? stored : null;
    return textField({ name, label, hint, value, problems, changed, inputmode: 'url' });
  };
  return html`<section class="card" aria-labelledby="from-entra">
<h2 id="from-entra">2. Bring these back from Entra</h2>
<form method="post" action="${HERE}/connection" enctype="multipart/form-data">${csrfField(session)}
<input type="hidden" name="connection" value="${record.id}"><input type="hidden" name="revision" value="${record.revision}">
${field('signInUrl', 'Identity Provider Sign-in URL', 'Where users enter their credentials. “Login URL” under Set up <application>.')}
${field('issuerUrl', 'Issuer URL', 'Used to check where an assertion comes from. “Microsoft Entra Identifier” under Set up <application>.')}
${certificateField(record, problems, typed)}
<div class="actions"><button type="submit">Save</button></div></form>
</section>`;
}

function certificateField({ certificates }, problems, { certificateText = '' }) {
  const wrong = problemsOf('certificates', problems);
  const described = ['certificates-hint', wrong.length === 0 ? '' : 'certificates-problem'];
  return html`<fieldset class="field"><legend>SAML certificate</legend>
<div class="drop" data-drop="certificates"><label for="certificates">${certificates.length === 0 ? 'File' : 'File of another certificate'}</label>
<input id="certificates" name="certificates" type="file" multiple accept=".cer,.crt,.cert,.pem,.der"${invalid(wrong, described)}>
<p class="hint drop-hint" hidden>Or drop the file here.</p></div>
${problemText('certificates', wrong)}
${hintText('certificates', '“Certificate (Base64)” under SAML Certificates; .cer, .crt, .cert or .pem. What counts is what is in it.')}
<details${certificateText === '' ? '' : html` open`}><summary>Paste its text instead</summary><label for="certificateText">Text of the certificate</label>
<textarea id="certificateText" name="certificateText" rows="6" spellcheck="false" placeholder="-----BEGIN CERTIFICATE-----"${invalid(wrong, described)}>${certificateText}</textarea></details></fieldset>`;
}

/** The same from metadata, which name everything at once. */
export function metadataPart({ problems, session, typed, view }) {
  const { record } = view;
  const isWrong = ['metadataUrl', 'metadataFile'].some((name) => problemsOf(name, problems).length > 0);
  const wrong = problemsOf('metadataFile', problems);
  return html`<section class="card plain" aria-labelledby="metadata"><h2 id="metadata">Or import the federation metadata</h2>
<details${isWrong ? html` open` : ''}><summary>By “App Federation Metadata Url”, or by the file</summary>
<form method="post" action="${HERE}/metadata" enctype="multipart/form-data">${csrfField(session)}
<input type="hidden" name="connection" value="${record.id}"><input type="hidden" name="revision" value="${record.revision}">
${textField({
  name: 'metadataUrl',
  label: 'App Federation Metadata Url',
  hint: 'Under SAML Certificates.',
  value: typed.metadataUrl ?? record.settings.metadataUrl ?? '',
  problems,
  inputmode: 'url',
})}
<div class="field"><label for="metadataFile">Or the downloaded “Federation Metadata XML”</label>
<input id="metadataFile" name="metadataFile" type="file" accept=".xml"${invalid(wrong, [wrong.length === 0 ? '' : 'metadataFile-problem'])}>${problemText('metadataFile', wrong)}</div>
<div class="actions"><button type="submit">Import</button></div></form></details></section>`;
}
