import { describe, expect, it } from 'vitest';
import { parseServiceProviderKey } from '../../src/certificates/service-provider-key.js';
import type { Connection, ConnectionInput } from '../../src/organizations/connection.js';
import { type MintOptions, TEST_TENANT_ID } from '../../src/testing/index.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';
import { accepted, answerTo, connection, createSite, type Site } from '../service-provider/site.js';
import { handlersOf, outcomeOf, post } from './browser.js';

const stranger = createTestKeyPair({ notBefore: new Date('2026-01-01T00:00:00Z') });
const ours = accepted(parseServiceProviderKey(createTestKeyPair()));
const shared = { addresses: 'shared' } as const;
const tile = { ...shared, allowIdpInitiated: true };
const other: Partial<ConnectionInput> = {
  id: 'other',
  organizationId: 'org-fabrikam',
  issuerUrl: 'https://idp.example/metadata',
  signInUrl: 'https://idp.example/sso',
};

/** What a browser gets of a message, its random reference made equal, and the code in the log. */
async function seen(site: Site, samlResponse: string): Promise<{ answer: string; code: string | null }> {
  const response = await handlersOf(site).handle(post('/saml/acs', { SAMLResponse: samlResponse }));
  const body = await response.text();
  const reference = /<code>([0-9A-Z]{10})<\/code>/u.exec(body)?.[1] ?? '';
  expect(reference).toHaveLength(10);
  const answer = [response.status, [...response.headers], body.replaceAll(reference, 'REFERENCE')];
  return { answer: JSON.stringify(answer), code: outcomeOf(site, response).code };
}

/** A message that a stranger writes in the name of Contoso. */
function forged(site: Site, mint: Partial<MintOptions> = {}): string {
  const subject = { requestId: '', connectionId: 'contoso' };
  const issuer = `https://sts.windows.net/${TEST_TENANT_ID}/`;
  const urls = site.serviceProvider.urls('contoso', 'shared');
  return answerTo(site, subject, { ...urls, keyPair: stranger, issuer, inResponseTo: null, ...mint });
}

const encrypted: Partial<MintOptions> = { encrypt: { certificatePem: ours.certificate.pem } };

/** What a stranger could ask about Contoso, and what the log says of the message. */
const QUESTIONS: readonly (readonly [string, readonly Connection[], Partial<MintOptions>, string])[] = [
  ['nobody’s Issuer', [connection(other)], {}, 'issuer_unknown'],
  ['no customer at the shared address', [connection()], {}, 'issuer_unknown'],
  ['a disabled customer', [connection({ ...tile, enabled: false })], {}, 'issuer_unknown'],
  ['a customer without the tile', [connection(shared)], {}, 'unsolicited_not_allowed'],
  ['a customer with the tile', [connection(tile)], {}, 'signing_certificate_unknown'],
  ['an unsigned message', [connection(tile)], { sign: 'none' }, 'signature_missing'],
  ['a signed Response', [connection(tile)], { sign: 'response' }, 'signing_certificate_unknown'],
  ['one without KeyInfo', [connection(tile)], { includeKeyInfo: false }, 'signature_invalid'],
  ['SHA-1', [connection(tile)], { signatureHash: 'sha1' }, 'sha1_not_allowed'],
  ['a policy', [connection({ ...tile, signaturePolicy: 'both' })], {}, 'signature_policy_unsatisfied'],
  ['no encryption', [connection(tile)], encrypted, 'assertion_encrypted'],
  [
    'encryption',
    [connection({ ...tile, keys: { current: ours } })],
    encrypted,
    'decrypted_assertion_unverified',
  ],
  [
    'demanded encryption',
    [connection({ ...tile, keys: { current: ours }, requireEncryption: true })],
    {},
    'encryption_required',
  ],
  [
    'two customers with a key in common',
    [connection(tile), connection({ ...tile, id: 'other', organizationId: 'org-fabrikam' })],
    {},
    'issuer_not_unique',
  ],
];

describe('at the shared Reply URL a stranger', () => {
  it('gets one answer, byte for byte, whoever is a customer and whatever they have set up', async () => {
    const answers = new Map<string, string[]>();
    const codes: (string | null)[] = [];
    for (const [question, connections, mint] of QUESTIONS) {
      const site = createSite({}, connections);
      const { answer, code } = await seen(site, forged(site, mint));
      answers.set(answer, [...(answers.get(answer) ?? []), question]);
      codes.push(code);
    }
    expect(codes).toEqual(QUESTIONS.map(([, , , code]) => code));
    expect([...answers.values()]).toHaveLength(1);
  });

  it('gets it to a made-up request too', async () => {
    const site = createSite({}, [connection(tile)]);
    const unsolicited = await seen(site, forged(site));
    const answering = await seen(site, forged(site, { inResponseTo: '_made-up' }));
    expect(answering.code).toBe('request_unknown');
    expect(answering.answer).toBe(unsolicited.answer);
  });

  it('learns nothing of a connection that was removed, from its own request', async () => {
    const site = createSite({}, [connection(tile)]);
    const { requestId } = accepted(await site.serviceProvider.startSignIn({ connectionId: 'contoso' }));
    const unsolicited = await seen(site, forged(site));
    const saved = forged(site, { inResponseTo: requestId });
    site.connections.delete('contoso');
    const answering = await seen(site, saved);
    expect(answering.code).toBe('connection_unknown');
    expect(answering.answer).toBe(unsolicited.answer);
  });
});
