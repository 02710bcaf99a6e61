/** Escapes character data as canonical XML does (Canonical XML 1.0 §2.3, text nodes). */
export function escapeText(text: string): string {
  return /[&<>\r]/.test(text) ? replaced(text, TEXT_ESCAPES) : text;
}

/** Escapes the value of an attribute in double quotes as canonical XML does (§2.3, attribute nodes). */
export function escapeAttribute(value: string): string {
  return /[&<"\t\n\r]/.test(value) ? replaced(value, ATTRIBUTE_ESCAPES) : value;
}

const TEXT_ESCAPES = escapes({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' });
const ATTRIBUTE_ESCAPES = escapes({
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
});

/** What is written for a character, by its code; '' for itself. */
function escapes(written: Readonly<Record<string, string>>): readonly string[] {
  return Array.from({ length: 64 }, (_, code) => written[String.fromCharCode(code)] ?? '');
}

/** A loop, as a call for each character would make a text of nothing else ten times as expensive. */
function replaced(text: string, written: readonly string[]): string {
  let result = '';
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const instead = code < written.length ? (written[code] as string) : '';
    if (instead === '') continue;
    if (copied !== at) result += text.slice(copied, at);
    result += instead;
    copied = at + 1;
  }
  return copied === text.length ? result : result + text.slice(copied);
}

const HTML_ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** Escapes text for HTML, between tags and in quoted attribute values alike. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML_ENTITIES.get(character) ?? '');
}
