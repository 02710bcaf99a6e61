import { html } from '../html.mjs';

/** Names beside their values; what is null is left out. */
export function facts(rows) {
  const shown = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return html`<dl class="facts">${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** A table that scrolls by itself, by keyboard too, where the window is narrower. */
export function table({ caption, columns, rows }) {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(([first, ...others]) => html`<tr><th scope="row">${first}</th>${others.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
</table></div>`;
}

/**
 * A table whose rows become blocks in a narrow window, each cell with its heading, so that its buttons are in sight. The
 * roles are written out, as the style takes them away.
 */
export function stackedTable({ caption, columns, rows }) {
  const cells = (others) =>
    others.map(
      (cell, index) =>
        html`<td role="cell" data-label="${columns[index + 1]}"${cell === '–' ? html` class="nothing"` : ''}>${cell}</td>`,
    );
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table class="stacked" role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map((column) => html`<th scope="col" role="columnheader">${column}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map(([first, ...others]) => html`<tr role="row"><th scope="row" role="rowheader">${first}</th>${cells(others)}</tr>`)}</tbody>
</table></div>`;
}

/** Text to the letter. A URL may be broken after a slash of its path. */
export function code(text) {
  return html`<code>${String(text)
    .split(/(?<=[^/]\/)(?!\/)/u)
    .map((part) => html`${part}<wbr>`)}</code>`;
}

/** A time as a log has it: UTC, to the second. */
export function time(date) {
  const iso = date.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
}

/** One line of a value of any kind. */
export function inWords(value) {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(inWords).join(', ');
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
