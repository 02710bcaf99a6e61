import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true });

/** One request; `port` is that of the instance that gets it, else it goes where the address leads. */
export interface Sent {
  readonly path: string;
  readonly port?: number;
  /** With it, it is a POST. */
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly location: string | null;
  readonly cookies: readonly string[];
  readonly text: string;
}

/** Asks for one page under the name that browsers know, and follows nothing. Rejects where nobody answers. */
export function send(url: string, { path, port, form, headers = {} }: Sent): Promise<Answered> {
  const { host, port: ownPort } = new URL(url);
  const body = form === undefined ? null : new URLSearchParams(form).toString();
  const fields =
    body === null
      ? {}
      : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        host: '127.0.0.1',
        port: port ?? Number(ownPort),
        method: body === null ? 'GET' : 'POST',
        path,
        headers: { host, ...fields, ...headers },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          resolve({
            status: answer.statusCode ?? 0,
            location: answer.headers.location ?? null,
            cookies: answer.headers['set-cookie'] ?? [],
            text: Buffer.concat(chunks).toString('utf8'),
          });
        });
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}
