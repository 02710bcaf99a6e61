import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readXml } from '../../src/xml/read-xml.js';
import { Browserless } from './browserless.js';
import { buildWhereStale, failToStart, type RunningExample, startExample } from './running-example.js';

describe('the example, over plain HTTP', () => {
  let example: RunningExample;

  beforeAll(async () => {
    buildWhereStale();
    example = await startExample();
  }, 120_000);
  afterAll(async () => {
    expect(await example?.stop()).toBe(0);
  });

  it('says as its last line where it is and which organisation it has', () => {
    expect(example.app).toMatch(/^http:\/\/localhost:\d+$/u);
    expect(example.identityProvider).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u);
    expect(example.organization).toBe('contoso');
    expect(example.scim.baseUrl).toBe(`${example.app}/scim/v2`);
    expect(example.scim.token).toMatch(/^scim_[\w-]+_[\w-]+$/u);
  });

  it('takes provisioning of Contoso by the token of its last line', async () => {
    const { baseUrl, token } = example.scim;
    const ask = (secret: string): Promise<Response> =>
      fetch(`${baseUrl}/Users?filter=${encodeURIComponent('userName eq "nobody@contoso.com"')}`, {
        headers: { authorization: `Bearer ${secret}` },
      });
    const answer = await ask(token);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ totalResults: 0 });
    expect((await ask(`${token}x`)).status).toBe(401);
  });

  it('signs a person in from the email address, and out again', async () => {
    const person = new Browserless(example);
    const page = await person.signIn('adele.vance@contoso.com', 'Adele Vance');
    expect(page.url).toBe(`${example.app}/account`);
    for (const shown of ['You are signed in, Adele', 'Contoso', 'adele.vance@contoso.com', 'Vance']) {
      expect(page.text).toContain(shown);
    }
    const signedOut = await person.post(`${example.app}/sign-out`, {}, { origin: example.app });
    expect(signedOut.text).toContain('Sign in with your work account');
    expect((await person.get(`${example.app}/account`)).url).toBe(`${example.app}/`);
  });

  it('answers what no database can hold as what it does not know', async () => {
    const stranger = new Browserless(example);
    const { app } = example;
    const wrong = await stranger.post(
      `${app}/password`,
      { email: 'a\0@b.test', password: 'x' },
      { origin: app },
    );
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('is not right')]);
    expect((await stranger.get(`${app}/log/%00`)).status).toBe(404);
  });

  it('gives a new session id at each sign-in', async () => {
    const person = new Browserless(example);
    await person.signIn('adele.vance@contoso.com', 'Adele Vance');
    const before = person.cookie(example.app, '__Host-session');
    expect(before).toMatch(/^[\w-]{43}$/u);
    await person.signIn('adele.vance@contoso.com', 'Adele Vance');
    const after = person.cookie(example.app, '__Host-session');
    expect(after).toMatch(/^[\w-]{43}$/u);
    expect(after).not.toBe(before);
  });

  it('refuses a misconfigured answer with a reference that leads to its cause', async () => {
    const person = new Browserless(example);
    const refused = await person.signIn('adele.vance@contoso.com', 'Adele Vance', 'namespace-not-cleared');
    expect(refused.status).toBe(200);
    expect(refused.text).toContain('You are not signed in');
    expect(refused.text).not.toContain('email_namespace_not_cleared');
    const [, reference = ''] = /href="\/log\/([0-9A-Z]{10})"/u.exec(refused.text) ?? [];
    const cause = await person.get(`${example.app}/log/${reference}`);
    expect(cause.text).toContain('email_namespace_not_cleared');
    expect((await person.get(`${example.app}/account`)).url).toBe(`${example.app}/`);
  });

  it('inspects an answer of the test tenant', async () => {
    const person = new Browserless(example);
    const { text } = await person.get(`${example.app}/inspector?sample=tampered`);
    const [, pasted = ''] = /<textarea[^>]*>\n([^<]*)<\/textarea>/u.exec(text) ?? [];
    const report = await person.post(`${example.app}/inspector`, { pasted }, { origin: example.app });
    expect(report.text).toContain('Refused: digest_mismatch');
  });

  it('serves the metadata and the sheet for Entra', async () => {
    const person = new Browserless(example);
    const metadata = await person.get(`${example.app}/saml/contoso/metadata`);
    expect(metadata.headers.get('content-type')).toContain('application/samlmetadata+xml');
    const document = readXml(metadata.text);
    expect(document.ok && document.value.root.localName).toBe('EntityDescriptor');
    expect((await person.get(`${example.app}/set-up`)).text).toContain('user.mail');
  });

  it('sends every page with a policy that allows no script and no other site', async () => {
    for (const path of ['/', '/log', '/inspector', '/set-up', '/nothing']) {
      const { headers } = await new Browserless(example).get(example.app + path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('script-src');
      expect(policy).toContain(`form-action 'self' ${example.identityProvider}`);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  it.each([
    ['/sign-out', {}],
    ['/sign-out', { origin: 'http://127.0.0.1:1' }],
    ['/inspector', { origin: 'null' }],
    ['/inspector', { 'sec-fetch-site': 'cross-site', origin: 'http://localhost' }],
  ])('POST %s is refused with %o', async (path, headers) => {
    expect((await new Browserless(example).post(example.app + path, {}, headers)).status).toBe(403);
  });

  it('sends a visitor of another host name to its own', async () => {
    const { port } = new URL(example.app);
    const response = await fetch(`http://127.0.0.1:${port}/log`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([303, `${example.app}/`]);
    const posted = await fetch(`http://127.0.0.1:${port}/sign-out`, { method: 'POST', redirect: 'manual' });
    expect(posted.status).toBe(421);
  });

  it('answers a form that is too large', async () => {
    const pasted = 'A'.repeat(3_000_000);
    const person = new Browserless(example);
    const answer = await person.post(`${example.app}/inspector`, { pasted }, { origin: example.app });
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('That is more than this form takes.');
  });
});

describe('a port in use', () => {
  it.each([
    ['PORT', 'IDP_PORT'],
    ['IDP_PORT', 'PORT'],
  ])('%s: names the port and the variable, in one paragraph, and ends with 1', async (variable, other) => {
    const occupant = createServer();
    await new Promise<void>((resolve) => occupant.listen(0, '127.0.0.1', resolve));
    const address = occupant.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { exitCode, output, errors } = await failToStart({ [variable]: String(port), [other]: '0' });
    occupant.close();
    expect(exitCode).toBe(1);
    expect(output).toBe('');
    expect(errors).toMatch(new RegExp(`^Port ${port} is in use [^\\n]* ${variable}=\\d+ npm start\\n$`, 'u'));
  });

  it.each(['eighty', '-1', '70000', '3000.5', ''])('PORT=%o is no port', async (text) => {
    const { exitCode, errors } = await failToStart({ PORT: text, IDP_PORT: '0' });
    expect(exitCode).toBe(1);
    expect(errors).toBe(`PORT must be a port from 0 to 65535, not ${JSON.stringify(text)}.\n`);
  });
});
