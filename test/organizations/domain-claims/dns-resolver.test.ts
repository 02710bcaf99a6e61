import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dnsResolver } from '../../../src/organizations/domain-claims/dns-resolver.js';
import type { TxtAnswer } from '../../../src/organizations/domain-claims/txt-resolver.js';
import { type Behaviour, type DnsServer, startDnsServer } from './dns-server.js';

const TOKEN = 'claimgate-domain-verify=0123456789abcdef0123456789abcdef';

let server: DnsServer;
beforeEach(async () => {
  server = await startDnsServer();
  server.soa.add('contoso.com');
});
afterEach(() => server.close());

function ask(name = 'contoso.com', timeoutMs = 200): Promise<TxtAnswer> {
  const resolver = dnsResolver({ servers: [server.address], timeoutMs });
  return resolver.resolveTxt(name, new AbortController().signal);
}

function answerTo(behaviour: Behaviour): Promise<TxtAnswer> {
  server.zone.set('contoso.com', behaviour);
  return ask();
}

describe('dnsResolver over a real name server', () => {
  it('gives one record', async () => {
    expect(await answerTo({ txt: [[TOKEN]] })).toEqual({ kind: 'records', records: [TOKEN] });
  });

  it('joins the character-strings of one record, and of each one its own', async () => {
    const halves = [TOKEN.slice(0, 20), TOKEN.slice(20)];
    expect(await answerTo({ txt: [halves, ['v=spf1', ' -all'], ['']] })).toEqual({
      kind: 'records',
      records: [TOKEN, 'v=spf1 -all', ''],
    });
  });

  it('changes nothing else of a record', async () => {
    const odd = [`"${TOKEN}"`, ` ${TOKEN} `, TOKEN.toUpperCase(), 'a\\b;c'];
    expect(await answerTo({ txt: odd.map((text) => [text]) })).toEqual({ kind: 'records', records: odd });
  });

  it('asks for names in any letter case', async () => {
    server.zone.set('contoso.com', { txt: [[TOKEN]] });
    expect(await ask('CONTOSO.com')).toEqual({ kind: 'records', records: [TOKEN] });
  });

  it('follows CNAME records to their end', async () => {
    server.zone.set('a.hosting.net', { cname: 'b.hosting.net' });
    server.zone.set('b.hosting.net', { txt: [[TOKEN]] });
    expect(await answerTo({ cname: 'a.hosting.net' })).toEqual({ kind: 'records', records: [TOKEN] });
  });

  it('knows absence at the end of CNAME records', async () => {
    expect(await answerTo({ cname: 'gone.hosting.net' })).toEqual({ kind: 'absent', reason: 'NXDOMAIN' });
  });

  it('reads wildcard answers', async () => {
    server.zone.set('*.contoso.com', { txt: [[TOKEN]] });
    expect(await ask('_claimgate-challenge.contoso.com')).toEqual({ kind: 'records', records: [TOKEN] });
  });

  it('asks over TCP when the answer is truncated', async () => {
    expect(await answerTo({ truncated: [[TOKEN]] })).toEqual({ kind: 'records', records: [TOKEN] });
    expect(server.questions).toContain('TXT contoso.com over TCP');
  });

  it('reads a huge answer', async () => {
    const records = Array.from({ length: 200 }, (_, index) => ['x'.repeat(200), `${index}`]);
    const answer = await answerTo({ truncated: [...records, [TOKEN]] });
    expect(answer.kind === 'records' && answer.records.length).toBe(201);
    expect(answer).toMatchObject({ records: expect.arrayContaining([TOKEN]) });
  });

  it('does not read an answer of more than 1000 records', async () => {
    const records = Array.from({ length: 1_001 }, () => ['x']);
    expect(await answerTo({ truncated: records.slice(1) })).toMatchObject({ kind: 'records' });
    const answer = await answerTo({ truncated: records });
    expect(answer).toEqual({ kind: 'inconclusive', reason: 'too many records' });
  });

  it('knows NXDOMAIN as absence', async () => {
    expect(await ask('nowhere.contoso.com')).toEqual({ kind: 'absent', reason: 'NXDOMAIN' });
  });

  it('knows NODATA as absence where the resolver knows the zone', async () => {
    expect(await answerTo({ rcode: 'NOERROR' })).toEqual({ kind: 'absent', reason: 'NODATA' });
    server.zone.set('_claimgate-challenge.sales.contoso.com', { rcode: 'NOERROR' });
    expect(await ask('_claimgate-challenge.sales.contoso.com')).toEqual({ kind: 'absent', reason: 'NODATA' });
    expect(server.questions.filter((question) => question === 'SOA contoso.com')).toHaveLength(2);
  });

  it('knows a zone by its SOA record, whatever primary server that names', async () => {
    server.hidden.add('contoso.com');
    expect(await answerTo({ rcode: 'NOERROR' })).toEqual({ kind: 'absent', reason: 'NODATA' });
  });

  it.each(['com', 'co.uk', 'intranet'])(
    'does not take the empty answer for %s, in which nobody can register, for absence',
    async (name) => {
      server.zone.set(name, { rcode: 'NOERROR' });
      server.soa.add(name);
      expect(await ask(name)).toEqual({
        kind: 'inconclusive',
        reason: 'empty answer of a resolver that does not know the zone',
      });
      expect(server.questions).toEqual([`TXT ${name}`]);
    },
  );

  it('does not take the empty answer of a lame server for absence', async () => {
    server.soa.clear();
    expect(await answerTo({ rcode: 'NOERROR' })).toEqual({
      kind: 'inconclusive',
      reason: 'empty answer of a resolver that does not know the zone',
    });
  });

  it.each<[string, Behaviour]>([
    ['SERVFAIL', { rcode: 'SERVFAIL' }],
    ['REFUSED', { rcode: 'REFUSED' }],
    ['NOTIMP', { rcode: 'NOTIMP' }],
    ['FORMERR', { rcode: 'FORMERR' }],
    ['timeout', { silent: true }],
    ['timeout', { wrongId: [[TOKEN]] }],
  ])('says %s and nothing more of %j', async (reason, behaviour) => {
    expect(await answerTo(behaviour)).toEqual({ kind: 'inconclusive', reason });
  });

  it.each<Behaviour>([{ garbage: true }, { truncated: null }])(
    'learns nothing from %j',
    async (behaviour) => {
      expect(await answerTo(behaviour)).toMatchObject({ kind: 'inconclusive' });
    },
  );

  it('learns nothing from a server that is not there', async () => {
    const { address } = server;
    await server.close();
    const answer = await dnsResolver({ servers: [address], timeoutMs: 200 }).resolveTxt(
      'contoso.com',
      new AbortController().signal,
    );
    expect(answer).toMatchObject({ kind: 'inconclusive' });
    server = await startDnsServer();
  });

  it('stops when the signal says so', async () => {
    server.zone.set('contoso.com', { silent: true });
    const resolver = dnsResolver({ servers: [server.address], timeoutMs: 30_000 });
    const began = Date.now();
    const answer = await resolver.resolveTxt('contoso.com', AbortSignal.timeout(100));
    expect(answer).toEqual({ kind: 'inconclusive', reason: 'timeout' });
    expect(Date.now() - began).toBeLessThan(5_000);
    const asked = server.questions.length;
    expect(await resolver.resolveTxt('contoso.com', AbortSignal.abort())).toEqual({
      kind: 'inconclusive',
      reason: 'timeout',
    });
    expect(server.questions).toHaveLength(asked);
  });

  it('leaves nothing with a signal that lives on', async () => {
    const { signal } = new AbortController();
    const asking = dnsResolver({ servers: [server.address] }).resolveTxt('contoso.com', signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await asking;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('asks anew each time', async () => {
    const resolver = dnsResolver({ servers: [server.address], timeoutMs: 200 });
    const { signal } = new AbortController();
    expect(await resolver.resolveTxt('contoso.com', signal)).toMatchObject({ kind: 'absent' });
    server.zone.set('contoso.com', { txt: [[TOKEN]] });
    expect(await resolver.resolveTxt('contoso.com', signal)).toMatchObject({ kind: 'records' });
  });
});

describe('the options of dnsResolver', () => {
  it('names a resolver by its servers', () => {
    expect(dnsResolver().name).toBe('system');
    expect(dnsResolver({ servers: ['192.0.2.1', '192.0.2.2'] }).name).toBe('192.0.2.1, 192.0.2.2');
    expect(dnsResolver({ name: 'Frankfurt' }).name).toBe('Frankfurt');
  });

  it('takes a try of 100 ms to 30 s', () => {
    for (const timeoutMs of [100, 30_000]) expect(dnsResolver({ timeoutMs, name: 'r' }).name).toBe('r');
  });

  it.each([
    { servers: [] },
    { servers: [], name: 'Frankfurt' },
    { servers: '192.0.2.1', name: 'Frankfurt' },
    { servers: null, name: 'Frankfurt' },
    { servers: ['resolver.example'] },
    { servers: '192.0.2.1' },
    { timeoutMs: 99 },
    { timeoutMs: 30_001 },
    { timeoutMs: Number.NaN },
    { name: '' },
    { name: 5 },
    { name: null },
  ])('refuses %j', (options) => {
    expect(() => dnsResolver(options as never)).toThrow(TypeError);
  });
});
