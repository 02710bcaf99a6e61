const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const WHITE_SPACE = /[ \t\r\n]+/g;

/**
 * Bytes of strict base64 (RFC 4648 §4): white space anywhere, correct padding, no other character, no bits set
 * beyond the last byte. Null for anything else: Node itself would skip what it does not know.
 */
export function decodeStrictBase64(text: string): Buffer | null {
  const compact = text.replace(WHITE_SPACE, '');
  if (compact.length % 4 !== 0 || !BASE64.test(compact)) return null;
  const bytes = Buffer.from(compact, 'base64');
  return bytes.toString('base64') === compact ? bytes : null;
}
