import { isUtf8 } from 'node:buffer';
import { type Result, refusal, success } from '../errors/index.js';

/** Longest accepted SAMLResponse in characters of base64: 256 KiB. */
export const MAX_RESPONSE_LENGTH = 262_144;

// Proof that the posted field was strict base64 of valid UTF-8 without NUL. Only this file can make one.
class DecodedXmlProof {
  readonly #bytes: string;

  constructor(bytes: string) {
    this.#bytes = bytes;
  }

  static bytes(decoded: DecodedXml): string {
    return decoded.#bytes;
  }
}
// An instance does not lead to its class either.
Reflect.deleteProperty(DecodedXmlProof.prototype, 'constructor');

/** The XML of a posted SAMLResponse, decoded but not yet read. */
export type DecodedXml = DecodedXmlProof;

/** The decoded XML, one character per byte. A forged `DecodedXml` throws a TypeError. */
export const bytesOf: (decoded: DecodedXml) => string = DecodedXmlProof.bytes;

/**
 * Decodes the SAMLResponse field of a form post: strict base64 (RFC 4648 §4; line breaks allowed, nothing
 * else) of UTF-8, at most 256 KiB. The length is looked at before anything is decoded (saml-bindings 3.5.4).
 */
export function decodeResponse(samlResponse: string): Result<DecodedXml> {
  if (typeof samlResponse !== 'string') throw new TypeError('samlResponse must be a string');
  if (samlResponse.length > MAX_RESPONSE_LENGTH) {
    return refusal('response_too_large', { length: samlResponse.length, limit: MAX_RESPONSE_LENGTH });
  }
  const isFolded = samlResponse.includes('\n') || samlResponse.includes('\r');
  const base64 = isFolded ? unfolded(samlResponse) : samlResponse;
  if (base64 === '') return refusal('response_empty', {});
  const octets = decoded(base64);
  if (!isStrictBase64(base64, octets)) {
    return refusal('response_not_base64', {
      offset: firstForeignCharacter(base64),
      looksLike: likeness(samlResponse),
    });
  }
  return decodeOctets(octets);
}

/**
 * The text without its line breaks. Character by character, as a message in lines of one would make of cutting and
 * joining the costliest part of all. What is no octet becomes one that is no base64 either, and is refused for it.
 */
function unfolded(text: string): string {
  const octets = Buffer.allocUnsafe(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== LINE_FEED && code !== CARRIAGE_RETURN) octets[length++] = code > 0xff ? NOT_BASE64 : code;
  }
  return octets.toString('latin1', 0, length);
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const NOT_BASE64 = 0x21;

/** Room for what usual messages decode to: to allocate as much anew takes longer than to decode. */
const ROOM: Buffer = Buffer.allocUnsafeSlow(49_152);

/** What base64 decodes to, good until the next call. */
function decoded(base64: string): Buffer {
  return base64.length > ROOM.length
    ? Buffer.from(base64, 'base64')
    : ROOM.subarray(0, ROOM.write(base64, 'base64'));
}

/** The same for octets that came another way than in a form field. */
export function decodeOctets(octets: Buffer): Result<DecodedXml> {
  const [first, second] = octets;
  if (
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff) ||
    (first === 0x3c && second === 0) ||
    (first === 0 && second === 0x3c)
  ) {
    return refusal('response_utf16', {});
  }
  const nul = octets.indexOf(0);
  if (nul !== -1) return refusal('response_nul', { offset: nul });
  if (!isUtf8(octets)) return refusal('response_not_utf8', {});
  return success(new DecodedXmlProof(octets.toString('latin1')));
}

/** Node skips what is not base64, so the text is strict exactly if its decoding encodes to the same text. */
export function isStrictBase64(base64: string, octets: Buffer): boolean {
  return octets.toString('base64') === base64;
}

function firstForeignCharacter(base64: string): number {
  const at = base64.search(/[^A-Za-z0-9+/]/);
  return at === -1 ? base64.length : at;
}

/** A guess for the diagnosis, never for a decision. */
function likeness(field: string): string {
  const start = field.slice(0, 4_096).trimStart();
  if (start.startsWith('<')) return 'XML that was not base64-encoded';
  if (/^[A-Za-z0-9_-]+={0,2}$/.test(start) && /[_-]/.test(start)) return 'base64url';
  if (/%(?:2B|2F|3D|0A|0D)/i.test(start)) return 'URL-encoded base64';
  if (/^[A-Za-z0-9+/]+ /.test(start)) return 'base64 whose + became blanks';
  if (/^data:/i.test(start)) return 'a data: URL';
  if (/^[A-Za-z0-9+/=]+$/.test(start)) return 'base64 that was cut or has wrong padding';
  return 'something else';
}
