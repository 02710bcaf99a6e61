/**
 * The text of an uploaded file: UTF-8 with or without a byte order mark, or UTF-16 with one, as some Windows
 * editors save it. Null where the bytes are not text.
 */
export function textOfUpload(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    return isText(text) ? text : null;
  } catch {
    return null;
  }
}

/** NUL occurs in every DER structure that we must tell from text, and never in PEM or base64. */
export function isText(value: string): boolean {
  return !value.includes('\0');
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}
