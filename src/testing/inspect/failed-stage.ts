import { statusViolation } from '../../response/check-envelope.js';
import { decodeResponse } from '../../response/decode.js';
import type { Expectations } from '../../response/expectations.js';
import { extractAssertion } from '../../response/extract.js';
import { confirmBySecondReader } from '../../response/second-reader.js';
import { checkStructure, partsOf } from '../../response/structure.js';
import { verifyResponse } from '../../response/verify.js';

/** Stages of the walk that a report tells, in order. */
export const reportedStages = [
  'decode',
  'structure',
  'status',
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
  const signed = verifyResponse(unverified.value, connection, now);
  if (!signed.ok) return 'verify';
  const confirmed = confirmBySecondReader(signed.value);
  if (!confirmed.ok) return 'second-reader';
  return extractAssertion(confirmed.value).ok ? 'check' : 'extract';
}
