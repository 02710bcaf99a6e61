import { decodeStrictBase64 } from './strict-base64.js';

const ELEMENT = 'X509Certificate';
/** The tenant-wide document of Entra repeats three keys up to four times. */
const ELEMENTS_READ = 64;

/** Whether a text that begins with `<` is federation metadata (saml-metadata 2.3). */
export function isFederationMetadata(markup: string): boolean {
  return markup.includes('EntityDescriptor') || markup.includes('EntitiesDescriptor');
}

/**
 * Bytes of the X509Certificate elements of a metadata document, without repetitions. A plain string search: the
 * result is only offered to the administrator for choosing and is never trusted by itself.
 */
export function findMetadataCertificates(markup: string): readonly Buffer[] {
  const found = new Map<string, Buffer>();
  let position = 0;
  for (let count = 0; count < ELEMENTS_READ; count += 1) {
    const tag = nextStartTag(markup, position);
    if (tag === -1) break;
    const contentStart = markup.indexOf('>', tag) + 1;
    if (contentStart === 0) break;
    const contentEnd = markup.indexOf('<', contentStart);
    if (contentEnd === -1) break;
    const bytes = decodeStrictBase64(markup.slice(contentStart, contentEnd));
    // Only a SEQUENCE: text inside of base64 could be another metadata document.
    if (bytes?.[0] === 0x30) found.set(bytes.toString('base64'), bytes);
    position = contentEnd;
  }
  return [...found.values()];
}

/** Position of the next `X509Certificate` that is the name of a start tag, with or without a prefix; -1 if none. */
function nextStartTag(markup: string, from: number): number {
  let position = markup.indexOf(ELEMENT, from);
  while (position !== -1) {
    const before = markup.slice(Math.max(0, position - 32), position);
    if (/<(?:[A-Za-z0-9_.-]+:)?$/.test(before)) return position;
    position = markup.indexOf(ELEMENT, position + ELEMENT.length);
  }
  return -1;
}
