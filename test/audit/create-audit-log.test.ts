import { describe, expect, it } from 'vitest';
import { type AuditLogOptions, createAuditLog } from '../../src/audit/create-audit-log.js';
import { createDirectory } from '../../src/directory/create-directory.js';
import { refusal } from '../../src/errors/index.js';
import type { ServiceProviderEvent } from '../../src/service-provider/events.js';
import { compareAuditPositions } from '../../src/stores/audit-position.js';
import {
  memoryAccessPolicies,
  memoryAuditStore,
  memoryConnectionStore,
  memoryDomainClaims,
  memoryMembers,
} from '../../src/stores/memory/index.js';
import { answerTo, connection, createSite, finish, NOW, start } from '../service-provider/site.js';

function createLog(options: Partial<AuditLogOptions> = {}) {
  const store = memoryAuditStore();
  const failures: unknown[] = [];
  const time = { now: NOW };
  const log = createAuditLog({
    store,
    connections: memoryConnectionStore([connection()]),
    clock: () => time.now,
    onFailure: (error) => failures.push(error),
    ...options,
  });
  return { log, store, failures, time };
}

function refusedEvent(connectionId: string | null, reason = 'odd'): ServiceProviderEvent {
  const { error } = refusal('store_unavailable', { store: 'connections', reason });
  const { code, stage } = error;
  const told = { at: NOW, code, stage, connectionId, reference: 'ABCDEFGH12', error };
  return { type: 'sign_in_refused', ...told, redactedResponse: null };
}

describe('the audit log', () => {
  it('holds an accepted sign-in with who and where, and no more of the assertion than its id', async () => {
    const { log, failures } = createLog();
    const site = createSite({ onEvent: (event) => log.onEvent(event) });
    const started = await start(site);
    const samlResponse = answerTo(site, started);
    const finished = await finish(site, started, samlResponse);
    expect(finished.ok).toBe(true);
    await log.settled();
    const entries = await log.list('org-contoso');
    expect(entries).toMatchObject([
      { type: 'sign_in_accepted', connectionId: 'contoso', code: null, reference: null, actor: null },
    ]);
    expect(entries[0]?.data).toMatchObject({ requestId: started.requestId });
    expect(Object.keys(entries[0]?.data ?? {}).sort()).toEqual(['assertionId', 'identityKey', 'requestId']);
    expect(failures).toEqual([]);
  });

  it('holds a refused sign-in with its code and the reference on the page, under the organisation', async () => {
    const { log } = createLog();
    const site = createSite({ onEvent: (event) => log.onEvent(event) });
    const started = await start(site);
    const finished = await finish(site, started, answerTo(site, started, { deviation: 'wrong-audience' }));
    if (finished.ok) throw new Error('accepted');
    await log.settled();
    expect(await log.list('org-contoso')).toMatchObject([
      { type: 'sign_in_refused', code: 'audience_mismatch', reference: finished.reference },
    ]);
    expect(await log.list('org-fabrikam')).toEqual([]);
  });

  it('holds no assertion, whatever is posted', async () => {
    const { log, store } = createLog();
    const site = createSite({ onEvent: (event) => log.onEvent(event) });
    const started = await start(site);
    const samlResponse = answerTo(site, started);
    await finish(site, started, `${samlResponse.slice(0, -8)}AAAAAAA=`);
    await finish(site, started, samlResponse);
    await finish(site, started, samlResponse);
    await log.settled();
    const written = JSON.stringify(await store.read(null, 1000));
    expect(JSON.parse(written)).toHaveLength(3);
    expect(written).not.toContain(samlResponse.slice(100, 140));
    expect(written).not.toContain('<');
  });

  it('holds a redacted copy where it is asked to keep one, and no word of the person', async () => {
    const { log } = createLog();
    const onEvent = (event: ServiceProviderEvent) => log.onEvent(event);
    const site = createSite({ onEvent, keepRedactedResponses: true });
    const started = await start(site);
    await finish(site, started, answerTo(site, started, { deviation: 'wrong-audience' }));
    await log.settled();
    const [entry] = await log.list('org-contoso');
    const copy = String(entry?.data['redactedResponse']);
    expect(copy).toContain('<AudienceRestriction>');
    expect(copy).toContain('characters]</NameID>');
    expect(copy).not.toContain('adele.vance');
  });

  it('holds what no organisation is known for, such as an address that names no connection', async () => {
    const { log, store } = createLog();
    log.onEvent(refusedEvent('unknown'));
    log.onEvent(refusedEvent(null));
    await log.settled();
    const entries = await store.read(null, 10);
    const known = entries.map(({ organizationId, connectionId }) => `${organizationId} ${connectionId}`);
    expect(known.sort()).toEqual(['null null', 'null unknown']);
  });

  it('cuts what a sender wrote, and writes text only', async () => {
    const { log, store } = createLog();
    log.onEvent(refusedEvent('contoso', `${'x'.repeat(198)}\u{1F600}tail`));
    log.onEvent(refusedEvent('contoso', 'a\0b\uD800'));
    await log.settled();
    const reasons = (await store.read(null, 10)).map(({ data }) => data['reason']);
    expect(reasons).toEqual([`${'x'.repeat(198)}\uFFFD…`, 'a\uFFFDb\uFFFD']);
  });

  it('holds what a directory refused, and not again what it changed', async () => {
    const { log } = createLog();
    const audit = memoryAuditStore();
    const directory = createDirectory({
      members: memoryMembers({ audit }),
      policies: memoryAccessPolicies({ audit }),
      connections: memoryConnectionStore([connection()]),
      domainClaims: memoryDomainClaims([]),
      onEvent: (event) => log.onEvent(event),
    });
    const owner = { email: 'ada@contoso.com', role: 'owner' } as const;
    const added = await directory.addMember('org-contoso', owner, 'the sign-up');
    if (!added.ok) throw added.error;
    const name = { organizationId: 'org-contoso', memberId: 'nobody' };
    expect((await directory.mayUsePassword(name)).ok).toBe(false);
    await log.settled();
    expect(await log.list('org-contoso')).toMatchObject([
      { type: 'password_refused', code: 'member_unknown', data: { memberId: 'nobody' } },
    ]);
  });

  it('ignores events that it does not know, and events that only begin something', async () => {
    const { log, store, failures } = createLog();
    log.onEvent({ type: 'domain_verified', at: NOW } as never);
    log.onEvent({
      type: 'sign_in_started',
      at: NOW,
      organizationId: 'org-contoso',
      connectionId: 'contoso',
      requestId: '_r',
    });
    await log.settled();
    expect([await store.read(null, 10), failures]).toEqual([[], []]);
  });

  it('takes an error whose details are named __proto__ for what they are', async () => {
    const { log, store, failures } = createLog();
    const event = refusedEvent('contoso');
    const details = JSON.parse('{"__proto__":{"polluted":1},"kept":"yes","constructor":"c"}');
    log.onEvent({ ...event, error: { details } } as never);
    await log.settled();
    expect(failures).toEqual([]);
    expect((await store.read(null, 1))[0]?.data).toMatchObject({ kept: 'yes', constructor: 'c' });
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('tells of what could not be written, and never throws', async () => {
    const told: unknown[] = [];
    const { log } = createLog({
      store: { ...memoryAuditStore(), append: () => Promise.reject(new Error('disk full')) },
      onFailure(error, entry) {
        told.push([String(error), entry?.code]);
        throw new Error('and so is this one');
      },
    });
    log.onEvent(refusedEvent('contoso'));
    await log.settled();
    expect(told).toEqual([['Error: disk full', 'store_unavailable']]);
  });

  it('stops taking entries in when the store hangs, instead of filling the memory', async () => {
    let release = (): void => undefined;
    const hanging = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { log, failures } = createLog({
      refusalsPerMinute: 6000,
      store: { ...memoryAuditStore(), append: () => hanging },
    });
    for (let index = 0; index < 10_050; index += 1) {
      log.onEvent({ ...refusedEvent(`c${index % 20}`), reference: `${index}` } as ServiceProviderEvent);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(failures).toHaveLength(50);
    release();
    await log.settled();
  });

  it.each([
    [{ store: {} }, 'store must be a store with append()'],
    [{ connections: null }, 'connections must be a store with findById()'],
    [{ refusalsPerMinute: 0 }, 'refusalsPerMinute must be a whole number from 1 to 6000'],
    [{ refusalsPerMinute: 1.5 }, 'refusalsPerMinute must be a whole number from 1 to 6000'],
  ])('refuses the options %j', (wrong, message) => {
    expect(() => createLog(wrong as never)).toThrow(new TypeError(message));
  });
});

describe('refusals that strangers cause', () => {
  it('fill no more than the quota of their connection, and the next entry says how many were left out', async () => {
    const { log, store, time } = createLog({ refusalsPerMinute: 3 });
    for (let index = 0; index < 10; index += 1) log.onEvent(refusedEvent('contoso'));
    log.onEvent(refusedEvent('other'));
    await log.settled();
    expect((await store.read(null, 100)).map(({ connectionId }) => connectionId)).toEqual([
      'contoso',
      'contoso',
      'contoso',
      'other',
    ]);
    time.now = new Date(NOW.getTime() + 20_000);
    log.onEvent(refusedEvent('contoso'));
    await log.settled();
    expect((await store.read(null, 100)).at(-1)?.data['leftOutBefore']).toBe(7);
  });

  it('fill no more than ten quotas with invented connections', async () => {
    const { log, store } = createLog({ refusalsPerMinute: 2 });
    for (let index = 0; index < 3000; index += 1) log.onEvent(refusedEvent(`invented-${index}`));
    await log.settled();
    expect(await store.read(null, 1000)).toHaveLength(20);
  });

  it('never leave out a sign-in that was accepted', async () => {
    const { log } = createLog({ refusalsPerMinute: 1 });
    for (let index = 0; index < 50; index += 1) log.onEvent(refusedEvent('contoso'));
    const site = createSite({ onEvent: (event) => log.onEvent(event) });
    const started = await start(site);
    await finish(site, started, answerTo(site, started));
    await log.settled();
    expect((await log.list('org-contoso')).map(({ type }) => type)).toEqual([
      'sign_in_accepted',
      'sign_in_refused',
    ]);
  });
});

describe('following the log', () => {
  it('gives what is there and what comes, in order, and ends with its signal', async () => {
    const { log } = createLog();
    const stop = new AbortController();
    log.onEvent(refusedEvent('contoso', 'first'));
    await log.settled();
    const seen: string[] = [];
    const positions: string[] = [];
    for await (const entry of log.follow({ after: null, signal: stop.signal, everySeconds: 0.05 })) {
      seen.push(String(entry.data['reason']));
      positions.push(entry.position);
      if (seen.length === 1) setTimeout(() => log.onEvent(refusedEvent('contoso', 'second')), 5);
      if (seen.length === 2) setTimeout(() => stop.abort(), 5);
    }
    expect(seen).toEqual(['first', 'second']);
    expect(compareAuditPositions(positions[0] ?? '', positions[1] ?? '')).toBeLessThan(0);
    const again: string[] = [];
    const resume = new AbortController();
    for await (const entry of log.follow({ after: positions[0] ?? null, signal: resume.signal })) {
      again.push(String(entry.data['reason']));
      resume.abort();
    }
    expect(again).toEqual(['second']);
  });

  it('gives nothing where it was ended before, and takes no odd pace', async () => {
    const { log } = createLog();
    log.onEvent(refusedEvent('contoso'));
    await log.settled();
    const seen: unknown[] = [];
    for await (const entry of log.follow({ after: null, signal: AbortSignal.abort() })) seen.push(entry);
    expect(seen).toEqual([]);
    const odd = log.follow({ after: null, signal: AbortSignal.abort(), everySeconds: 0 });
    await expect(odd[Symbol.asyncIterator]().next()).rejects.toThrow(TypeError);
  });
});
