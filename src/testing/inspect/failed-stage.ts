import { type Result, refusal } from '../../errors/index.js';
import type { Connection } from '../../organizations/connection.js';
import { statusViolation } from '../../response/check-envelope.js';
import { decodeResponse } from '../../response/decode.js';
import { decryptResponse } from '../../response/decrypt.js';
import { permitUnreserved } from '../../response/decryption-permit.js';
import type { Expectations } from '../../response/expectations.js';
import { extractAssertion } from '../../response/extract.js';
import { isEncrypted, sealedResponse } from '../../response/sealed-response.js';
import { confirmBySecondReader } from '../../response/second-reader.js';
import {
  checkStructure,
  partsOf,
  readUnverifiedResponse,
  type UnverifiedResponse,
} from '../../response/structure.js';
import { type SignedContent, verifyDecrypted, verifyResponse } from '../../response/verify.js';

/** Stages of the walk that a report tells, in order. */
export const reportedStages = [
  'decode',
  'structure',
  'status',
  'decrypt',
  'verify',
  'second-reader',
  'extract',
  'check',
  'claims',
  'organization',
] as const;

export type ReportedStage = (typeof reportedStages)[number];

/**
 * How far a refused Response came. The code alone does not tell: one and the same rule may be applied to the
 * posted document and again to the signed bytes. For the report only; the verdict is that of `validateResponse`.
 */
export function failedStage(samlResponse: string, { connection, now }: Expectations): ReportedStage {
  const decoded = decodeResponse(samlResponse);
  if (!decoded.ok) return 'decode';
  const unverified = checkStructure(decoded.value);
  if (!unverified.ok) return 'structure';
  if (statusViolation(partsOf(unverified.value).envelope) !== null) return 'status';
  const signed = signedContent(unverified.value, connection, now);
  if (!signed.ok) {
    const { code, stage } = signed.error;
    return stage === 'decrypt' && code !== 'decrypted_assertion_unverified' ? 'decrypt' : 'verify';
  }
  const confirmed = confirmBySecondReader(signed.value);
  if (!confirmed.ok) return 'second-reader';
  return extractAssertion(confirmed.value).ok ? 'check' : 'extract';
}

function signedContent(
  unverified: UnverifiedResponse,
  connection: Connection,
  now: Date,
): Result<SignedContent> {
  if (!isEncrypted(unverified)) {
    return connection.requireEncryption
      ? refusal('encryption_required', {})
      : verifyResponse(unverified, connection, now);
  }
  const sealed = sealedResponse(unverified, connection, now);
  if (!sealed.ok) return sealed;
  const decrypted = decryptResponse(permitUnreserved(sealed.value));
  return decrypted.ok ? verifyDecrypted(decrypted.value) : decrypted;
}

/** Whether the assertion of a message is encrypted. */
export function isEncryptedMessage(samlResponse: string): boolean {
  const unverified = readUnverifiedResponse(samlResponse);
  return unverified.ok && isEncrypted(unverified.value);
}
