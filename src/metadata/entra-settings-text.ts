import type { EntraSetting } from './entra-settings.js';

/** Writes the sheet as plain text for a terminal or an email: one heading a card, one line a field. */
export function entraSettingsText(settings: readonly EntraSetting[]): string {
  const width = Math.max(0, ...settings.map((setting) => setting.field.length)) + 4;
  const lines: string[] = [];
  let section: string | null = null;
  let claim: string | null = null;
  for (const setting of settings) {
    if (setting.section !== section) {
      if (section !== null) lines.push('');
      lines.push(setting.section);
      claim = null;
    }
    if (setting.claim !== null && setting.claim !== claim) lines.push(`  Claim ${setting.claim}`);
    section = setting.section;
    claim = setting.claim;
    const label = `${claim === null ? '  ' : '    '}${setting.field}`;
    lines.push(`${label.padEnd(width + 1)}${whatToDo(setting)}`, `${' '.repeat(width + 1)}${setting.note}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The value, or in brackets what to do where there is none. */
export function whatToDo(setting: EntraSetting): string {
  if (setting.action === 'leave-empty') return '(leave empty)';
  if (setting.action === 'bring-back') return '(bring back)';
  return setting.value;
}
