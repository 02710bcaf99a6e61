import { describe, expect, it } from 'vitest';
import { parseFederationMetadata } from '../../src/metadata/federation-metadata.js';
import { createFakeEntra } from '../../src/testing/fake-entra.js';
import type { FakeEntra } from '../../src/testing/fake-entra-options.js';
import { listenFakeEntra } from '../../src/testing/listen-fake-entra.js';
import { application, baseUrl, keyPair } from './fake-entra-client.js';

function newFake(): FakeEntra {
  return createFakeEntra({ baseUrl, keyPair, applications: [application] });
}

async function listed(fake: FakeEntra): Promise<readonly string[]> {
  const response = await fake.handle(new Request(fake.metadataUrl));
  const metadata = parseFederationMetadata(new Uint8Array(await response.arrayBuffer()));
  if (!metadata.ok) throw metadata.error;
  return metadata.value.certificates.map(({ sha1Thumbprint }) => sha1Thumbprint);
}

describe('a fake Entra with a new signing key', () => {
  it('signs with it, and lists it before the old one', async () => {
    const fake = newFake();
    const made = fake.rollSigningKey();
    expect(made.sha1Thumbprint).not.toBe(keyPair.sha1Thumbprint);
    expect(fake.keyPair).toBe(made);
    expect(fake.answer().xml).toContain(made.certificateBase64);
    expect(await listed(fake)).toEqual([made.sha1Thumbprint, keyPair.sha1Thumbprint]);
  });

  it('lists no more than the one before', async () => {
    const fake = newFake();
    const first = fake.rollSigningKey();
    const second = fake.rollSigningKey();
    expect(await listed(fake)).toEqual([second.sha1Thumbprint, first.sha1Thumbprint]);
  });

  it('gets it by the button of its page, and by nothing else', async () => {
    const fake = newFake();
    const page = await (await fake.handle(new Request(`${baseUrl}/`))).text();
    expect(page).toContain(keyPair.sha1Thumbprint);
    const [, action = ''] = /<form method="post" action="([^"]*)">/.exec(page) ?? [];
    expect((await fake.handle(new Request(action))).status).toBe(405);
    expect(fake.keyPair).toBe(keyPair);
    const posted = await fake.handle(new Request(action, { method: 'POST' }));
    expect([posted.status, posted.headers.get('location')]).toEqual([303, '/']);
    expect(fake.keyPair).not.toBe(keyPair);
  });

  it('shows it where it listens, too', async () => {
    const fake = await listenFakeEntra({ keyPair });
    expect(fake.keyPair).toBe(keyPair);
    const made = fake.rollSigningKey();
    expect(fake.keyPair).toBe(made);
    await fake.close();
  });
});
