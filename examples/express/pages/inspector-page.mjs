import { html } from '../html.mjs';
import { samples } from '../inspect.mjs';
import { layout } from './layout.mjs';
import { details } from './log-pages.mjs';
import { code, table } from './parts.mjs';

/** Takes what somebody pasted, and reports on it stage by stage. */
export function inspectorPage({ person, path, pasted, at, report }) {
  const content = html`
<h1>Inspector</h1>
<p class="lead">Paste a SAML response of your tenant: base64, a form body, a HAR file, or XML. Nothing is kept, and nobody is signed in by it.</p>
${report === null ? '' : reportSection(report)}
<section class="card" aria-labelledby="paste">
<h2 id="paste">${report === null ? 'The response' : 'Inspect another one'}</h2>
<form method="post" action="/inspector">
<label for="pasted">SAML response</label>
<textarea id="pasted" name="pasted" rows="9" spellcheck="false" autocomplete="off" required>
${pasted}</textarea>
<fieldset><legend>Judge it</legend>
${clockChoice('now', 'at the present time, as a sign-in would be', at)}
${clockChoice('issue-instant', 'at the time it was issued, for an old one', at)}
</fieldset>
<button type="submit">Inspect</button>
</form>
</section>
<section class="card plain" aria-labelledby="samples">
<h2 id="samples">No response at hand?</h2>
<form class="inline" method="get" action="/inspector">
<label for="sample">Take one of the test tenant</label>
<select id="sample" name="sample">${samples.map(({ name, label }) => html`<option value="${name}">${label}</option>`)}</select>
<button type="submit" class="quiet">Put it in</button>
</form>
</section>`;
  const title = report === null ? 'Inspector' : `${verdictOf(report)} · Inspector`;
  return layout({ title, path, person, content });
}

function clockChoice(value, label, chosen) {
  return html`<label class="choice"><input type="radio" name="at" value="${value}"${value === chosen ? html` checked` : ''}> ${label}</label>`;
}

function verdictOf({ valid, failure }) {
  return valid ? 'Valid' : `Refused: ${failure?.code ?? 'not readable'}`;
}

export function reportSection(report) {
  const { valid, stages, failure, notes, comparisons, received } = report;
  return html`<section class="card" aria-labelledby="verdict">
<h2 id="verdict" class="verdict ${valid ? 'good' : 'bad'}">${verdictOf(report)}</h2>
<ol class="stages">${stages.map(({ stage, outcome }) => html`<li class="${outcome.replaceAll(' ', '-')}"><span>${stage}</span> <span class="outcome">${outcome}</span></li>`)}</ol>
${failure === null ? '' : failurePart(failure)}
${notes.length === 0 ? '' : html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}
${comparisons.length === 0 ? '' : comparisonTable(comparisons)}
${received === null ? '' : attributeTable(received, valid)}
<details><summary>The whole report as text</summary><pre tabindex="0">${report.toString()}</pre></details>
</section>`;
}

function failurePart({ meaning, remedy, details: given }) {
  return html`<p>${meaning}</p>${details(given)}<h3>What to do</h3><p>${remedy}</p>`;
}

function comparisonTable(comparisons) {
  return table({
    caption: 'Expected and received',
    columns: ['Value', 'Fits', 'Expected', 'Received'],
    rows: comparisons.map(({ what, expected, received, fits }) => [
      code(what),
      fits === true ? 'yes' : fits === null ? 'absent' : html`<strong class="bad">no</strong>`,
      code(expected),
      fits === true ? 'the same' : received === null ? 'nothing' : code(received),
    ]),
  });
}

function attributeTable({ nameId, attributes }, valid) {
  return table({
    caption: valid ? 'Who signs in' : 'Who the message speaks of (not verified)',
    columns: ['Name', 'Value'],
    rows: [
      ['NameID', nameId ?? 'none'],
      ...attributes.map(({ name, values }) => [code(name), values.join(', ')]),
    ],
  });
}
