import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { openSite } from './loopback.js';

/** A load balancer without any affinity: each request goes to the next instance. */
export interface RoundRobin {
  /** What browsers see, such as `http://localhost:41234`. */
  readonly url: string;
  /** Ports of this machine, in turn. */
  serve(ports: readonly number[]): void;
  close(): Promise<void>;
}

/**
 * Passes requests on as they came, their Host too. An instance that does not take the connection is passed over; a
 * request that broke off on the way is answered with 502 and never repeated, as it may have been carried out.
 */
export async function openRoundRobin(): Promise<RoundRobin> {
  const site = await openSite('localhost');
  const agent = new Agent({ keepAlive: true });
  let ports: readonly number[] = [];
  let turn = 0;
  site.server.on('request', async (incoming, outgoing) => {
    const body = await bodyOf(incoming);
    const first = turn++;
    for (let tries = 0; tries < ports.length; tries += 1) {
      const port = ports[(first + tries) % ports.length] ?? 0;
      if ((await passOn(agent, port, incoming, body, outgoing)) !== 'refused') return;
    }
    outgoing.writeHead(502).end();
  });
  return {
    url: site.url,
    serve(next) {
      ports = next;
    },
    async close() {
      agent.destroy();
      await site.close();
    },
  };
}

function passOn(
  agent: Agent,
  port: number,
  { headers, method, url }: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
): Promise<'answered' | 'refused'> {
  return new Promise((resolve) => {
    const passed = request({ agent, host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.once('close', () => resolve('answered'));
      answer.on('error', () => outgoing.destroy());
      answer.pipe(outgoing);
    });
    passed.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') return resolve('refused');
      if (!outgoing.headersSent) outgoing.writeHead(502).end();
      resolve('answered');
    });
    passed.end(body);
  });
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}
