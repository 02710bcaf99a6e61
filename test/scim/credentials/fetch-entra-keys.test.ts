import { createServer, type Server } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { subnets } from '../../../src/metadata/guarded-addresses.js';
import { fetchEntraKeys, type KeysSource } from '../../../src/scim/credentials/fetch-entra-keys.js';
import { HOST, listenMetadata, listenPlain, type MetadataServer } from '../../metadata/metadata-server.js';
import { assertionForm, assertionOf, claimsOf, fakeTenant, ORG, opened, post } from './opened.js';

const MEBIBYTE = 1_048_576;
const tenant = fakeTenant();
const PATH = `/${tenant.tenantId}/discovery/v2.0/keys`;

/** The server's answers by path; every request is noted. */
const asked: string[] = [];
let server: MetadataServer;
beforeAll(async () => {
  server = await listenMetadata((request, response) => {
    asked.push(`${request.url}`);
    const small = JSON.stringify({ keys: [] });
    switch (request.url) {
      case PATH:
        return void response.setHeader('content-type', 'application/json').end(tenant.jwks);
      case '/redirect':
        return void response.writeHead(302, { location: PATH }).end();
      case '/announced':
        return void response.setHeader('content-length', MEBIBYTE + 1).end(small);
      case '/endless': {
        const send = () => response.write('x'.repeat(65_536)) && setImmediate(send);
        response.on('drain', send);
        return void send();
      }
      case '/largest':
        return void response.end('x'.repeat(MEBIBYTE));
      case '/silent':
        return;
      case '/drip':
        return void response.write('{');
      case '/gzip':
        return void response.setHeader('content-encoding', 'gzip').end(gzipSync(small));
      case '/latin1':
        return void response.end(Buffer.from([0x7b, 0xe9, 0x7d]));
      default:
        return void response.writeHead(404).end();
    }
  });
});
afterAll(() => server.close());
beforeEach(() => {
  asked.length = 0;
});

/** As the default, but for this server alone: its port, its authority, its address. */
function source(changed: Partial<KeysSource['guard']> = {}, milliseconds = 10_000): KeysSource {
  const { certificateAuthorities = null, ports = [], resolve = async () => [] } = server.options;
  const guard = { ports, allowed: subnets(['127.0.0.1']), allowLoopback: false, resolve, ...changed };
  return { guard, certificateAuthorities, milliseconds };
}

async function codeOf(path: string, from: KeysSource = source()): Promise<unknown> {
  const url = path.startsWith('http') ? path : server.url + path;
  return fetchEntraKeys(url, from).then(
    () => 'ok',
    (error: { code?: unknown; message: string }) => error.code ?? error.message,
  );
}

describe('the keys of Entra over a real network', () => {
  it('let a workload identity in', async () => {
    const fetchJwks = (url: string) =>
      fetchEntraKeys(url.replace('https://login.microsoftonline.com', server.url), source());
    const scim = opened({ fetchJwks });
    const { applicationId, subject, tenantId } = tenant;
    const input = { label: 'Entra', tenantId, subject, applicationId };
    const added = await scim.credentials.addWorkloadIdentity(ORG, input, 'ada');
    if (!added.ok) throw added.error;
    const assertion = assertionOf(tenant, claimsOf(tenant, scim.now()));
    const answer = await post(scim, assertionForm(added.value.credential.id, assertion));
    expect([answer.status, asked]).toEqual([200, [PATH]]);
  });

  it('are 1 MiB at most, whether the server says how much comes or not', async () => {
    expect(await codeOf('/largest')).toBe('ok');
    expect(await codeOf('/announced')).toBe('metadata_too_large');
    expect(await codeOf('/endless')).toBe('metadata_too_large');
  });

  it('come in time, or not at all', async () => {
    expect(await codeOf('/silent', source({}, 200))).toBe('metadata_fetch_timed_out');
    expect(await codeOf('/drip', source({}, 200))).toBe('metadata_fetch_timed_out');
    const mute: Server = createServer(() => undefined);
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as { readonly port: number };
    // Connected, and never a TLS handshake.
    expect(await codeOf(`https://${HOST}:${port}/`, source({ ports: [port] }, 200))).toBe(
      'metadata_fetch_timed_out',
    );
    mute.close();
  });

  it('are not fetched from where a redirect leads', async () => {
    expect(await codeOf('/redirect')).toBe('The JWKS is somewhere else');
    expect(asked).toEqual(['/redirect']);
  });

  it('are not taken from errors, compressed, or in another encoding than UTF-8', async () => {
    expect(await codeOf('/nothing')).toBe('metadata_http_status');
    expect(await codeOf('/gzip')).toBe('metadata_encoding_unexpected');
    expect(await codeOf('/latin1')).toBe('ERR_ENCODING_INVALID_ENCODED_DATA');
  });

  it('come from a server whose certificate holds', async () => {
    const ofNode = { ...source(), certificateAuthorities: null };
    expect(await codeOf(PATH, ofNode)).toBe('metadata_fetch_failed');
    expect(await codeOf(`https://other.example:${server.port}${PATH}`)).toBe('metadata_fetch_failed');
    expect(asked).toEqual([]);
  });

  it.each([['127.0.0.1'], ['10.0.0.1'], ['169.254.169.254'], ['::1'], ['fd00::1'], ['::ffff:127.0.0.1']])(
    'never come from %s, whatever a name server says',
    async (address) => {
      const resolve = async () => [address];
      expect(await codeOf(PATH, source({ allowed: subnets([]), resolve }))).toBe(
        'metadata_address_forbidden',
      );
      expect(asked).toEqual([]);
    },
  );

  it('by default come over https on port 443 of the public Internet alone', async () => {
    const plain = await listenPlain((request, response) => {
      asked.push(`${request.url}`);
      response.end(tenant.jwks);
    });
    for (const [url, code] of [
      [`http://127.0.0.1:${plain.port}/`, 'metadata_url_invalid'],
      [`https://127.0.0.1:${server.port}${PATH}`, 'metadata_url_invalid'],
      ['https://127.0.0.1/', 'metadata_address_forbidden'],
      ['https://localhost/', 'metadata_address_forbidden'],
      ['https://169.254.169.254/', 'metadata_address_forbidden'],
      ['https://[::1]/', 'metadata_address_forbidden'],
      ['file:///etc/passwd', 'metadata_url_invalid'],
    ] as const) {
      await expect(fetchEntraKeys(url), url).rejects.toMatchObject({ code });
    }
    expect(asked).toEqual([]);
    await plain.close();
  });
});
