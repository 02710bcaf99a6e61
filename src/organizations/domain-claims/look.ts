import type { DomainCheckOutcome } from '../../stores/interfaces/domain-claims.js';
import type { DomainRecord } from './domain-records.js';
import type { TxtAnswer, TxtResolver } from './txt-resolver.js';

/** What one resolver said of one name. */
export interface NamedAnswer {
  readonly name: string;
  readonly answer: TxtAnswer;
}

/** What one resolver said of all names. */
export interface ResolverFinding {
  readonly resolver: string;
  readonly outcome: DomainCheckOutcome;
  readonly answers: readonly NamedAnswer[];
}

/** What a look at the DNS found. */
export interface DomainLook {
  /** `found` where every resolver found a record, `absent` where every one knows that there is none. */
  readonly outcome: DomainCheckOutcome;
  /** Whether any resolver found a record. */
  readonly seen: boolean;
  readonly findings: readonly ResolverFinding[];
}

/** Asks every resolver for every record at once. Never rejects, and ends after `timeoutMs` whatever a resolver does. */
export async function lookForRecords(
  resolvers: readonly TxtResolver[],
  records: readonly DomainRecord[],
  timeoutMs: number,
): Promise<DomainLook> {
  const findings = await Promise.all(
    resolvers.map(async (resolver): Promise<ResolverFinding> => {
      const answers = await Promise.all(
        records.map(async ({ name }) => ({ name, answer: await askResolver(resolver, name, timeoutMs) })),
      );
      return { resolver: resolver.name, outcome: outcomeOf(records, answers), answers };
    }),
  );
  const all = (outcome: DomainCheckOutcome): boolean =>
    findings.length > 0 && findings.every((finding) => finding.outcome === outcome);
  return {
    outcome: all('found') ? 'found' : all('absent') ? 'absent' : 'inconclusive',
    seen: findings.some(({ outcome }) => outcome === 'found'),
    findings,
  };
}

// To the letter: a record that differs in letter case or a blank is somebody's mistake, and is reported as such.
function outcomeOf(records: readonly DomainRecord[], answers: readonly NamedAnswer[]): DomainCheckOutcome {
  const isFound = records.some(({ name, value }) =>
    answers.some(
      ({ answer, name: asked }) =>
        asked === name && answer.kind === 'records' && answer.records.includes(value),
    ),
  );
  if (isFound) return 'found';
  return answers.every(({ answer }) => answer.kind !== 'inconclusive') ? 'absent' : 'inconclusive';
}

/** Asks one resolver one question. Never rejects. */
export async function askResolver(
  resolver: TxtResolver,
  name: string,
  timeoutMs: number,
): Promise<TxtAnswer> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<TxtAnswer>((resolve) => {
    timer = setTimeout(() => {
      resolve({ kind: 'inconclusive', reason: 'timeout' });
      controller.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([timeout, readAnswer(resolver.resolveTxt(name, controller.signal))]);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, MOST_TEXT) : 'the resolver failed';
    return { kind: 'inconclusive', reason };
  } finally {
    clearTimeout(timer);
  }
}

const MOST_TEXT = 256;
const ABSENCES: readonly unknown[] = ['NXDOMAIN', 'NODATA'];

/** A resolver is a piece of the application, so its answer is believed only in the shape that was agreed. */
async function readAnswer(pending: Promise<TxtAnswer>): Promise<TxtAnswer> {
  const answer: Partial<Record<'kind' | 'reason' | 'records', unknown>> | null = await pending;
  if (answer?.kind === 'absent' && ABSENCES.includes(answer.reason)) {
    return { kind: 'absent', reason: answer.reason === 'NODATA' ? 'NODATA' : 'NXDOMAIN' };
  }
  if (answer?.kind === 'inconclusive' && typeof answer.reason === 'string') {
    return { kind: 'inconclusive', reason: answer.reason.slice(0, MOST_TEXT) };
  }
  const records: readonly unknown[] | null =
    answer?.kind === 'records' && Array.isArray(answer.records) ? answer.records : null;
  if (records === null) return { kind: 'inconclusive', reason: 'the resolver gave no answer' };
  const texts = records.filter((record) => typeof record === 'string');
  if (texts.length !== records.length) {
    return { kind: 'inconclusive', reason: 'the resolver gave a record that is no text' };
  }
  return { kind: 'records', records: texts };
}
