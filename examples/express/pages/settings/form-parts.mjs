import { html } from '../../html.mjs';

/** The token of the session, which every form carries. */
export function csrfField({ csrf }) {
  return html`<input type="hidden" name="csrf" value="${csrf}">`;
}

/** A form of one button. */
export function buttonForm({ session, action, label, fields = {}, quiet = false, about = null }) {
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="post" action="${action}" class="one-button">${csrfField(session)}${hidden}<button type="submit"${quiet ? html` class="quiet"` : ''}>${label}${about === null ? '' : html`<span class="unseen"> ${about}</span>`}</button></form>`;
}

/** What was wrong, above the form, with a link to each field; the focus is here when the page is shown. */
export function problemSummary(problems) {
  if (problems.length === 0) return '';
  const title = problems.length === 1 ? 'That did not work' : 'Some of it did not work';
  return html`<div class="note bad" role="alert" tabindex="-1" autofocus><h2>${title}</h2>${problems.map(problemLine)}</div>`;
}

function problemLine(problem) {
  const { field, meaning } = problem;
  if (field !== null) return html`<p><a href="#${field}">${subjectOf(problem)}${meaning}</a></p>`;
  return html`<p><strong>${subjectOf(problem)}${meaning}</strong></p><p>${problem.remedy}</p>`;
}

/** A line of text with its label, hint and what was wrong with it. `changed` is what stands there by somebody else’s hand. */
export function textField({ name, label, hint = '', value, problems, changed = null, ...attributes }) {
  const wrong = problemsOf(name, problems);
  const described = [hint === '' ? '' : `${name}-hint`, wrong.length === 0 ? '' : `${name}-problem`];
  const { autocomplete = 'off', inputmode = null, placeholder = null, type = 'text' } = attributes;
  return html`<div class="field"><label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}" autocapitalize="none" spellcheck="false"${inputmode === null ? '' : html` inputmode="${inputmode}"`}${placeholder === null ? '' : html` placeholder="${placeholder}"`}${invalid(wrong, described)}>
${changed === null ? '' : html`<p class="changed">Somebody else entered meanwhile: <code>${changed === '' ? 'nothing' : changed}</code></p>`}
${problemText(name, wrong)}${hintText(name, hint)}</div>`;
}

export function choiceField({ name, label, hint = '', value, choices, problems }) {
  const wrong = problemsOf(name, problems);
  return html`<div class="field"><label for="${name}">${label}</label>
<select id="${name}" name="${name}"${invalid(wrong, [hint === '' ? '' : `${name}-hint`, wrong.length === 0 ? '' : `${name}-problem`])}>${choices.map(([choice, text]) => html`<option value="${choice}"${choice === value ? html` selected` : ''}>${text}</option>`)}</select>
${problemText(name, wrong)}${hintText(name, hint)}</div>`;
}

export function checkField({ name, label, hint = '', isOn, problems, disabled = false }) {
  const wrong = problemsOf(name, problems);
  return html`<div class="field"><label class="choice"><input id="${name}" name="${name}" type="checkbox" value="on"${isOn ? html` checked` : ''}${disabled ? html` disabled` : ''}${invalid(wrong, [hint === '' ? '' : `${name}-hint`, wrong.length === 0 ? '' : `${name}-problem`])}> ${label}</label>
${problemText(name, wrong)}${hintText(name, hint)}</div>`;
}

/** A value to copy: read-only, selected by a click into it where there is no script. */
export function copyField({ name, label, value, hint = '' }) {
  return html`<div class="field"><label for="${name}">${label}</label>
<div class="copy"><input id="${name}" type="text" readonly value="${value}"${hint === '' ? '' : html` aria-describedby="${name}-hint"`}>${copyButton(name, label)}</div>${hintText(name, hint)}</div>`;
}

/** Shown by the script, without which it could do nothing. */
export function copyButton(name, what) {
  return html`<button type="button" class="quiet" data-copy="${name}" hidden>Copy<span class="unseen"> ${what}</span></button>`;
}

export function problemsOf(name, problems) {
  return problems.filter(({ field }) => field === name);
}

export function problemText(name, wrong) {
  if (wrong.length === 0) return '';
  return html`<div class="problem" id="${name}-problem">${wrong.map(
    (problem) =>
      html`<p><strong>${subjectOf(problem)}${problem.meaning}</strong> ${problem.remedy}${problem.expected === null ? '' : html` Expected: <code>${problem.expected}</code>`}</p>`,
  )}</div>`;
}

export function hintText(name, hint) {
  return hint === '' ? '' : html`<p class="hint" id="${name}-hint">${hint}</p>`;
}

export function invalid(wrong, described) {
  const ids = described.filter((id) => id !== '').join(' ');
  return html`${wrong.length === 0 ? '' : html` aria-invalid="true"`}${ids === '' ? '' : html` aria-describedby="${ids}"`}`;
}

/** The file or the domain that is meant. */
function subjectOf({ subject }) {
  return subject === null ? '' : html`${subject}: `;
}

export function badge(kind, text) {
  return html`<span class="badge ${kind}">${text}</span>`;
}
