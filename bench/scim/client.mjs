import { Agent, request } from 'node:http';

const LONGEST = 60_000;

/** Sends requests to a server, over connections that stay open. `milliseconds` is until the last byte of the answer. */
export function clientOf({ port, base, token }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = { authorization: `Bearer ${token}`, accept: 'application/scim+json' };
      if (text !== undefined) {
        headers['content-type'] = 'application/scim+json; charset=utf-8';
        headers['content-length'] = Buffer.byteLength(text);
      }
      const startedAt = performance.now();
      const sent = request(
        { host: '127.0.0.1', port, method, path: `${base}${path}`, headers, agent, timeout: LONGEST },
        (answer) => {
          const chunks = [];
          answer.on('data', (chunk) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            const milliseconds = performance.now() - startedAt;
            resolve({ status: answer.statusCode, milliseconds, body: parsed(Buffer.concat(chunks)) });
          });
        },
      );
      sent.on('timeout', () => sent.destroy(new Error(`no answer within ${LONGEST} ms`)));
      sent.on('error', reject);
      sent.end(text);
    });
}

export const filter = (text) => `filter=${encodeURIComponent(text)}`;

function parsed(bytes) {
  if (bytes.length === 0) return null;
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
