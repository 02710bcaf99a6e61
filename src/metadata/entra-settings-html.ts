import { escapeHtml } from '../xml/escape.js';
import type { EntraSetting } from './entra-settings.js';
import { whatToDo } from './entra-settings-text.js';

/**
 * Writes the sheet as one HTML table without style or script; every value is escaped. It has the class
 * `entra-settings`, a caption, column and row headings.
 */
export function entraSettingsHtml(settings: readonly EntraSetting[]): string {
  const sections = [...new Set(settings.map((setting) => setting.section))];
  const bodies = sections.map((section) =>
    sectionBody(
      section,
      settings.filter((setting) => setting.section === section),
    ),
  );
  return [
    '<table class="entra-settings">',
    '<caption>What to enter in Microsoft Entra, Single sign-on</caption>',
    '<thead><tr><th scope="col">Field in Entra</th><th scope="col">Value</th><th scope="col">Note</th></tr></thead>',
    ...bodies,
    '</table>',
  ].join('\n');
}

function sectionBody(section: string, settings: readonly EntraSetting[]): string {
  return [
    `<tbody><tr><th scope="rowgroup" colspan="3">${escapeHtml(section)}</th></tr>`,
    ...settings.map(settingRow),
    '</tbody>',
  ].join('\n');
}

function settingRow(setting: EntraSetting): string {
  const label = setting.claim === null ? setting.field : `${setting.claim}: ${setting.field}`;
  const shown = escapeHtml(whatToDo(setting));
  const value = setting.value === '' ? `<em>${shown}</em>` : `<code>${shown}</code>`;
  return `<tr><th scope="row">${escapeHtml(label)}</th><td>${value}</td><td>${escapeHtml(setting.note)}</td></tr>`;
}
