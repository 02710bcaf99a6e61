import express from 'express';
import { describe, expect, it } from 'vitest';
import { toExpressScim } from '../../src/express/index.js';
import { openMemoryStores } from '../scim/http/memory-stores.js';
import { openWorld, patch, person, quoted } from '../scim/http/world.js';
import { run, VERSIONS } from './application.js';

describe.each(VERSIONS)('provisioning in %s', (_name, version) => {
  const parsers = [
    ['without a body parser', []],
    [
      'behind parsers of JSON and forms',
      [express.json({ type: ['application/json', 'application/scim+json'] }), express.urlencoded()],
    ],
    ['behind a parser of text', [express.text({ type: '*/*' })]],
    ['behind a parser of bytes', [express.raw({ type: '*/*' })]],
  ] as const;

  it.each(parsers)('makes, changes, finds and deletes %s', async (_parser, middleware) => {
    const world = await openWorld(openMemoryStores);
    const application = version();
    for (const parser of middleware) application.use(parser);
    application.use(toExpressScim(world.scim));
    const { fetch } = await run(application);
    const Authorization = `Bearer ${await world.token('contoso')}`;
    const send = (method: string, path: string, body?: unknown, more: Record<string, string> = {}) =>
      fetch(`/scim/v2${path}`, {
        method,
        headers: { Authorization, 'Content-Type': 'application/scim+json', ...more },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    const made = await send('POST', '/Users', person('adele'));
    expect([made.status, made.headers.get('content-type')]).toEqual([
      201,
      'application/scim+json; charset=utf-8',
    ]);
    const location = made.headers.get('location') ?? '';
    expect(location).toMatch(/^https:\/\/app\.example\/scim\/v2\/Users\//u);
    const path = location.slice('https://app.example/scim/v2'.length);
    const op = patch({ op: 'Replace', path: 'title', value: 'CTO' });
    expect((await send('PATCH', path, op, { 'If-Match': 'W/"9"' })).status).toBe(412);
    expect((await send('PATCH', path, op)).headers.get('etag')).toBe('W/"2"');
    expect((await send('GET', path, undefined, { 'If-None-Match': 'W/"2"' })).status).toBe(304);
    const list = await send('GET', `//users/?aadOptscim062020&filter=${quoted('title eq "cto"')}`);
    expect(((await list.json()) as { totalResults: number }).totalResults).toBe(1);
    expect((await send('DELETE', path)).status).toBe(204);
    expect((await send('GET', path)).status).toBe(404);
    const token = await fetch('/scim/token', {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'x', client_secret: 'y' }),
    });
    // The sort of refusal says whether the form came through.
    expect([token.status, ((await token.json()) as { error: string }).error]).toEqual([
      401,
      'invalid_client',
    ]);
  });

  it('leaves other paths to the application, and may be mounted at the prefix', async () => {
    const world = await openWorld(openMemoryStores);
    const application = version();
    application.use('/scim', toExpressScim(world.scim));
    application.use((_req, res) => void res.status(299).end('mine'));
    const { fetch } = await run(application);
    expect((await fetch('/scim/v2/Users')).status).toBe(401);
    for (const path of ['/', '/scim', '/scim/v1/Users', '/scim/v2x', '/scimv2']) {
      expect((await fetch(path)).status).toBe(299);
    }
  });
});
