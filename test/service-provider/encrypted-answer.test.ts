import { describe, expect, it } from 'vitest';
import {
  parseServiceProviderKey,
  type ServiceProviderKey,
} from '../../src/certificates/service-provider-key.js';
import type { ReplayStore } from '../../src/stores/interfaces/sign-in.js';
import { memoryReplayStore } from '../../src/stores/memory/index.js';
import type { MintOptions } from '../../src/testing/index.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';
import {
  accepted,
  answerTo,
  connection,
  createSite,
  finish,
  NOW,
  refusalOf,
  type Site,
  start,
} from './site.js';

const ours: ServiceProviderKey = accepted(parseServiceProviderKey(createTestKeyPair()));
const encrypted = (options: Partial<MintOptions> = {}): Partial<MintOptions> => ({
  encrypt: { certificatePem: ours.certificate.pem },
  ...options,
});

/** A site that writes down what its stores are asked, in order. */
function recordingSite(input: Parameters<typeof connection>[0] = {}): { site: Site; asked: string[] } {
  const asked: string[] = [];
  const memory = memoryReplayStore({ now: () => NOW });
  const replays: ReplayStore = {
    reserve(key, until) {
      asked.push(`reserve ${key.split(':')[0]?.slice(0, 13)} for ${until.getTime() - NOW.getTime()}`);
      return memory.reserve(key, until);
    },
  };
  const site = createSite({ replays }, [connection({ keys: { current: ours }, ...input })]);
  return { site, asked };
}

describe('an encrypted answer', () => {
  it('signs in, after its wrapped key was reserved for a day', async () => {
    const { site, asked } = recordingSite();
    const started = await start(site);
    const finished = await finish(site, started, answerTo(site, started, encrypted()));
    expect(accepted(finished).email).toBe('adele.vance@contoso.com');
    expect(finished.spentCookie).toBe(started.cookie.name);
    expect(asked[0]).toBe('reserve encrypted-key for 86400000');
    expect(asked).toHaveLength(2);
  });

  it('consumes its request before it is decrypted, so that a request pays for one attempt', async () => {
    const { site } = recordingSite();
    const started = await start(site);
    const broken = encrypted({ encrypt: { certificatePem: ours.certificate.pem, editPlaintext: () => 'x' } });
    const first = await finish(site, started, answerTo(site, started, broken));
    expect(refusalOf(first)?.code).toBe('decryption_failed');
    expect(first.spentCookie).toBe(started.cookie.name);
    const second = await finish(site, started, answerTo(site, started, encrypted()));
    expect(refusalOf(second)?.code).toBe('request_already_used');
  });

  it('is refused where its wrapped key came before, in an answer to another request', async () => {
    const { site } = recordingSite();
    const seeded = (editCiphertext: (octets: Buffer) => Uint8Array) =>
      encrypted({ encrypt: { certificatePem: ours.certificate.pem, seed: 'captured', editCiphertext } });
    const first = await start(site);
    const changed = seeded((octets) => octets.subarray(0, -16));
    expect(refusalOf(await finish(site, first, answerTo(site, first, changed)))?.code).toBe(
      'decryption_failed',
    );
    const second = await start(site);
    const again = await finish(
      site,
      second,
      answerTo(
        site,
        second,
        seeded((octets) => octets),
      ),
    );
    expect(refusalOf(again)?.code).toBe('encrypted_key_reused');
    expect(again.spentCookie).toBe(second.cookie.name);
  });

  it('is decrypted once where it is posted twice at the same time', async () => {
    const { site } = recordingSite();
    const started = await start(site);
    const samlResponse = answerTo(site, started, encrypted());
    const both = await Promise.all([
      finish(site, started, samlResponse),
      finish(site, started, samlResponse),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('reserves the wrapped key of an unsolicited answer too', async () => {
    const { site, asked } = recordingSite({ allowIdpInitiated: true });
    const post = (samlResponse: string) =>
      site.serviceProvider.finishSignIn({
        connectionId: 'contoso',
        samlResponse,
        relayState: null,
        cookie: () => undefined,
      });
    const unsolicited = { requestId: '', connectionId: 'contoso' };
    const samlResponse = answerTo(site, unsolicited, { ...encrypted(), inResponseTo: null });
    expect((await post(samlResponse)).ok).toBe(true);
    expect(asked[0]).toBe('reserve encrypted-key for 86400000');
    expect(refusalOf(await post(samlResponse))?.code).toBe('encrypted_key_reused');
  });

  it('neither consumes nor reserves where the signature of the Response does not verify', async () => {
    const { site, asked } = recordingSite();
    const started = await start(site);
    const forged = answerTo(
      site,
      started,
      encrypted({
        sign: 'both',
        editAfterSigning: (xml) => xml.replace('Version="2.0"', 'Version="2.0" Consent="x"'),
      }),
    );
    const finished = await finish(site, started, forged);
    expect(refusalOf(finished)?.code).toBe('digest_mismatch');
    expect(finished.spentCookie).toBeNull();
    expect(asked).toEqual([]);
    expect((await finish(site, started, answerTo(site, started, encrypted()))).ok).toBe(true);
  });

  it('is refused where the store does not answer', async () => {
    const replays: ReplayStore = { reserve: () => Promise.reject(new Error('down')) };
    const site = createSite({ replays }, [connection({ keys: { current: ours } })]);
    const started = await start(site);
    const finished = await finish(site, started, answerTo(site, started, encrypted()));
    expect(refusalOf(finished)?.code).toBe('store_unavailable');
  });

  it('is refused on a connection without keys, whose request may still be answered', async () => {
    const { site, asked } = recordingSite({ keys: null });
    const started = await start(site);
    const finished = await finish(site, started, answerTo(site, started, encrypted()));
    expect(refusalOf(finished)?.code).toBe('assertion_encrypted');
    expect(finished.spentCookie).toBeNull();
    expect(asked).toEqual([]);
  });
});

describe('the metadata of a connection with keys', () => {
  const next = accepted(parseServiceProviderKey(createTestKeyPair()));
  const base64 = (key: ServiceProviderKey) => key.certificate.pem.replace(/-----[^-]*-----|\n/g, '');

  it('have both certificates for both uses, the current one first, and no private key', async () => {
    const site = createSite({}, [connection({ keys: { current: ours, next } })]);
    const xml = accepted(await site.serviceProvider.metadata('contoso'));
    for (const use of ['signing', 'encryption']) {
      const descriptors = xml.split('<KeyDescriptor ').filter((part) => part.startsWith(`use="${use}"`));
      expect(
        descriptors.map((part) => /<X509Certificate>([^<]*)</.exec(part.replaceAll('ds:', ''))?.[1]),
      ).toEqual([base64(ours), base64(next)]);
    }
    expect(xml).toContain('AuthnRequestsSigned="false"');
    expect(xml).not.toContain('PRIVATE');
  });

  it('have no certificate without keys', async () => {
    const site = createSite();
    expect(accepted(await site.serviceProvider.metadata('contoso'))).not.toContain('X509Certificate');
  });
});
