import { inflateRawSync } from 'node:zlib';
import { type LogoutMessageName, type Refusal, type Result, refusal, success } from '../errors/index.js';
import type { Connection } from '../organizations/connection.js';
import { signatureAlgorithm } from '../response/algorithms.js';
import { bytesOf, decodeOctets, isStrictBase64 } from '../response/decode.js';
import { makerOf, type SignatureMaker } from '../response/verify-octets.js';
import { notAfterExpiry } from '../response/verify-signature.js';
import type { RawQuery } from './raw-query.js';

const DEFLATE = 'urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE';
/** A LogoutRequest has one or two kilobytes. */
const MAX_XML_BYTES = 65_536;

/**
 * Verifies the signature of the HTTP-Redirect binding over the octets as they were received, then inflates: a
 * message that no key of the connection signed is never decompressed (saml-bindings 3.4.4.1). Gives the XML, one
 * character per byte.
 */
export function verifyRedirect(
  query: RawQuery,
  name: LogoutMessageName,
  connection: Connection,
  now: Date,
): Result<string> {
  const encoding = query.get('SAMLEncoding')?.value;
  if (encoding !== undefined && encoding !== DEFLATE) {
    return refusal('logout_encoding_not_supported', { received: encoding.slice(0, 200) });
  }
  const violation = signatureViolation(query, name, connection, now);
  if (violation !== null) return violation;
  return inflated(query.get(fieldOf(name))?.value ?? '');
}

/** The parameter or field in which a message comes. */
export function fieldOf(name: LogoutMessageName): 'SAMLRequest' | 'SAMLResponse' {
  return name === 'LogoutRequest' ? 'SAMLRequest' : 'SAMLResponse';
}

function signatureViolation(
  query: RawQuery,
  element: LogoutMessageName,
  connection: Connection,
  now: Date,
): Refusal | null {
  const missing = ['SigAlg', 'Signature'].filter((parameter) => !query.get(parameter)?.value);
  if (missing.length > 0) return refusal('logout_signature_missing', { missing });
  const identifier = query.get('SigAlg')?.value ?? '';
  const algorithm = signatureAlgorithm(identifier, connection.allowSha1);
  if (typeof algorithm === 'string') {
    const code = algorithm === 'sha1' ? 'sha1_not_allowed' : 'signature_algorithm_not_allowed';
    return refusal(code, { element, algorithm: identifier });
  }
  const value = base64Octets(query.get('Signature')?.value ?? '');
  if (value === null) return refusal('signature_value_malformed', { element });
  const signed = [fieldOf(element), 'RelayState', 'SigAlg'].flatMap((each) => query.get(each)?.pair ?? []);
  const made = makerOfText(signed.join('&'), { hash: algorithm.hash, value }, connection, now);
  if (made.by === 'trusted') return null;
  if (made.by === 'expired') return notAfterExpiry(element, made.certificate) as Refusal;
  const certificatesTried = connection.certificates.map(({ sha256Thumbprint }) => sha256Thumbprint);
  return refusal('signature_invalid', { element, certificatesTried });
}

/**
 * The Fetch API writes an apostrophe of a query as `%27`, which encodeURIComponent leaves alone: both are tried,
 * and both say the same. Nothing else is ever written otherwise than it was received.
 */
function makerOfText(
  text: string,
  signature: { readonly hash: string; readonly value: Uint8Array },
  connection: Connection,
  now: Date,
): SignatureMaker {
  const octets = Buffer.from(text, 'utf8');
  const made = makerOf({ ...signature, octets }, connection, now);
  if (made.by !== 'nobody' || !text.includes('%27')) return made;
  return makerOf({ ...signature, octets: Buffer.from(text.replaceAll('%27', "'"), 'utf8') }, connection, now);
}

function inflated(value: string): Result<string> {
  const deflated = base64Octets(value);
  if (deflated === null) return refusal('logout_message_not_base64', {});
  const octets = inflate(deflated);
  if (typeof octets === 'string') return refusal('logout_message_not_deflated', { reason: octets });
  const decoded = decodeOctets(octets);
  return decoded.ok ? success(bytesOf(decoded.value)) : decoded;
}

/** The octets, or why there are none. */
function inflate(deflated: Buffer): Buffer | string {
  try {
    // Node's declarations know of `info` for no method of zlib.
    const options = { maxOutputLength: MAX_XML_BYTES, info: true };
    const { buffer, engine } = inflateRawSync(deflated, options) as unknown as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    return engine.bytesWritten === deflated.length ? buffer : 'something stands behind the stream';
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

/** Octets of strict base64, which some senders break into lines; null where it is anything else. */
function base64Octets(text: string): Buffer | null {
  const base64 = text.replace(/[\r\n]/g, '');
  const octets = Buffer.from(base64, 'base64');
  return base64 !== '' && isStrictBase64(base64, octets) ? octets : null;
}
