import type { ServerResponse } from 'node:http';
import type { RequestLike } from './request-of.js';

/** Sends a Fetch response, unless a hook of the application has answered already. */
export async function send(response: Response, req: RequestLike, res: ServerResponse): Promise<void> {
  if (res.headersSent) return;
  const body = Buffer.from(await response.arrayBuffer());
  res.statusCode = response.status;
  for (const [name, value] of response.headers) if (name !== 'set-cookie') res.setHeader(name, value);
  // Appended, since the application's session may have set its own before.
  for (const cookie of response.headers.getSetCookie()) res.appendHeader('Set-Cookie', cookie);
  // The rest of a body that was refused is not waited for.
  if (!req.complete) res.setHeader('Connection', 'close');
  res.end(body);
}
