import { inspect } from 'node:util';
import type { Assertion } from '../../response/assertion.js';
import type { Claims } from '../../response/claims.js';
import type { Comparison } from './comparisons.js';
import type {
  InspectedCertificate,
  InspectedExpectations,
  InspectedFailure,
  InspectedStage,
  InspectFindings,
} from './findings.js';
import type { PastedAs } from './read-pasted.js';
import type { ReceivedMessage } from './received-message.js';
import { type RenderOptions, renderReport } from './render-report.js';

/**
 * The report on one pasted message. It shows what the message says, claims included, since it is the paste of the
 * person who reads it; it never shows a private key, and escapes characters that could steer a terminal.
 */
export class InspectReport implements InspectFindings {
  readonly valid: boolean;
  readonly responseValid: boolean;
  readonly stages: readonly InspectedStage[];
  readonly failure: InspectedFailure | null;
  readonly notes: readonly string[];
  readonly pastedAs: PastedAs;
  readonly length: number;
  readonly expectations: InspectedExpectations;
  readonly certificates: readonly InspectedCertificate[];
  readonly comparisons: readonly Comparison[];
  readonly received: ReceivedMessage | null;
  readonly assertion: Assertion | null;
  readonly claims: Claims | null;

  constructor(findings: InspectFindings) {
    this.valid = findings.valid;
    this.responseValid = findings.responseValid;
    this.stages = findings.stages;
    this.failure = findings.failure;
    this.notes = findings.notes;
    this.pastedAs = findings.pastedAs;
    this.length = findings.length;
    this.expectations = findings.expectations;
    this.certificates = findings.certificates;
    this.comparisons = findings.comparisons;
    this.received = findings.received;
    this.assertion = findings.assertion;
    this.claims = findings.claims;
    // What console.log and the REPL print; not enumerable, so that it is no finding.
    // A descriptor without prototype: an inherited `get` would make this throw.
    const shown = Object.assign(Object.create(null), { value: () => this.toString() });
    Object.defineProperty(this, inspect.custom, shown);
  }

  /** The report as text for a terminal, without colours unless `color` is true. */
  toString(options?: RenderOptions): string {
    return renderReport(this, options);
  }

  /** The report as plain data: Dates as ISO 8601 and Maps as objects once it is stringified. */
  toJSON(): Record<string, unknown> {
    const findings: InspectFindings = { ...this };
    return {
      ...findings,
      assertion: this.assertion && { ...this.assertion, attributes: plain(this.assertion.attributes) },
      claims: this.claims && { ...this.claims, attributes: plain(this.claims.attributes) },
    };
  }
}

/** Without a prototype, for an attribute may be named `__proto__`. */
function plain<Value>(map: ReadonlyMap<string, Value>): Record<string, Value> {
  const object: Record<string, Value> = Object.create(null);
  for (const [name, value] of map) object[name] = value;
  return object;
}
