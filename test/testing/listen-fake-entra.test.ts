import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { listenFakeEntra } from '../../src/testing/listen-fake-entra.js';
import {
  application,
  authnRequest,
  fake,
  get,
  keyPair,
  people,
  postedXml,
  redirectEncoded,
} from './fake-entra-client.js';

describe('downloads of a fake Entra', () => {
  it('offers the certificate as PEM and as DER', async () => {
    const pem = await (await get('/certificate.cer', {})).text();
    expect(pem).toBe(keyPair.certificatePem);
    const der = Buffer.from(await (await get('/certificate-raw.cer', {})).arrayBuffer());
    expect(new X509Certificate(der).fingerprint256).toBe(new X509Certificate(pem).fingerprint256);
  });

  it('offers federation metadata like Entra’s, in either spelling of the path', async () => {
    const response = await get('/FederationMetadata/2007-06/FederationMetadata.xml', {});
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const xml = bytes.toString('utf8');
    expect(xml).toContain(`entityID="${fake.issuer}"`);
    expect(xml.match(/<IDPSSODescriptor .*<\/IDPSSODescriptor>/)?.[0]).toContain(keyPair.certificateBase64);
    expect(xml.match(/<RoleDescriptor /g)).toHaveLength(2);
    expect(xml).toContain('<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">');
  });
});

describe('listenFakeEntra', () => {
  it('serves the same pages over HTTP and says where', async () => {
    const running = await listenFakeEntra({ people, keyPair, applications: [application] });
    try {
      expect(running.signInUrl).toBe(`${running.url}/${running.tenantId}/saml2`);
      const query = new URLSearchParams({ SAMLRequest: redirectEncoded(authnRequest()) });
      const page = await fetch(`${running.signInUrl}?${query}`);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('Megan Bowen');
      const form = new URLSearchParams({ ...Object.fromEntries(query), person: 'm2' });
      const answer = await fetch(`${running.url}/${running.tenantId}/reply`, { method: 'POST', body: form });
      expect(postedXml(await answer.text())).toContain('megan@contoso.com');
      const large = await fetch(running.signInUrl, { method: 'POST', body: 'a'.repeat(70_000) });
      expect(large.status).toBe(413);
    } finally {
      await running.close();
    }
  });

  it('rejects where the port is in use', async () => {
    const first = await listenFakeEntra({ keyPair });
    const port = Number(new URL(first.url).port);
    await expect(listenFakeEntra({ keyPair }, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.close();
  });
});
