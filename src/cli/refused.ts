import type { AnySsoError } from '../errors/index.js';
import { cut, visible } from '../testing/inspect/terminal-text.js';

/** A refusal as text: the code, what it means, what was found, and what to do. */
export function refusedText({ message, details, remedy }: AnySsoError): string {
  const found = Object.entries(details).map(([name, value]) => `  ${name}: ${shown(value)}\n`);
  return `${message}\n${found.join('')}${remedy}\n`;
}

function shown(value: unknown): string {
  return visible(cut(JSON.stringify(value) ?? 'nothing'));
}
