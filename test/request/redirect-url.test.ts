import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildAuthnRequest } from '../../src/request/authn-request.js';
import { newRelayState, newRequestId } from '../../src/request/identifiers.js';
import { requireRelayState } from '../../src/request/outgoing-message.js';
import { redirectQuery } from '../../src/request/redirect-query.js';
import { type Hints, redirectUrl } from '../../src/request/redirect-url.js';

const SIGN_IN_URL = 'https://login.microsoftonline.com/00000000-0000-4000-8000-000000000001/saml2';

interface Redirect extends Hints {
  readonly signInUrl: string;
  readonly authnRequestXml: string;
  readonly relayState: string;
}

function redirect(members: Partial<Redirect> = {}): string {
  const { signInUrl = SIGN_IN_URL, authnRequestXml = '<AuthnRequest/>', relayState = 'handle' } = members;
  return redirectUrl({
    address: signInUrl,
    message: { field: 'SAMLRequest', xml: authnRequestXml, relayState },
    signer: null,
    loginHint: members.loginHint ?? null,
    domainHint: members.domainHint ?? null,
  });
}

const query = (url: string): [string, string][] => [...new URL(url).searchParams];

describe('redirectUrl', () => {
  it('carries the request as raw DEFLATE in base64, URL-encoded', async () => {
    const authnRequestXml = await buildAuthnRequest({
      connection: { signInUrl: SIGN_IN_URL },
      entityId: 'https://app.example/saml/contoso',
      assertionConsumerServiceUrl: 'https://app.example/saml/contoso/acs',
      id: newRequestId(),
      issuedAt: new Date('2026-03-01T12:00:00Z'),
      forceAuthn: false,
      isPassive: false,
    });
    const relayState = newRelayState();
    const url = redirect({ authnRequestXml, relayState });
    expect(url.startsWith(`${SIGN_IN_URL}?SAMLRequest=`)).toBe(true);
    const [message, state, ...others] = query(url);
    expect(message?.[1]).toMatch(/^[A-Za-z0-9+/]+={0,2}$/u);
    expect(inflateRawSync(Buffer.from(message?.[1] ?? '', 'base64')).toString('utf8')).toBe(authnRequestXml);
    expect(state).toEqual(['RelayState', relayState]);
    expect(others).toEqual([]);
  });

  it('percent-encodes base64, in upper case', () => {
    for (let length = 0; length < 200; length += 1) {
      const written = redirectQuery(
        {
          field: 'SAMLRequest',
          xml: `<x>${'\u00ff'.repeat(length)}${length * length}</x>`,
          relayState: 'handle',
        },
        null,
      );
      expect(written).toMatch(/^SAMLRequest=(?:[A-Za-z0-9]|%2B|%2F|%3D)+&RelayState=handle$/u);
    }
  });

  it('keeps parameters that the sign-in URL has already, as they are written', () => {
    const url = redirect({
      signInUrl: 'https://accounts.google.com/o/saml2/idp?idpid=C0%2f1&empty=&flag&a+b=c',
    });
    expect(url).toMatch(/\/idp\?idpid=C0%2f1&empty=&flag&a\+b=c&SAMLRequest=[^&]+&RelayState=handle$/u);
  });

  it('drops a fragment, which would swallow the message', () => {
    expect(redirect({ signInUrl: `${SIGN_IN_URL}#top` })).not.toContain('#');
  });

  it('puts the hints behind the message', () => {
    const url = redirect({ loginHint: 'alice+a@bücher.example', domainHint: 'xn--bcher-kva.example' });
    expect(query(url).slice(1)).toEqual([
      ['RelayState', 'handle'],
      ['login_hint', 'alice+a@bücher.example'],
      ['whr', 'xn--bcher-kva.example'],
      ['domain_hint', 'xn--bcher-kva.example'],
    ]);
    expect(url).toContain('&login_hint=alice%2Ba%40b%C3%BCcher.example&');
  });

  it('lets a hint inject nothing', () => {
    const url = redirect({ loginHint: 'a&RelayState=x#\r\n\ud800' });
    expect(query(url).filter(([name]) => name === 'RelayState')).toEqual([['RelayState', 'handle']]);
    expect(new URL(url).searchParams.get('login_hint')).toBe('a&RelayState=x#\r\n\ufffd');
    expect(url).toMatch(/^[!-~]+$/u);
  });

  it('puts its own hint in the place of an older one', () => {
    const url = redirect({
      signInUrl: `${SIGN_IN_URL}?login_hint=bob&whr=old.example`,
      loginHint: 'alice@contoso.example',
    });
    expect(new URL(url).searchParams.getAll('login_hint')).toEqual(['alice@contoso.example']);
    expect(new URL(url).searchParams.getAll('whr')).toEqual(['old.example']);
  });

  it.each(['SAMLRequest=x', 'a=b&RelayState=', 'SigAlg', 'Signature=x', 'SAMLResponse=x', 'SAML%52equest=x'])(
    'throws for a sign-in URL with %s',
    (search) => {
      expect(() => redirect({ signInUrl: `${SIGN_IN_URL}?${search}` })).toThrow(TypeError);
    },
  );

  it('throws for a sign-in URL that is none', () => {
    expect(() => redirect({ signInUrl: '/saml2' })).toThrow(TypeError);
  });

  it('leaves an absent RelayState out', () => {
    const message = { field: 'SAMLResponse', xml: '<x/>', relayState: null } as const;
    expect(redirectQuery(message, null)).toMatch(/^SAMLResponse=[^&]+$/u);
  });

  it('encodes what a URL parser would encode again', () => {
    const relayState = "a'b c+d~(e)*!";
    const message = { field: 'SAMLRequest', xml: '<x/>', relayState } as const;
    const url = redirectUrl({
      address: SIGN_IN_URL,
      message,
      signer: null,
      loginHint: null,
      domainHint: null,
    });
    expect(url.endsWith(redirectQuery(message, null))).toBe(true);
    expect(new URL(url).searchParams.get('RelayState')).toBe(relayState);
  });
});

describe('requireRelayState', () => {
  it('counts in octets', () => {
    expect(requireRelayState('a'.repeat(80))).toHaveLength(80);
    for (const relayState of ['', 'a'.repeat(81), 'é'.repeat(41)]) {
      expect(() => requireRelayState(relayState)).toThrow(TypeError);
    }
  });
});
