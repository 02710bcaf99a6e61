import type { AnySsoError, ErrorCode } from '../../errors/index.js';
import type { Assertion } from '../../response/assertion.js';
import type { Claims } from '../../response/claims.js';
import type { Comparison } from './comparisons.js';
import type { ReportedStage } from './failed-stage.js';
import type { PastedAs } from './read-pasted.js';
import type { ReceivedMessage } from './received-message.js';

export type StageOutcome = 'passed' | 'failed' | 'not reached' | 'not asked';

export interface InspectedStage {
  readonly stage: ReportedStage;
  readonly outcome: StageOutcome;
}

/** Why the message was refused. */
export interface InspectedFailure {
  readonly code: ErrorCode;
  readonly stage: ReportedStage;
  readonly meaning: string;
  readonly remedy: string;
  /** Section of the specification; null where the rule is claimgate's own. */
  readonly reference: string | null;
  /** What was expected and received; its shape depends on the code. */
  readonly details: AnySsoError['details'];
}

/** A certificate of the connection that was tried. */
export interface InspectedCertificate {
  readonly subject: string;
  /** The “Thumbprint” that Entra shows. */
  readonly sha1Thumbprint: string;
  readonly sha256Thumbprint: string;
  readonly notAfter: Date;
  /** At the time of the inspection; an expired certificate still verifies. */
  readonly expired: boolean;
  /** Whether the message names it in KeyInfo. */
  readonly namedInMessage: boolean;
}

/** The expectations that the verdict holds for. */
export interface InspectedExpectations {
  readonly issuerUrl: string;
  readonly entityId: string;
  readonly assertionConsumerServiceUrl: string;
  readonly inResponseTo: string | null;
  /** `message` where the message's own value was taken, which a real sign-in never does. */
  readonly inResponseToFrom: 'given' | 'message';
  readonly at: Date;
  /** `message` where the message's own time was taken, which a real sign-in never does. */
  readonly atFrom: 'clock' | 'given' | 'message';
}

/** Everything that an inspection found out. */
export interface InspectFindings {
  /** Everything that was asked for passed. Only `validateResponse` and `readClaims` can say so. */
  readonly valid: boolean;
  /** `validateResponse` accepted the message; its claims may still be refused. */
  readonly responseValid: boolean;
  readonly stages: readonly InspectedStage[];
  /** Null where the message is valid. */
  readonly failure: InspectedFailure | null;
  /** What must be known to read the verdict right. */
  readonly notes: readonly string[];
  readonly pastedAs: PastedAs;
  /** Characters of the SAMLResponse field. */
  readonly length: number;
  readonly expectations: InspectedExpectations;
  readonly certificates: readonly InspectedCertificate[];
  readonly comparisons: readonly Comparison[];
  /** What the message says, verified or not; null where it is no readable XML. */
  readonly received: ReceivedMessage | null;
  /** The verified assertion; null unless `responseValid`. */
  readonly assertion: Assertion | null;
  /** Null unless the claims were accepted. */
  readonly claims: Claims | null;
}
