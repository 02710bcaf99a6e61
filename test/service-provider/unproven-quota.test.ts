import { describe, expect, it } from 'vitest';
import { parseServiceProviderKey } from '../../src/certificates/service-provider-key.js';
import { createUnprovenQuota } from '../../src/service-provider/unproven-quota.js';
import type { ReplayStore } from '../../src/stores/interfaces/sign-in.js';
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

const ours = accepted(parseServiceProviderKey(createTestKeyPair()));
const certificatePem = ours.certificate.pem;
const keys = { current: ours };

function countingSite(): { site: Site; reserved: () => number } {
  let count = 0;
  const taken = new Set<string>();
  const replays: ReplayStore = {
    async reserve(key) {
      if (key.startsWith('encrypted-key:')) count += 1;
      const isFree = !taken.has(key);
      taken.add(key);
      return isFree;
    },
  };
  const fabrikam = { id: 'fabrikam', organizationId: 'org-fabrikam', allowIdpInitiated: true, keys };
  const site = createSite({ replays }, [connection({ allowIdpInitiated: true, keys }), connection(fabrikam)]);
  return { site, reserved: () => count };
}

async function unsolicited(site: Site, mint: Partial<MintOptions> = {}, connectionId = 'contoso') {
  const subject = { requestId: '', connectionId };
  const encrypt = { certificatePem };
  const samlResponse = answerTo(site, subject, { inResponseTo: null, encrypt, ...mint });
  const finished = await site.serviceProvider.finishSignIn({
    connectionId,
    samlResponse,
    relayState: null,
    cookie: () => undefined,
  });
  return refusalOf(finished)?.code ?? 'ok';
}

/** A message of a stranger: another wrapped key each time. */
const strange: Partial<MintOptions> = { encrypt: { certificatePem, editPlaintext: () => 'x' } };

describe('unsolicited, unsigned encrypted answers', () => {
  it('do not fill the replay store: 120 at once, and one more every two seconds', async () => {
    const { site, reserved } = countingSite();
    const codes: string[] = [];
    for (let index = 0; index < 130; index += 1) codes.push(await unsolicited(site, strange));
    expect(codes.filter((code) => code === 'decryption_failed')).toHaveLength(120);
    expect(codes.filter((code) => code === 'unsolicited_encrypted_too_many')).toHaveLength(10);
    expect(reserved()).toBe(120);
    site.now = new Date(NOW.getTime() + 2_000);
    expect(await unsolicited(site)).toBe('ok');
    expect(await unsolicited(site)).toBe('unsolicited_encrypted_too_many');
    // Neither what somebody vouches for, nor another connection.
    expect(await unsolicited(site, { sign: 'both' })).toBe('ok');
    expect(await unsolicited(site, strange, 'fabrikam')).toBe('decryption_failed');
    const started = await start(site);
    const finished = await finish(site, started, answerTo(site, started, { encrypt: { certificatePem } }));
    expect(finished.ok).toBe(true);
  });

  it('reserve nothing where the wrapped key is as long as no key of ours', async () => {
    const { site, reserved } = countingSite();
    const short = (xml: string) =>
      xml.replace(
        /(<(?:\w+:)?CipherValue>)([^<]{344})(<)/u,
        (_, open, value, close) => `${open}${value.slice(0, 340)}${close}`,
      );
    for (let index = 0; index < 130; index += 1) {
      expect(await unsolicited(site, { editAfterSigning: short })).toBe('decryption_failed');
    }
    expect(reserved()).toBe(0);
    expect(await unsolicited(site)).toBe('ok');
  });
});

describe('the quota', () => {
  it('never grows beyond the burst, and a clock that goes back refills nothing', () => {
    const quota = createUnprovenQuota();
    const takeAll = (now: Date): number => {
      let taken = 0;
      while (quota.take('c', now)) taken += 1;
      return taken;
    };
    expect(takeAll(NOW)).toBe(120);
    expect(takeAll(new Date(NOW.getTime() - 1_000_000))).toBe(0);
    expect(takeAll(NOW)).toBe(0);
    expect(takeAll(new Date(NOW.getTime() + 86_400_000))).toBe(120);
  });
});
