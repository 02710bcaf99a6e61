import type { Comparison } from './comparisons.js';
import type { InspectFindings, StageOutcome } from './findings.js';
import { block, cut, type Paint, paint, pairs, visible } from './terminal-text.js';

export interface RenderOptions {
  /** ANSI colours. Default false. */
  readonly color?: boolean;
}

/** Writes a report for a terminal or a failing assertion. */
export function renderReport(findings: InspectFindings, { color = false }: RenderOptions = {}): string {
  const ink = paint(color);
  const sections = [
    headline(findings, ink),
    block(
      null,
      findings.stages.map(({ stage, outcome }) => stageLine(stage, outcome, ink)),
    ),
    failureBlock(findings, ink),
    block(
      null,
      findings.notes.map((note) => ink.warn(`! ${visible(note)}`)),
    ),
    block(
      'Expected and received',
      findings.comparisons.flatMap((comparison) => comparisonLines(comparison, ink)),
    ),
    block('Times', timeLines(findings)),
    block('Certificates tried', certificateLines(findings, ink)),
    block(subjectTitle(findings), subjectLines(findings)),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function headline({ valid, responseValid, failure }: InspectFindings, ink: Paint): string {
  if (valid) return ink.good('SAML response: VALID');
  const code = failure === null ? '' : `: ${failure.code}`;
  return responseValid
    ? ink.bad(`SAML response: VALID, but REFUSED at ${failure?.stage ?? 'claims'}${code}`)
    : ink.bad(`SAML response: REFUSED${code}`);
}

const marks: Record<StageOutcome, string> = {
  passed: '✓',
  failed: '✗',
  'not reached': '·',
  'not asked': '–',
};

function stageLine(stage: string, outcome: StageOutcome, ink: Paint): string {
  const line = `${marks[outcome]} ${stage.padEnd(14)} ${outcome}`;
  if (outcome === 'failed') return ink.bad(line);
  return outcome === 'passed' ? ink.good(line) : ink.soft(line);
}

function failureBlock({ failure }: InspectFindings, ink: Paint): string {
  if (failure === null) return '';
  const details = Object.entries(failure.details).map(
    ([name, value]) => [`  ${name}`, detail(value)] as const,
  );
  return block(
    ink.strong('What is wrong'),
    pairs([
      ['Code', failure.code],
      ['Meaning', failure.meaning],
      ...details,
      ['What to do', failure.remedy],
      ...(failure.reference === null ? [] : [['Reference', failure.reference] as const]),
    ]),
  );
}

function detail(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(detail).join(', ');
  return typeof value === 'string' ? cut(value) : cut(JSON.stringify(value) ?? 'nothing');
}

function comparisonLines({ what, expected, received, fits }: Comparison, ink: Paint): readonly string[] {
  if (fits === true) return [ink.good(`✓ ${what}`) + ink.soft(`  ${cut(visible(expected))}`)];
  if (fits === null) return [ink.soft(`– ${what}  absent, which is allowed while the Response is unsigned`)];
  return [
    ink.bad(`✗ ${what}`),
    `    expected  ${cut(visible(expected))}`,
    `    received  ${received === null ? 'nothing' : cut(visible(received))}`,
  ];
}

function timeLines({ received, expectations }: InspectFindings): readonly string[] {
  const from = { clock: 'this machine’s clock', given: 'given', message: 'the message’s own' };
  const judged = `${expectations.at.toISOString()} (${from[expectations.atFrom]})`;
  if (received === null) return pairs([['judged at', judged]]);
  const times: readonly (readonly [string, string | null])[] = [
    ['judged at', judged],
    ['IssueInstant', received.issueInstant ?? received.responseIssueInstant],
    ['NotBefore', received.notBefore],
    ['NotOnOrAfter', received.notOnOrAfter],
    ['subject until', received.subjectNotOnOrAfter],
    ['AuthnInstant', received.authnInstant],
  ];
  return pairs(times.flatMap(([name, value]) => (value === null ? [] : [[name, cut(value)] as const])));
}

function certificateLines({ certificates, received }: InspectFindings, ink: Paint): readonly string[] {
  const lines = certificates.flatMap((certificate) => [
    `${visible(certificate.subject)}${certificate.namedInMessage ? '  (named in the message)' : ''}`,
    `    thumbprint ${certificate.sha1Thumbprint}  (SHA-256 ${certificate.sha256Thumbprint})`,
    certificate.expired
      ? ink.warn(`    expired ${certificate.notAfter.toISOString()}`)
      : ink.soft(`    valid until ${certificate.notAfter.toISOString()}`),
  ]);
  const foreign = (received?.signatures ?? []).flatMap(({ element, certificate }) =>
    certificate === null || certificates.some((own) => own.sha256Thumbprint === certificate.sha256Thumbprint)
      ? []
      : [
          ink.warn(
            `The ${visible(element)} names a certificate that is not on file: ${visible(cut(certificate.subject))}`,
          ),
          `    SHA-256 ${certificate.sha256Thumbprint}`,
        ],
  );
  return [...lines, ...foreign];
}

function subjectTitle({ responseValid }: InspectFindings): string {
  return responseValid ? 'Who signs in' : 'Who the message speaks of (NOT verified)';
}

function subjectLines({ received, claims }: InspectFindings): readonly string[] {
  if (received === null) return [];
  const nameId = received.nameId === null ? [] : [['NameID', cut(received.nameId)] as const];
  const email = claims === null ? [] : [['email', claims.email.address] as const];
  const attributes = received.attributes.map(
    ({ name, values }) => [cut(name), cut(values.join(' | '))] as const,
  );
  return pairs([...email, ...nameId, ...attributes]);
}
