import { describe, expect, it } from 'vitest';
import { application, baseUrl, choose, fake } from './fake-entra-client.js';

const logoutUrl = 'https://app.example/saml/c1/logout';
const app = 'https://app.example/logs-out';
fake.registerApplication({ ...application, name: 'Logs out', identifier: app, logoutUrl });

async function home(): Promise<string> {
  return (await fake.handle(new Request(`${baseUrl}/`))).text();
}

async function logoutLinks(): Promise<readonly string[]> {
  return [...(await home()).matchAll(/href="([^"]*\/logout[^"]*)"/g)].map(([, href = '']) => href);
}

async function locationOf(address: string): Promise<string | null> {
  return (await fake.handle(new Request(address))).headers.get('location');
}

describe('the sessions that a fake Entra knows', () => {
  it('are listed after an answer, and leave with a LogoutRequest to the application', async () => {
    expect(await home()).toContain('Nobody is signed in to an application.');
    await choose({ app, person: 'm2' });
    expect(await home()).toContain('Megan Bowen, at Logs out');
    const [link = ''] = await logoutLinks();
    expect(await locationOf(link)).toMatch(/^https:\/\/app\.example\/saml\/c1\/logout\?SAMLRequest=/);
    expect(await logoutLinks()).toEqual([]);
    expect(await locationOf(link)).toBe('/');
  });

  it('end without a message where the application has no Logout URL', async () => {
    await choose({ app: application.identifier, person: 'm2' });
    const [link = ''] = await logoutLinks();
    expect(await locationOf(link)).toBe('/');
    expect(await logoutLinks()).toEqual([]);
  });

  it('are not made by an answer without an assertion', async () => {
    await choose({ app, person: 'm2', deviation: 'provider-error' });
    expect(await logoutLinks()).toEqual([]);
  });

  it('are fifty at most', async () => {
    for (let count = 0; count < 52; count += 1) await choose({ app, person: 'm2' });
    expect((await logoutLinks()).length).toBe(50);
  });
});
