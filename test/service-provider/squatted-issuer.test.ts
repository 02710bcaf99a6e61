import { describe, expect, it } from 'vitest';
import { parseServiceProviderKey } from '../../src/certificates/service-provider-key.js';
import type { Connection, ConnectionInput } from '../../src/organizations/connection.js';
import { memoryConnectionStore } from '../../src/stores/memory/index.js';
import { type MintOptions, TEST_PERSON, TEST_TENANT_ID } from '../../src/testing/index.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';
import { accepted, answerTo, connection, createSite, finish, refusalOf, start, tile } from './site.js';

const squatterKey = createTestKeyPair({ notBefore: new Date('2026-01-01T00:00:00Z') });
const ours = accepted(parseServiceProviderKey(createTestKeyPair()));
const shared = { addresses: 'shared', allowIdpInitiated: true } as const;
const victim = connection(shared);

/** A connection of another organisation that says to be the victim's identity provider. */
function squatter(input: Partial<ConnectionInput> = {}): Connection {
  const certificates = [squatterKey.certificatePem];
  return connection({ ...shared, id: 'squatter', organizationId: 'org-fabrikam', certificates, ...input });
}

const eve = { ...TEST_PERSON, mail: 'eve@fabrikam.com' };
const bySquatter: Partial<MintOptions> = { keyPair: squatterKey, person: eve };

describe('an Issuer that another organisation put into a shared connection with a key of its own', () => {
  it('is accepted by the store, which tells them apart by their keys', () => {
    expect(() => memoryConnectionStore([victim, squatter()])).not.toThrow();
    const copied = squatter({ certificates: victim.certificates });
    expect(() => memoryConnectionStore([victim, copied])).toThrow('a key');
  });

  it.each([
    ['before', [squatter(), victim]],
    ['behind', [victim, squatter()]],
  ])('%s its own does not keep it from signing in, asked or unasked', async (_name, connections) => {
    const site = createSite({}, connections);
    const started = await start(site);
    const finished = await finish(site, started, answerTo(site, started), { connectionId: null });
    expect(accepted(finished).connectionId).toBe('contoso');
    expect(accepted(await tile(site, 'contoso')).connectionId).toBe('contoso');
    expect(accepted(await tile(site, 'squatter', bySquatter)).connectionId).toBe('squatter');
  });

  it('in a hundred connections does not either', async () => {
    const many = Array.from({ length: 100 }, (_, index) => squatter({ id: `squatter-${index}` }));
    const site = createSite({}, [...many, victim]);
    expect(accepted(await tile(site, 'contoso')).connectionId).toBe('contoso');
  });

  it('does not let its key answer the request of the other', async () => {
    const site = createSite({}, [victim, squatter()]);
    const started = await start(site);
    const answer = answerTo(site, started, { keyPair: squatterKey });
    const finished = await finish(site, started, answer, { connectionId: null });
    expect(refusalOf(finished)?.code).toBe('signing_certificate_unknown');
  });

  it('does not sign in by the name of a certificate: the key must verify', async () => {
    const site = createSite({}, [victim, squatter()]);
    const certificate = Buffer.from(
      victim.certificates[0]?.pem.replace(/-----[^-]*-----|\s/gu, '') ?? '',
      'base64',
    );
    const mint = { ...bySquatter, keyInfoCertificates: [certificate.toString('base64')] };
    expect(refusalOf(await tile(site, 'contoso', mint))?.code).toBe('signature_invalid');
  });

  it('brings the squatter nobody of the other organisation', async () => {
    const site = createSite({}, [victim, squatter()]);
    const refused = await tile(site, 'squatter', { keyPair: squatterKey });
    expect(refusalOf(refused)?.code).toBe('email_domain_claimed_by_other');
  });
});

describe('several shared connections of one Issuer', () => {
  /** The count alone: a log of one organisation must not name connections of others. */
  const details = (count: number) => ({
    code: 'issuer_not_unique',
    details: { issuer: `https://sts.windows.net/${TEST_TENANT_ID}/`, count },
  });

  it('with a key in common sign in who was asked, and nobody unasked; a third goes on', async () => {
    const copied = squatter({ id: 'copied', certificates: [...victim.certificates] });
    const site = createSite({}, [victim, copied, squatter()]);
    const started = await start(site);
    const finished = await finish(site, started, answerTo(site, started), { connectionId: null });
    expect(accepted(finished).connectionId).toBe('contoso');
    expect(refusalOf(await tile(site, 'contoso'))).toEqual(details(2));
    expect(JSON.stringify(site.events)).not.toContain('copied');
    expect(accepted(await tile(site, 'squatter', bySquatter)).connectionId).toBe('squatter');
  });

  it('do not take an unasked message that names no certificate, or an unknown one', async () => {
    const site = createSite({}, [victim, squatter()]);
    const unnamed = await tile(site, 'contoso', { includeKeyInfo: false });
    expect(refusalOf(unnamed)).toEqual(details(2));
    const keyPair = createTestKeyPair();
    expect(refusalOf(await tile(site, 'contoso', { keyPair }))).toEqual(details(2));
  });

  it('do not take an unasked encrypted message, and an asked one they do', async () => {
    const site = createSite({}, [connection({ ...shared, keys: { current: ours } }), squatter()]);
    const encrypted = { encrypt: { certificatePem: ours.certificate.pem } };
    expect(refusalOf(await tile(site, 'contoso', encrypted))).toEqual(details(2));
    const started = await start(site);
    const answer = answerTo(site, started, encrypted);
    expect(accepted(await finish(site, started, answer, { connectionId: null })).connectionId).toBe(
      'contoso',
    );
  });

  it('do not stand in the way of one that is disabled or has its own addresses', async () => {
    const { certificates } = victim;
    const disabled = squatter({ id: 'disabled', certificates, enabled: false });
    const own = squatter({ id: 'own', certificates, addresses: 'own' });
    const site = createSite({}, [victim, disabled, own]);
    expect(accepted(await tile(site, 'contoso')).connectionId).toBe('contoso');
  });
});
