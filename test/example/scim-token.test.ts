import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { buildWhereStale, startWith } from './running-example.js';

beforeAll(() => buildWhereStale(), 120_000);

it('keeps the token of Contoso’s provisioning over a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'claimgate-example-'));
  const variables = { PORT: String(await freePort()), IDP_PORT: '0', DATA_FOLDER: folder };
  try {
    const tokens: string[] = [];
    for (let start = 0; start < 2; start += 1) {
      const { stop, urls } = await startWith(variables);
      tokens.push(urls.scim.token);
      const headers = { authorization: `Bearer ${urls.scim.token}` };
      const { status } = await fetch(`${urls.scim.baseUrl}/Users`, { headers });
      await stop('SIGTERM');
      expect(status).toBe(200);
    }
    expect(tokens[1]).toBe(tokens[0]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
