import { describe, expect, it } from 'vitest';
import {
  type DomainClaimsOptions,
  type DomainClaimsSettings,
  readDomainClaimsOptions,
} from '../../../src/organizations/domain-claims/domain-claims-options.js';
import type { TxtResolver } from '../../../src/organizations/domain-claims/txt-resolver.js';
import { claimsFixture } from './claims-fixture.js';

const { store } = claimsFixture();
const read = (options: Partial<DomainClaimsOptions> = {}): DomainClaimsSettings =>
  readDomainClaimsOptions({ store, ...options });
const resolverOf = (name: string): TxtResolver => ({
  name,
  resolveTxt: async () => ({ kind: 'absent', reason: 'NODATA' }),
});

describe('the options of domain claims', () => {
  it('have defaults', () => {
    const { maxClaims, names, resolvers, resolverTimeoutMs, times } = read();
    expect({ maxClaims, names, resolverTimeoutMs, times }).toEqual({
      maxClaims: 100,
      names: { recordPrefix: 'claimgate-domain-verify=', challengeLabel: '_claimgate-challenge' },
      resolverTimeoutMs: 10_000,
      times: {
        recheck: 21_600_000,
        pendingCheck: 900_000,
        grace: 604_800_000,
        pendingLifetime: 2_592_000_000,
      },
    });
    expect(resolvers.map(({ name }) => name)).toEqual(['system']);
  });

  it.each<[keyof DomainClaimsOptions, number, number, (settings: DomainClaimsSettings) => number]>([
    ['recheckEverySeconds', 300, 604_800, ({ times }) => times.recheck / 1_000],
    ['pendingCheckEverySeconds', 60, 86_400, ({ times }) => times.pendingCheck / 1_000],
    ['graceSeconds', 3_600, 2_592_000, ({ times }) => times.grace / 1_000],
    ['pendingLifetimeSeconds', 3_600, 31_536_000, ({ times }) => times.pendingLifetime / 1_000],
    ['maxClaims', 1, 10_000, ({ maxClaims }) => maxClaims],
    ['resolverTimeoutMs', 100, 60_000, ({ resolverTimeoutMs }) => resolverTimeoutMs],
  ])('%s is a whole number from %d to %d', (name, least, most, of) => {
    for (const value of [least, most]) expect(of(read({ [name]: value }))).toBe(value);
    for (const value of [least - 1, most + 1, least + 0.5, `${least}`]) {
      const words = new TypeError(`${name} must be a whole number from ${least} to ${most}.`);
      expect(() => read({ [name]: value } as never)).toThrow(words);
    }
  });

  it('give the grace the time of four looks', () => {
    expect(read({ graceSeconds: 3_600, pendingCheckEverySeconds: 900 }).times.grace).toBe(3_600_000);
    expect(() => read({ graceSeconds: 3_603, pendingCheckEverySeconds: 901 })).toThrow(TypeError);
  });

  it.each([
    'findOrganization',
    'listVerified',
    'insertClaim',
    'findClaim',
    'listClaims',
    'replaceClaim',
    'removeClaim',
    'listDueClaims',
  ])('want %s() of a store', (method) => {
    expect(() => read({ store: { ...store, [method]: undefined } as never })).toThrow(TypeError);
    expect(() => read({ store: undefined } as never)).toThrow('store must have findOrganization().');
  });

  it.each(['a=', 'a:', 'A.b_c-d9=', `${'a'.repeat(99)}=`])('take the prefix %s', (recordPrefix) => {
    expect(read({ recordPrefix }).names.recordPrefix).toBe(recordPrefix);
  });

  it.each(['', '=', '.a=', 'a', 'a=b', 'a b=', `${'a'.repeat(100)}=`, ['a='], null])(
    'do not take the prefix %j',
    (recordPrefix) => {
      expect(() => read({ recordPrefix } as never)).toThrow(TypeError);
    },
  );

  it.each(['_a', '_a-b', '_0', `_${'a'.repeat(62)}`])('take the label %s', (challengeLabel) => {
    expect(read({ challengeLabel }).names.challengeLabel).toBe(challengeLabel);
  });

  it.each(['_', 'a', '_A', '_-a', '_a-', '_a.b', `_${'a'.repeat(63)}`, ['_a'], null])(
    'do not take the label %j',
    (challengeLabel) => {
      expect(() => read({ challengeLabel } as never)).toThrow(TypeError);
    },
  );

  it('take one to eight resolvers with names of their own, as they are then', () => {
    const resolvers = Array.from({ length: 8 }, (_, index) => resolverOf(`r${index}`));
    const settings = read({ resolvers });
    resolvers.length = 0;
    expect(settings.resolvers.map(({ name }) => name)).toEqual(
      Array.from({ length: 8 }, (_, index) => `r${index}`),
    );
  });

  it.each<[string, unknown]>([
    ['none', []],
    ['nine', Array.from({ length: 9 }, (_, index) => resolverOf(`r${index}`))],
    ['something like a list', { length: 1, 0: resolverOf('r') }],
    ['nothing in the list', [undefined]],
    ['one without a name', [{ resolveTxt: resolverOf('r').resolveTxt }]],
    ['one that cannot be asked', [{ name: 'r' }]],
    ['two of one name', [resolverOf('r'), resolverOf('r')]],
  ])('do not take for resolvers %s', (_name, resolvers) => {
    expect(() => read({ resolvers } as never)).toThrow(TypeError);
    expect(() => read({ resolvers } as never)).toThrow(/resolvers must be|Each resolver must/u);
  });

  it('take a clock and a listener', () => {
    const events: unknown[] = [];
    expect(read().now()).toBeInstanceOf(Date);
    const settings = read({
      clock: () => new Date('2026-03-01T12:00:00Z'),
      onEvent: (event) => events.push(event),
    });
    expect(settings.now()).toEqual(new Date('2026-03-01T12:00:00Z'));
    const failed = {
      type: 'domain_recheck_failed',
      organizationId: null,
      domain: null,
      cause: null,
    } as const;
    settings.emit({ ...failed, at: settings.now() });
    expect(events).toMatchObject([failed]);
    expect(() => read({ clock: null } as never)).toThrow(TypeError);
    expect(() => read({ onEvent: null } as never)).toThrow(TypeError);
  });
});
