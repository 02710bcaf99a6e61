import type { TxtResolver } from '../organizations/domain-claims/txt-resolver.js';

/** A resolver that knows only what it was told: to try domain claims out without a network. Never for production. */
export interface StubResolver extends TxtResolver {
  /** Gives a name these TXT records; none is NODATA. Letter case and a dot at the end do not matter. */
  set(name: string, ...records: readonly string[]): void;
  /** Makes every question about a name fail with this reason, such as `SERVFAIL`. */
  fail(name: string, reason: string): void;
  /** Forgets a name, or all of them: what is not known is NXDOMAIN. */
  clear(name?: string): void;
}

/** Makes a resolver that asks nobody and answers what `set` and `fail` said. */
export function stubResolver(name = 'stub (answers are made up)'): StubResolver {
  const known = new Map<string, readonly string[] | { readonly reason: string }>();
  return Object.freeze<StubResolver>({
    name,
    set(question, ...records) {
      known.set(keyOf(question), [...records]);
    },
    fail(question, reason) {
      known.set(keyOf(question), { reason });
    },
    clear(question) {
      if (question === undefined) known.clear();
      else known.delete(keyOf(question));
    },
    async resolveTxt(question) {
      const answer = known.get(keyOf(question));
      if (answer === undefined) return { kind: 'absent', reason: 'NXDOMAIN' };
      if ('reason' in answer) return { kind: 'inconclusive', reason: answer.reason };
      return answer.length === 0
        ? { kind: 'absent', reason: 'NODATA' }
        : { kind: 'records', records: answer };
    },
  });
}

function keyOf(name: string): string {
  return name.toLowerCase().replace(/\.$/u, '');
}
