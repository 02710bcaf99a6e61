import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchFederationMetadata } from '../../src/metadata/fetch-federation-metadata.js';
import { entity, ISSUER } from './federation-documents.js';
import { HOST, listenMetadata, listenPlain, type MetadataServer } from './metadata-server.js';

const document = `\uFEFF${entity()}`;
const pages: Record<string, RequestListener> = {
  '/': (_, response) => response.end(document),
  '/encoding': (request, response) => response.end(`${request.headers['accept-encoding']}`),
  '/typed': (_, response) => response.setHeader('content-type', 'text/plain').end(document),
  '/html': (_, response) => response.end('<!DOCTYPE html><title>Sign in</title>'),
  '/missing': (_, response) => response.writeHead(404).end(document),
  '/broken': (_, response) => response.writeHead(500).end(),
  '/nowhere': (_, response) => response.writeHead(302).end(),
  '/gzip': (_, response) => {
    response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(50_000_000, ' ')));
  },
  '/announced': (_, response) => response.writeHead(200, { 'content-length': 1_048_577 }).flushHeaders(),
  '/endless': (_, response) => {
    const more = () => {
      while (!response.destroyed && response.write(' '.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  },
  '/silent': () => undefined,
  '/drip': (_, response) => {
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  },
  '/cut': (_, response) => {
    response.writeHead(200, { 'content-length': document.length + 100 });
    response.write(document, () => response.destroy());
  },
};

let server: MetadataServer;
beforeAll(async () => {
  server = await listenMetadata((request, response) => {
    const [path = '', to = ''] = (request.url ?? '').split('?to=');
    const page = pages[path];
    if (path === '/to') response.writeHead(302, { location: decodeURIComponent(to) }).end();
    else if (path === '/loop') response.writeHead(307, { location: '/loop' }).end();
    else if (page === undefined) response.writeHead(404).end();
    else page(request, response);
  });
});
afterAll(() => server.close());

async function codeOf(path: string, options = {}): Promise<string> {
  const result = await server.fetch(path, options);
  return result.ok ? 'ok' : result.error.code;
}

const redirectTo = (url: string) => `/to?to=${encodeURIComponent(url)}`;

describe('a document that is fetched', () => {
  it('is read, over https', async () => {
    expect(await server.fetch()).toMatchObject({
      ok: true,
      value: { overHttps: true, url: `${server.url}/`, metadata: { issuerUrl: ISSUER, warnings: [] } },
    });
  });

  it('may be of any media type', async () => {
    expect(await codeOf('/typed')).toBe('ok');
  });

  it('is refused for what it holds', async () => {
    expect(await codeOf('/html')).toBe('metadata_is_html');
    expect(await codeOf('/', { entityId: 'https://other.example/' })).toBe('metadata_entity_not_found');
  });

  it.each([
    ['/missing', 404],
    ['/broken', 500],
    ['/nowhere', 302],
  ])('%s comes with status %i and is refused', async (path, status) => {
    expect(await server.fetch(path)).toMatchObject({
      error: { code: 'metadata_http_status', details: { url: server.url + path, status } },
    });
  });

  it('is refused when compressed, without unfolding it', async () => {
    expect(await server.fetch('/gzip')).toMatchObject({
      error: { code: 'metadata_encoding_unexpected', details: { encoding: 'gzip' } },
    });
  });

  it('is refused when too large, announced or not', async () => {
    expect(await codeOf('/announced')).toBe('metadata_too_large');
    expect(await codeOf('/endless')).toBe('metadata_too_large');
  });

  it('is refused when it does not come to its end in time', async () => {
    for (const path of ['/silent', '/drip']) {
      expect(await server.fetch(path, { timeoutSeconds: 1 })).toMatchObject({
        error: { code: 'metadata_fetch_timed_out', details: { milliseconds: 1000 } },
      });
    }
  });

  it('is refused when it is cut off', async () => {
    expect(await server.fetch('/cut')).toMatchObject({
      error: { code: 'metadata_fetch_failed', details: { reason: 'ECONNRESET' } },
    });
  });

  it('is refused where the TLS certificate is not trusted or for another host', async () => {
    const { certificateAuthorities: _, ...strangers } = server.options;
    expect(await fetchFederationMetadata(server.url, strangers)).toMatchObject({
      error: { code: 'metadata_fetch_failed', details: { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' } },
    });
    const other = server.url.replace(HOST, 'other.example.com');
    expect(await fetchFederationMetadata(other, server.options)).toMatchObject({
      error: { code: 'metadata_fetch_failed', details: { reason: 'ERR_TLS_CERT_ALTNAME_INVALID' } },
    });
  });

  it('is refused where the name has no address or nobody listens', async () => {
    expect(await codeOf('/', { resolve: async () => [] })).toBe('metadata_fetch_failed');
    const unknown = Object.assign(new Error('x'), { code: 'ENOTFOUND' });
    expect(await server.fetch('/', { resolve: () => Promise.reject(unknown) })).toMatchObject({
      error: { code: 'metadata_fetch_failed', details: { reason: 'ENOTFOUND' } },
    });
  });
});

describe('an address', () => {
  it('is asked for once for each connection, and that answer is connected to', async () => {
    server.asked.length = 0;
    expect(await codeOf('/')).toBe('ok');
    expect(server.asked).toEqual([HOST]);
  });

  it('that turns private between two connections is refused', async () => {
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    const resolve = async () => answers.shift() ?? [];
    expect(await server.fetch(redirectTo('/'), { resolve })).toMatchObject({
      error: { code: 'metadata_address_forbidden', details: { host: HOST, address: '10.0.0.1' } },
    });
    expect(answers).toEqual([]);
  });

  it('that is private refuses the good ones beside it', async () => {
    expect(await codeOf('/', { resolve: async () => ['127.0.0.1', '192.168.1.1'] })).toBe(
      'metadata_address_forbidden',
    );
  });

  it('on loopback is refused unless it was allowed', async () => {
    expect(await codeOf('/', { dangerouslyAllowAddresses: [] })).toBe('metadata_address_forbidden');
  });

  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '017700000001',
    '0',
    '169.254.169.254',
    '168.63.129.16',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[64:ff9b::a9fe:a9fe]',
    '[fd00:ec2::254]',
    '[fe80::1]',
  ])('written into the URL as %s is refused before anything is sent', async (host) => {
    expect(await fetchFederationMetadata(`https://${host}/`)).toMatchObject({
      error: { code: 'metadata_address_forbidden' },
    });
  });
});

describe('a URL', () => {
  it.each([
    ['', 'not an absolute URL'],
    ['/metadata.xml', 'not an absolute URL'],
    ['http://idp.example.com/', 'not https'],
    ['http://localhost/', 'not https'],
    ['file:///etc/passwd', 'not https'],
    ['gopher://idp.example.com/', 'not https'],
    ['data:text/xml,x', 'not https'],
    ['https://user:secret@idp.example.com/', 'it carries credentials'],
    ['https://idp.example.com:8443/', 'port 8443 is not allowed'],
    ['https://idp.example.com:22/', 'port 22 is not allowed'],
    [`https://idp.example.com/${'a'.repeat(2048)}`, 'not an absolute URL'],
  ])('like %s is refused', async (url, reason) => {
    const resolve = () => Promise.reject(new Error('It was asked for.'));
    expect(await fetchFederationMetadata(url, { resolve })).toMatchObject({
      error: { code: 'metadata_url_invalid', details: { reason } },
    });
  });
});

describe('a redirect', () => {
  it('is followed three times', async () => {
    const twice = redirectTo(redirectTo(`${server.url}/`));
    expect(await codeOf(redirectTo(twice))).toBe('ok');
    expect(await server.fetch('/loop')).toMatchObject({
      error: { code: 'metadata_redirects_too_many', details: { limit: 3 } },
    });
  });

  it.each([
    ['http://idp.example.com/', 'not https'],
    ['file:///etc/passwd', 'not https'],
    ['https://user:secret@idp.example.com/', 'it carries credentials'],
    ['https://idp.example.com:1/', 'port 1 is not allowed'],
    ['https://', 'not an absolute URL'],
  ])('to %s is refused', async (to, reason) => {
    expect(await server.fetch(redirectTo(to))).toMatchObject({
      error: { code: 'metadata_redirect_forbidden', details: { from: server.url + redirectTo(to), reason } },
    });
  });

  it('to a private address is refused', async () => {
    const { port } = server;
    expect(await codeOf(redirectTo(`https://169.254.169.254:${port}/`))).toBe('metadata_address_forbidden');
    expect(await codeOf(redirectTo(`https://[::1]:${port}/`))).toBe('metadata_address_forbidden');
  });

  it('from https to http is refused even where loopback is allowed', async () => {
    const plain = await listenPlain((_, response) => response.end(document));
    const to = redirectTo(`http://localhost:${plain.port}/`);
    expect(await codeOf(to, { dangerouslyAllowLoopback: true })).toBe('metadata_redirect_forbidden');
    await plain.close();
  });
});

describe('loopback in development', () => {
  it('is fetched over http where the option says so, and the result tells', async () => {
    const plain = await listenPlain((_, response) => response.end(document));
    for (const host of ['localhost', '127.0.0.1', 'idp.localhost']) {
      const url = `http://${host}:${plain.port}/`;
      expect(await fetchFederationMetadata(url, { dangerouslyAllowLoopback: true })).toMatchObject({
        ok: true,
        value: { overHttps: false },
      });
    }
    await plain.close();
  });

  it('is not what another host leads to', async () => {
    const resolve = async () => ['127.0.0.1'];
    expect(
      await fetchFederationMetadata('https://idp.example.com/', { resolve, dangerouslyAllowLoopback: true }),
    ).toMatchObject({ error: { code: 'metadata_address_forbidden' } });
  });
});

describe('options', () => {
  it.each([
    { timeoutSeconds: 0 },
    { timeoutSeconds: 61 },
    { timeoutSeconds: Number.NaN },
    { ports: [0] },
    { ports: 443 },
    { dangerouslyAllowAddresses: ['intranet'] },
    { dangerouslyAllowAddresses: ['10.0.0.0/33'] },
    { dangerouslyAllowAddresses: ['10.0.0.0/8/8'] },
    { dangerouslyAllowAddresses: '10.0.0.0/8' },
    { dangerouslyAllowLoopback: 'yes' },
    { resolve: 'dns' },
  ])('%j are misuse', async (options) => {
    await expect(fetchFederationMetadata('https://idp.example.com/', options as never)).rejects.toThrow(
      TypeError,
    );
  });
});
