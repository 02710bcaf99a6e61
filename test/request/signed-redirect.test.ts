import { createPublicKey, verify } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { SAML } from '@node-saml/node-saml';
import { describe, expect, it } from 'vitest';
import { buildAuthnRequest } from '../../src/request/authn-request.js';
import { deliverMessage } from '../../src/request/deliver-message.js';
import type { OutgoingMessage } from '../../src/request/outgoing-message.js';
import { ourKey, signer } from './signer.js';

const ADDRESS = 'https://login.microsoftonline.com/00000000-0000-4000-8000-000000000001/saml2';
const authnRequest: OutgoingMessage = { field: 'SAMLRequest', xml: '<x/>', relayState: 'handle' };

/** The query as it stands in the URL, verified by node:crypto alone over the octets of saml-bindings 3.4.4.1. */
function isSigned(url: string): boolean {
  const raw = new Map(
    new URL(url).search
      .slice(1)
      .split('&')
      .map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair]),
  );
  const octets = ['SAMLRequest', 'SAMLResponse', 'RelayState', 'SigAlg'].flatMap(
    (name) => raw.get(name) ?? [],
  );
  const signature = decodeURIComponent(raw.get('Signature')?.slice('Signature='.length) ?? '');
  const key = createPublicKey(ourKey.certificatePem);
  return verify('sha256', Buffer.from(octets.join('&')), key, Buffer.from(signature, 'base64'));
}

async function redirect(message: Partial<OutgoingMessage> = {}, address = ADDRESS): Promise<string> {
  const to = {
    address,
    binding: 'redirect' as const,
    hints: { loginHint: 'adele@contoso.com', domainHint: null },
  };
  return (await deliverMessage(to, { ...authnRequest, ...message }, signer)).url;
}

describe('a signed HTTP-Redirect', () => {
  it('is signed over SAMLRequest, RelayState and SigAlg as they stand in the URL', async () => {
    const url = await redirect();
    expect(isSigned(url)).toBe(true);
    expect(new URL(url).searchParams.get('SigAlg')).toBe('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256');
    expect(isSigned(url.replace('RelayState=handle', 'RelayState=handlf'))).toBe(false);
  });

  it.each(["a'b", 'a b+c', 'ä~!*()', '%2f', '\ud800'])(
    'stays signed with the RelayState %j',
    async (relayState) => {
      expect(isSigned(await redirect({ relayState }))).toBe(true);
    },
  );

  it('is signed without RelayState where there is none, and as SAMLResponse', async () => {
    const url = await redirect({ field: 'SAMLResponse', relayState: null });
    expect(isSigned(url)).toBe(true);
    expect([...new URL(url).searchParams.keys()]).toEqual([
      'SAMLResponse',
      'SigAlg',
      'Signature',
      'login_hint',
    ]);
  });

  it('leaves the parameters of the address and the hints outside of the signature', async () => {
    const url = await redirect({}, 'https://idp.example/sso?idpid=C01');
    expect([...new URL(url).searchParams.keys()]).toEqual([
      'idpid',
      'SAMLRequest',
      'RelayState',
      'SigAlg',
      'Signature',
      'login_hint',
    ]);
    expect(isSigned(url)).toBe(true);
  });

  it('names its Destination, as a signed request must', async () => {
    const xml = await buildAuthnRequest({
      connection: { signInUrl: ADDRESS },
      entityId: 'https://app.example/saml/contoso',
      assertionConsumerServiceUrl: 'https://app.example/saml/contoso/acs',
      id: '_0123456789',
      issuedAt: new Date('2026-03-01T12:00:00Z'),
      forceAuthn: false,
      isPassive: false,
    });
    const message = new URL(await redirect({ xml })).searchParams.get('SAMLRequest') ?? '';
    expect(inflateRawSync(Buffer.from(message, 'base64')).toString()).toContain(`Destination="${ADDRESS}"`);
  });

  it('is what node-saml would have signed of the same message', async () => {
    const saml = new SAML({
      idpCert: ourKey.certificatePem,
      callbackUrl: 'https://app.example/acs',
      issuer: 'https://app.example',
      privateKey: ourKey.privateKeyPem,
      signatureAlgorithm: 'sha256',
    });
    const query = new URL(await redirect()).searchParams;
    const message = {
      SAMLRequest: query.get('SAMLRequest'),
      RelayState: 'handle',
      SigAlg: query.get('SigAlg'),
    };
    const theirs: Record<string, string> = { ...message } as Record<string, string>;
    // A private method of node-saml, asked for its opinion.
    (saml as unknown as Record<string, (parameters: object) => void>)['signRequest']?.(theirs);
    expect(query.get('Signature')).toBe(theirs['Signature']);
  });
});
