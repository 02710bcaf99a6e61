import { escapeHtml } from '../../xml/escape.js';

const trusted: unique symbol = Symbol('claimgate.testing.html');

/** Markup whose outside values are escaped. Only the tag `html` makes it. */
export interface Html {
  readonly [trusted]: string;
}

type Part = string | Html | readonly Html[];

/** Template tag: strings that are put in are escaped, Html is not. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let markup = texts[0] ?? '';
  parts.forEach((part, index) => {
    markup += rendered(part) + (texts[index + 1] ?? '');
  });
  return { [trusted]: markup };
}

export function markupOf(content: Html): string {
  return content[trusted];
}

function rendered(part: Part): string {
  if (typeof part === 'string') return escapeHtml(part);
  if (trusted in part) return part[trusted];
  return part.map(markupOf).join('');
}
