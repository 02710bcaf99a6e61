const FIELD_NAME = /name\s{0,8}=\s{0,8}["']?SAMLResponse["'\s/>]/i;

/**
 * Value of the SAMLResponse field in the HTML page that an identity provider sends to be posted, or null where
 * the markup has no such field (a SAML message has none).
 */
export function fieldInHtml(markup: string): string | null {
  const name = FIELD_NAME.exec(markup);
  if (name === null) return null;
  const start = markup.lastIndexOf('<', name.index);
  const end = markup.indexOf('>', name.index);
  const tag = markup.slice(start, end === -1 ? markup.length : end);
  const value = /value\s{0,8}=\s{0,8}(?:"([^"]*)"|'([^']*)')/i.exec(tag);
  const written = value?.[1] ?? value?.[2];
  return written === undefined ? null : withoutReferences(written);
}

/** Base64 needs few characters that HTML may write as references: plus, slash, equals and line ends. */
function withoutReferences(value: string): string {
  return value
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, digits: string) => character(Number.parseInt(digits, 16)))
    .replace(/&#([0-9]{1,7});/g, (_, digits: string) => character(Number(digits)))
    .replaceAll('&plus;', '+')
    .replaceAll('&sol;', '/')
    .replaceAll('&equals;', '=')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

function character(codePoint: number): string {
  return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : '\uFFFD';
}
