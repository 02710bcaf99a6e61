import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SignedXml } from 'xml-crypto';
import { deliverMessage } from '../../src/request/deliver-message.js';
import type { MessageSigner, OutgoingMessage } from '../../src/request/outgoing-message.js';
import { postBindingPage } from '../../src/request/post-binding-page.js';
import type { PostForm } from '../../src/request/post-form.js';
import { signMessage } from '../../src/request/sign-message.js';
import { ourKey, signer } from './signer.js';

const ADDRESS = 'https://idp.example/sso?tenant=7';
const REQUEST =
  '<?xml version="1.0"?><samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_0123456789" Version="2.0"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">https://app.example/ä?a&amp;b</saml:Issuer></samlp:AuthnRequest>';

async function post(
  message: Partial<OutgoingMessage> = {},
  by: MessageSigner | null = null,
): Promise<PostForm> {
  const hints = { loginHint: 'adele+1@contoso.com', domainHint: null };
  const to = { address: ADDRESS, binding: 'post', hints } as const;
  const whole = { field: 'SAMLRequest', xml: REQUEST, relayState: 'handle', ...message } as const;
  const { form } = await deliverMessage(to, whole, by);
  if (form === null) throw new Error('no form');
  return form;
}

const xmlOf = ({ fields }: PostForm): string =>
  Buffer.from(new Map(fields).get('SAMLRequest') ?? '', 'base64').toString('utf8');

describe('the form of the HTTP-POST binding', () => {
  it('carries the message as plain base64, not deflated', async () => {
    const form = await post();
    expect(form.fields.map(([name]) => name)).toEqual(['SAMLRequest', 'RelayState']);
    expect(xmlOf(form)).toBe(REQUEST);
  });

  it('puts hints into the query of the address', async () => {
    expect((await post()).action).toBe(`${ADDRESS}&login_hint=adele%2B1%40contoso.com`);
  });

  it('leaves RelayState out where there is none', async () => {
    expect((await post({ relayState: null })).fields.map(([name]) => name)).toEqual(['SAMLRequest']);
  });
});

describe('a signed message', () => {
  it('verifies with xml-crypto, over the whole message by its ID', async () => {
    const signed = xmlOf(await post({}, signer));
    const verifier = new SignedXml({ publicCert: ourKey.certificatePem, getCertFromKeyInfo: () => null });
    const [signature = ''] = /<ds:Signature [\s\S]*<\/ds:Signature>/u.exec(signed) ?? [];
    verifier.loadSignature(signature);
    expect(verifier.checkSignature(signed)).toBe(true);
    expect(signature).toContain('<ds:Reference URI="#_0123456789">');
    expect(verifier.getSignedReferences()[0]).toContain('https://app.example/ä?a&amp;b');
  });

  it('has the signature behind the Issuer, with our certificate in it', async () => {
    const signed = await signMessage(REQUEST, signer);
    expect(signed).toContain('</saml:Issuer><ds:Signature ');
    expect(signed).toContain(`<ds:X509Certificate>${ourKey.certificateBase64}</ds:X509Certificate>`);
    expect(signed).toContain('"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"');
  });

  it('does not verify when it is changed', async () => {
    const signed = (await signMessage(REQUEST, signer)).replace('Version="2.0"', 'Version="2.1"');
    const verifier = new SignedXml({ publicCert: ourKey.certificatePem, getCertFromKeyInfo: () => null });
    verifier.loadSignature(/<ds:Signature [\s\S]*<\/ds:Signature>/u.exec(signed)?.[0] ?? '');
    expect(verifier.checkSignature(signed)).toBe(false);
  });

  it('is not made of what XML cannot carry', async () => {
    await expect(signMessage(REQUEST.replace('2.0', '\u0000'), signer)).rejects.toThrow();
    await expect(signMessage('<a><b></a>', signer)).rejects.toThrow();
  });
});

describe('the page that posts it', () => {
  const evil = `"><script>alert(1)</script><input value='`;

  it('allows one script by its hash, and no frame', async () => {
    const { contentSecurityPolicy, html } = postBindingPage(await post());
    const [, script = ''] = /<script>([\s\S]*?)<\/script>/u.exec(html) ?? [];
    const hash = createHash('sha256').update(script).digest('base64');
    expect(contentSecurityPolicy).toContain("default-src 'none'");
    expect(contentSecurityPolicy).toContain(`script-src 'sha256-${hash}'`);
    expect(contentSecurityPolicy).toContain("frame-ancestors 'none'");
  });

  it('does not bind the form to an origin, as Chromium would stop redirects of the identity provider', async () => {
    expect(postBindingPage(await post()).contentSecurityPolicy).not.toContain('form-action');
  });

  it('has a button for browsers without script', async () => {
    expect(postBindingPage(await post()).html).toContain('<button type="submit">');
  });

  it('lets one origin frame it, where logout needs it', async () => {
    const { contentSecurityPolicy } = postBindingPage(await post(), 'https://idp.example/slo');
    expect(contentSecurityPolicy).toContain('frame-ancestors https://idp.example;');
  });

  it('escapes names, values and the address (WEB-06)', () => {
    const { html } = postBindingPage({
      action: `https://idp.example/?${evil}`,
      fields: [[evil, evil]],
    });
    expect(html.match(/<script>/gu)).toHaveLength(1);
    expect(html).not.toContain('alert(1)</script>');
    expect(html).toContain('name="&quot;&gt;&lt;script&gt;');
  });
});
