const NAME = 'SAMLResponse';

/**
 * Values of SAMLResponse in a form body (`SAMLResponse=…&RelayState=…`) or in the lines that a browser's
 * developer tools show (`SAMLResponse: …`), in order. A value ends at `&`, at a quotation mark, or at a line that
 * is not base64.
 */
export function fieldsInText(text: string): readonly string[] {
  const values: string[] = [];
  let at = text.indexOf(NAME);
  while (at !== -1) {
    const start = valueStart(text, at + NAME.length);
    if (start !== null) values.push(valueFrom(text, start));
    at = text.indexOf(NAME, at + NAME.length);
  }
  return values;
}

/** Percent-decoded where it holds percent signs and all of them make sense; else as it is. */
export function percentDecoded(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Behind `=` or `:` (or a tab, as a table is copied) and the blanks and quotation marks around it. */
function valueStart(text: string, after: number): number | null {
  let at = skip(text, after, ' "\'');
  const separator = text[at] ?? '';
  if (!['=', ':', '\t'].includes(separator)) return null;
  at = skip(text, at + 1, ' \t\r\n"\'');
  return at;
}

function skip(text: string, from: number, characters: string): number {
  let at = from;
  while (at < text.length && characters.includes(text[at] ?? '')) at += 1;
  return at;
}

function valueFrom(text: string, start: number): string {
  // Looking no further than the next field keeps a paste of very many fields linear.
  const next = text.indexOf(NAME, start);
  const window = text.slice(start, next === -1 ? text.length : next);
  const end = window.search(/[&"']/);
  const lines = (end === -1 ? window : window.slice(0, end)).split('\n');
  let value = lines[0]?.trim() ?? '';
  for (const line of lines.slice(1)) {
    const folded = line.trim();
    if (!/^[A-Za-z0-9+/=%]+$/.test(folded)) break;
    value += folded;
  }
  return value;
}
