import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askResolver, lookForRecords } from '../../../src/organizations/domain-claims/look.js';
import type { TxtAnswer, TxtResolver } from '../../../src/organizations/domain-claims/txt-resolver.js';

const RECORDS = [
  { name: 'contoso.com', type: 'TXT', value: 'v=1' },
  { name: '_c.contoso.com', type: 'TXT', value: 'v=2' },
] as const;

function resolverOf(resolveTxt: (name: string, signal: AbortSignal) => unknown): TxtResolver {
  return { name: 'r', resolveTxt: resolveTxt as TxtResolver['resolveTxt'] };
}

const answering = (answers: Readonly<Record<string, TxtAnswer>>): TxtResolver =>
  resolverOf(async (name) => answers[name] ?? { kind: 'absent', reason: 'NXDOMAIN' });
const records = (...texts: string[]): TxtAnswer => ({ kind: 'records', records: texts });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('lookForRecords', () => {
  const outcome = async (...resolvers: TxtResolver[]) => {
    const { findings, ...look } = await lookForRecords(resolvers, RECORDS, 1_000);
    return { ...look, each: findings.map((finding) => finding.outcome) };
  };

  it('finds a record at its own name only', async () => {
    const own = answering({ 'contoso.com': records('x', 'v=1') });
    const other = answering({ '_c.contoso.com': records('v=2') });
    const swapped = answering({ 'contoso.com': records('v=2'), '_c.contoso.com': records('v=1') });
    expect(await outcome(own)).toEqual({ outcome: 'found', seen: true, each: ['found'] });
    expect(await outcome(other)).toEqual({ outcome: 'found', seen: true, each: ['found'] });
    expect(await outcome(swapped)).toEqual({ outcome: 'absent', seen: false, each: ['absent'] });
  });

  it('concludes nothing where one name has no reliable answer', async () => {
    const failing = answering({ 'contoso.com': { kind: 'inconclusive', reason: 'SERVFAIL' } });
    expect(await outcome(failing)).toEqual({ outcome: 'inconclusive', seen: false, each: ['inconclusive'] });
  });

  it('concludes nothing without a resolver', async () => {
    expect(await outcome()).toEqual({ outcome: 'inconclusive', seen: false, each: [] });
  });

  it('keeps what each resolver said of each name', async () => {
    const { findings } = await lookForRecords([answering({ 'contoso.com': records('x') })], RECORDS, 1_000);
    expect(findings).toEqual([
      {
        resolver: 'r',
        outcome: 'absent',
        answers: [
          { name: 'contoso.com', answer: records('x') },
          { name: '_c.contoso.com', answer: { kind: 'absent', reason: 'NXDOMAIN' } },
        ],
      },
    ]);
  });
});

describe('askResolver', () => {
  const answerOf = (answer: unknown) =>
    askResolver(
      resolverOf(async () => answer),
      'contoso.com',
      1_000,
    );

  it.each<TxtAnswer>([
    { kind: 'absent', reason: 'NXDOMAIN' },
    { kind: 'absent', reason: 'NODATA' },
    { kind: 'inconclusive', reason: 'SERVFAIL' },
    { kind: 'records', records: [] },
    { kind: 'records', records: ['a', 'b'] },
  ])('believes %j', async (answer) => {
    expect(await answerOf({ ...answer, further: 1 })).toEqual(answer);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each<[unknown, string]>([
    [undefined, 'the resolver gave no answer'],
    [null, 'the resolver gave no answer'],
    [{ kind: 'absent' }, 'the resolver gave no answer'],
    [{ kind: 'absent', reason: 'SERVFAIL' }, 'the resolver gave no answer'],
    [{ kind: 'inconclusive' }, 'the resolver gave no answer'],
    [{ kind: 'found', reason: 'NODATA', records: ['a'] }, 'the resolver gave no answer'],
    [{ kind: 'records', records: 'a' }, 'the resolver gave no answer'],
    [{ kind: 'records', records: ['a', 7] }, 'the resolver gave a record that is no text'],
    [{ kind: 'inconclusive', reason: 'x'.repeat(257) }, 'x'.repeat(256)],
  ])('learns nothing from %j', async (answer, reason) => {
    expect(await answerOf(answer)).toEqual({ kind: 'inconclusive', reason });
  });

  it.each<[string, unknown, string]>([
    ['an error', new Error('no network'), 'no network'],
    ['a long error', new Error('x'.repeat(257)), 'x'.repeat(256)],
    ['no error', 'oops', 'the resolver failed'],
  ])('learns nothing from a resolver that throws %s', async (_name, thrown, reason) => {
    const now = resolverOf(() => {
      throw thrown;
    });
    const later = resolverOf(async () => {
      throw thrown;
    });
    for (const resolver of [now, later]) {
      expect(await askResolver(resolver, 'contoso.com', 1_000)).toEqual({ kind: 'inconclusive', reason });
    }
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends after its time, and tells the resolver', async () => {
    let signal: AbortSignal | undefined;
    let answer: TxtAnswer | undefined;
    const hanging = resolverOf((_name, given) => {
      signal = given;
      return new Promise(() => undefined);
    });
    const asking = askResolver(hanging, 'contoso.com', 1_000).then((given) => {
      answer = given;
    });
    await vi.advanceTimersByTimeAsync(999);
    expect([answer, signal?.aborted]).toEqual([undefined, false]);
    await vi.advanceTimersByTimeAsync(1);
    await asking;
    expect([answer, signal?.aborted]).toEqual([{ kind: 'inconclusive', reason: 'timeout' }, true]);
  });
});
