import type { ServerResponse } from 'node:http';
import { createScimHandlers } from '../scim/http/create-scim-handlers.js';
import { isTokenPath, servesPath } from '../scim/http/route.js';
import { type Scim, scimSettings } from '../scim/service/create-scim.js';
import { type Bridge, encodedAgain, pathnameOf, pathOf, type RequestLike, requestOf } from './request-of.js';
import { send } from './send.js';
import type { ExpressHandler } from './to-express.js';

const SCIM: Bridge = {
  headers: [
    'accept',
    'authorization',
    'content-encoding',
    'content-length',
    'content-type',
    'if-match',
    'if-none-match',
  ],
  encode: jsonAgain,
};

/** The token endpoint is sent forms. */
const TOKEN: Bridge = {
  headers: ['authorization', 'content-length', 'content-type'],
  encode: encodedAgain,
};

/**
 * Serves provisioning and its token endpoint from an Express 4 or 5 application, at its root or mounted at the path prefix;
 * every other path goes to `next`. It needs no body parser, and bears one; mounted in front of those of the application it
 * finds out who sends a request before the body is read.
 */
export function toExpressScim<
  Req extends RequestLike = RequestLike,
  Res extends ServerResponse = ServerResponse,
>(scim: Scim): ExpressHandler<Req, Res> {
  const settings = scimSettings(scim);
  const { handle } = createScimHandlers(scim);
  return (req, res, next) => {
    const path = pathOf(req);
    if (path === null || !servesPath(settings, pathnameOf(path))) return next();
    serve(path, req, res).catch(next);
  };

  async function serve(path: string, req: Req, res: Res): Promise<void> {
    const bridge = isTokenPath(settings, pathnameOf(path)) ? TOKEN : SCIM;
    await send(await handle(requestOf(req, settings.origin, path, bridge)), req, res);
  }
}

/** What a parser of JSON, text or bytes left. */
function jsonAgain(body: unknown): string {
  if (typeof body === 'string') return body;
  if (Buffer.isBuffer(body)) return body.toString('utf8');
  if (body === undefined)
    throw new TypeError('it was read before the handler, and req.body does not hold it');
  return JSON.stringify(body);
}
