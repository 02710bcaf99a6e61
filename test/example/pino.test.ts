import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { logEvents } from '../../examples/pino/log-events.js';
import { answerTo, createSite, finish, NOW, start } from '../service-provider/site.js';

describe('the example for pino', () => {
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      for (const line of String(chunk).trimEnd().split('\n')) lines.push(JSON.parse(line));
      done();
    },
  });
  const onEvent = logEvents(pino(stream));

  it('writes a line for each event, a warning for a refusal', async () => {
    const site = createSite({ onEvent });
    const started = await start(site);
    await finish(site, started, answerTo(site, started, { deviation: 'wrong-audience' }));
    await finish(site, started, answerTo(site, started));
    expect(lines.map(({ level, type }) => [level, type])).toEqual([
      [30, 'sign_in_started'],
      [40, 'sign_in_refused'],
      [30, 'sign_in_accepted'],
    ]);
    expect(lines[1]).toMatchObject({ code: 'audience_mismatch', connectionId: 'contoso' });
    expect(lines[1]).toHaveProperty('details.received');
    expect(lines[1]).not.toHaveProperty('error');
  });

  it('lets no value of a sender end a line', async () => {
    const site = createSite({ onEvent });
    const connectionId = 'a\n{"level":60,"msg":"forged"}';
    await site.serviceProvider.startSignIn({ connectionId });
    expect(lines.at(-1)).toMatchObject({ level: 40, connectionId });
  });

  it('calls disagreeing readers an error', () => {
    onEvent({
      type: 'readers_disagree',
      at: NOW,
      code: 'readers_disagree',
      connectionId: 'contoso',
      reference: 'R',
    });
    expect(lines.at(-1)).toMatchObject({ level: 50, reference: 'R' });
  });
});
