/** Escapes character data as canonical XML does (Canonical XML 1.0 §2.3, text nodes). */
export function escapeText(text: string): string {
  return /[&<>\r]/.test(text) ? replaced(text, TEXT_ESCAPES) : text;
}

/** Escapes the value of an attribute in double quotes as canonical XML does (§2.3, attribute nodes). */
export function escapeAttribute(value: string): string {
  return /[&<"\t\n\r]/.test(value) ? replaced(value, ATTRIBUTE_ESCAPES) : value;
}

/** A pattern of one character each, which the engine looks for and replaces without a call and in one allocation. */
type Escapes = readonly (readonly [pattern: RegExp, written: string])[];

const TEXT_ESCAPES: Escapes = [
  [/&/g, '&amp;'],
  [/</g, '&lt;'],
  [/>/g, '&gt;'],
  [/\r/g, '&#xD;'],
];
const ATTRIBUTE_ESCAPES: Escapes = [
  [/&/g, '&amp;'],
  [/</g, '&lt;'],
  [/"/g, '&quot;'],
  [/\t/g, '&#x9;'],
  [/\n/g, '&#xA;'],
  [/\r/g, '&#xD;'],
];

/** The ampersand is the first of them: those that are written are not written again. */
function replaced(text: string, escapes: Escapes): string {
  let result = text;
  for (const [pattern, written] of escapes) result = result.replace(pattern, written);
  return result;
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
  return text.replace(/[&<>"']/g, (character) => HTML_ENTITIES.get(character) as string);
}
