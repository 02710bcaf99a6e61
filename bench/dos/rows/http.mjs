// Requests to the handlers, over stores in memory: what stands around a message, and logout.
import { createHash, sign } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { createHandlers, createServiceProvider } from '../../../dist/index.js';
import {
  memoryConnectionStore,
  memoryDomainClaims,
  memoryReplayStore,
  memoryRequestStore,
  memorySessionIndexStore,
} from '../../../dist/stores/memory.js';
import { base64, fill, keyPair, ownKey, withExtensions } from '../message.mjs';
import { connectionOf } from '../responses.mjs';

const ORIGIN = 'https://app.example.com';
const FORM = 'application/x-www-form-urlencoded';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

/** `send` gives the request for so many bytes, made anew each time since a body is read once. */
const request = (id, title, send) => ({ id, title, by: 'anybody', kind: 'request', open: openPages, send });
const posted =
  (path, body, headers = {}) =>
  () =>
    new Request(`${ORIGIN}/saml/contoso/${path}`, {
      method: 'POST',
      headers: { 'content-type': FORM, ...headers },
      body,
      duplex: 'half',
    });
const got = (path, headers = {}) => {
  const url = `${ORIGIN}/saml/${path}`;
  return () => new Request(url, { headers });
};
/** Node takes 16 KB of address and headers together. */
const inHead = (id, title, send) => ({ ...request(id, title, send), sizes: [4, 8, 15] });
const toAcs = (id, title, body, headers) => request(id, title, (size) => posted('acs', body(size), headers));

/** The pages of a site with one connection and single logout. */
function openPages() {
  let code = null;
  const serviceProvider = createServiceProvider({
    baseUrl: ORIGIN,
    connections: memoryConnectionStore([connectionOf({ logoutUrl: 'https://idp.example/logout' })]),
    domainClaims: memoryDomainClaims([{ organizationId: 'contoso', domain: 'contoso.com' }]),
    requests: memoryRequestStore(),
    replays: memoryReplayStore(),
    sessions: memorySessionIndexStore(),
    keepRedactedResponses: true,
    onEvent: (event) => {
      code = event.code ?? event.type;
    },
  });
  const { handle } = createHandlers(serviceProvider, {
    onSignIn: () => new Response(null, { status: 303, headers: { Location: '/' } }),
    onLogout: () => undefined,
  });
  return async (sent) => {
    const { status } = await handle(sent);
    return `${status} ${code}`;
  };
}

/** Chunks of so many bytes; it ends where `total` is reached, or never. */
function stream(chunk, total = Infinity) {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array(chunk));
      sent += chunk.length;
      if (sent >= total) controller.close();
    },
  });
}

/** A query as the Redirect binding signs it. */
function signedQuery(message, key, relayState = '') {
  const value = encodeURIComponent(deflateRawSync(message).toString('base64'));
  const state = relayState === '' ? '' : `&RelayState=${relayState}`;
  const signed = `SAMLRequest=${value}${state}&SigAlg=${encodeURIComponent(RSA_SHA256)}`;
  const signature = sign('sha256', Buffer.from(signed), key.privateKeyPem).toString('base64');
  return `${signed}&Signature=${encodeURIComponent(signature)}`;
}

const bomb = (key) => (size) => got(`contoso/logout?${signedQuery(Buffer.alloc(size * 500), key)}`);
const hostile = (size) => base64(withExtensions(fill((size * 3) / 4 - 6_000, '<a/>')));
const cookies = (size) =>
  fill(size, (at) => `__Host-claimgate-${createHash('sha1').update(`${at}`).digest('hex')}=x; `);

export const requestRows = [
  toAcs(
    'DOS-10g',
    'a posted message of empty elements',
    (size) => `SAMLResponse=${encodeURIComponent(hostile(size))}`,
  ),
  toAcs('DOS-09g', 'a body of one long field', (size) => `SAMLResponse=${fill(size, 'A')}`),
  toAcs('DOS-09h', 'a body of escapes', (size) => `SAMLResponse=${fill(size - 20, '%2B')}`),
  toAcs('DOS-09i', 'a body of fields', (size) => fill(size, 'a=&')),
  toAcs('DOS-09j', 'a RelayState', (size) => `SAMLResponse=QUFB&RelayState=${fill(size, 'r')}`),
  toAcs(
    'DOS-09k',
    'a body in parts',
    (size) => `--b\r\nContent-Disposition: form-data; name="SAMLResponse"\r\n\r\n${fill(size, 'A')}\r\n--b--`,
    {
      'content-type': 'multipart/form-data; boundary=b',
    },
  ),
  request(
    'DOS-09l',
    'a body in chunks of one byte',
    (size) => () => posted('acs', stream(Buffer.from('A'), size))(),
  ),
  request(
    'DOS-09m',
    'a body without end, in chunks of 16 KB',
    () => () => posted('acs', stream(Buffer.alloc(16_384, 0x41)))(),
  ),
  inHead('DOS-09n', 'a query of the Reply URL', (size) => got(`contoso/acs?${fill(size, 'a=b&')}`)),
  inHead('DOS-09o', 'a query with escapes that are none', (size) => got(`contoso/acs?${fill(size, '%&%%')}`)),
  inHead('DOS-09p', 'a path', (size) => got(fill(size, '../a/'))),
  inHead('DOS-16', 'cookies of sign-ins', (size) => got('contoso/sign-in', { cookie: cookies(size) })),
  inHead('DOS-16b', 'cookies of blanks', (size) =>
    got('contoso/sign-in', { cookie: `a=b${fill(size, ' \t;')}x` }),
  ),
  inHead('EML-10', 'an address', (size) => got(`sign-in?email=${fill(size, 'a')}@contoso.com`)),
  inHead('EML-10b', 'an address of at signs and dots', (size) => got(`sign-in?email=${fill(size, '@.')}`)),
  inHead('WEB-02', 'a place to return to', (size) =>
    got(`contoso/sign-in?returnTo=/${fill(size, '%2e%2e/')}`),
  ),
  inHead('DOS-11', 'a deflate bomb, signed with another key', bomb(ownKey)),
  { ...inHead('DOS-11b', 'a deflate bomb', bomb(keyPair)), by: 'the customer’s key' },
  inHead('SLO-03', 'a logout query of parameters', (size) => got(`contoso/logout?${fill(size, 'a=b&')}`)),
  inHead('SLO-03b', 'a logout query of apostrophes', (size) =>
    got(`contoso/logout?${signedQuery(Buffer.from('x'), ownKey, fill(size, '%27'))}`),
  ),
  request('SLO-09', 'a posted logout message of empty elements', (size) =>
    posted('logout', `SAMLRequest=${encodeURIComponent(hostile(size))}`),
  ),
];
