import { type LogoutMessageName, type Result, refusal, success } from '../errors/index.js';
import type { Connection } from '../organizations/connection.js';
import { bytesOf, decodeResponse } from '../response/decode.js';
import { DSIG } from '../response/names.js';
import { isSignature, placementViolation } from '../response/placement.js';
import { verifyWithXmlCrypto } from '../response/second-reader-xml-crypto.js';
import { signatureShapeViolation } from '../response/signature-shape.js';
import { verifySignature } from '../response/verify-signature.js';
import { childOf } from '../xml/lookup.js';
import { readXml } from '../xml/read-xml.js';
import { requireRoot } from './require-root.js';

/**
 * Verifies the enveloped signature of a message that came by HTTP-POST, by the same machinery as a Response's:
 * the signature is the root's own, about nothing but the root, and what is handed on are the canonical bytes that
 * it covers (saml-core 5.4).
 */
export function verifyPosted(
  field: string,
  name: LogoutMessageName,
  connection: Connection,
  now: Date,
): Result<string> {
  const decoded = decodeResponse(field);
  if (!decoded.ok) return decoded;
  const read = readXml(bytesOf(decoded.value));
  if (!read.ok) return read;
  const { root } = read.value;
  const wrongRoot = requireRoot(root, name);
  if (wrongRoot !== null) return wrongRoot;
  const misplaced = placementViolation(read.value);
  if (misplaced !== null) return misplaced;
  const count = root.children.filter(isSignature).length;
  if (count > 1) return refusal('signature_not_single', { parent: name, count });
  const signature = childOf(root, DSIG, 'Signature');
  if (signature === null) return refusal('logout_signature_missing', { missing: ['ds:Signature'] });
  const shape = signatureShapeViolation(root);
  if (shape !== null) return shape;
  const verified = verifySignature(root, signature, connection, now);
  if (!verified.ok) return verified;
  const refused =
    connection.secondReader === 'xml-crypto' ? verifyWithXmlCrypto(root, [verified.value], connection) : null;
  return refused ?? success(verified.value.canonical);
}
