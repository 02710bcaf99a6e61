import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, it } from 'vitest';

interface Listening {
  readonly port: number;
  serve(handler: (req: IncomingMessage, res: ServerResponse) => void): void;
  close(): Promise<unknown>;
}

it('the example answers who comes while it is starting, instead of letting them wait', async () => {
  const path = '../../examples/express/listen.mjs';
  const { listenOnLoopback }: { listenOnLoopback(port: number): Promise<Listening> } = await import(path);
  const listening = await listenOnLoopback(0);
  try {
    const url = `http://127.0.0.1:${listening.port}/`;
    const early = await fetch(url);
    expect([early.status, early.headers.get('retry-after')]).toEqual([503, '2']);
    listening.serve((_req, res) => res.end('ready'));
    const late = await fetch(url);
    expect([late.status, await late.text()]).toEqual([200, 'ready']);
  } finally {
    await listening.close();
  }
});
