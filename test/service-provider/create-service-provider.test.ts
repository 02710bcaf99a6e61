import { describe, expect, it } from 'vitest';
import { refusal } from '../../src/errors/index.js';
import { entraSettingsText } from '../../src/metadata/entra-settings-text.js';
import { createServiceProvider } from '../../src/service-provider/create-service-provider.js';
import type { ServiceProviderEvent } from '../../src/service-provider/events.js';
import type { ServiceProviderOptions } from '../../src/service-provider/settings.js';
import {
  accepted,
  answerTo,
  BASE_URL,
  connection,
  createSite,
  finish,
  NOW,
  refusalOf,
  start,
} from './site.js';

describe('createServiceProvider', () => {
  it.each([
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://app.localhost/', 'http://app.localhost'],
    ['http://127.0.0.1:80', 'http://127.0.0.1'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
    ['HTTPS://App.Example.com:443/', 'https://app.example.com'],
  ])('takes the base URL %s', (baseUrl, origin) => {
    expect(createSite({ baseUrl }).serviceProvider.baseUrl).toBe(origin);
  });

  it.each<[string, unknown]>([
    ['baseUrl', undefined],
    ['baseUrl', 'app.example.com'],
    ['baseUrl', 'http://app.example.com'],
    ['baseUrl', 'http://127.0.0.1.example.com'],
    ['baseUrl', 'http://notlocalhost'],
    ['baseUrl', 'ftp://localhost'],
    ['baseUrl', 'https://app.example.com/app'],
    ['baseUrl', 'https://app.example.com/?a=b'],
    ['baseUrl', 'https://user@app.example.com'],
    ['pathPrefix', 'saml'],
    ['pathPrefix', '/saml/'],
    ['pathPrefix', ''],
    ['pathPrefix', '/saml?x'],
    ['pathPrefix', '//evil.example'],
    ['pathPrefix', 7],
    ['requestLifetimeSeconds', 59],
    ['requestLifetimeSeconds', 3601],
    ['requestLifetimeSeconds', 90.5],
    ['requestLifetimeSeconds', Number.NaN],
    ['clock', new Date()],
    ['onEvent', 'log'],
    ['connections', undefined],
    ['domainClaims', { findOrganization: () => null }],
    ['requests', {}],
    ['replays', null],
  ])('throws a TypeError for %s %j', (name, value) => {
    expect(() => createSite({ [name]: value } as Partial<ServiceProviderOptions>)).toThrow(TypeError);
    expect(() => createSite({ [name]: value } as Partial<ServiceProviderOptions>)).toThrow(name);
  });

  it('throws a TypeError without options', () => {
    expect(() => createServiceProvider(null as unknown as ServiceProviderOptions)).toThrow(TypeError);
  });

  it('takes a clock and a listener that are methods of a class', () => {
    class Hooks {
      readonly seen: ServiceProviderEvent[] = [];
      clock(): Date {
        return this.seen.length === 0 ? NOW : new Date(0);
      }
      onEvent(event: ServiceProviderEvent): void {
        this.seen.push(event);
      }
    }
    const { onEvent: _left, ...stores } = optionsOf();
    const options = Object.assign(new Hooks(), stores);
    createServiceProvider(options).reportRefusal(refusal('path_unknown', { path: '/' }).error, null);
    expect(options.seen).toMatchObject([{ type: 'sign_in_refused', at: NOW }]);
  });

  it('fails rather than decide with a clock that gives no time', async () => {
    const { serviceProvider } = createSite({ clock: () => new Date(Number.NaN) });
    await expect(serviceProvider.startSignIn({ connectionId: 'contoso' })).rejects.toThrow(TypeError);
  });

  it('derives the addresses of a connection from base URL, prefix and id', () => {
    const { serviceProvider } = createSite({ pathPrefix: '/app/sso' });
    expect(serviceProvider.urls('not_stored-yet')).toEqual({
      entityId: `${BASE_URL}/app/sso/not_stored-yet/metadata`,
      assertionConsumerServiceUrl: `${BASE_URL}/app/sso/not_stored-yet/acs`,
      signOnUrl: `${BASE_URL}/app/sso/not_stored-yet/sign-in`,
      logoutUrl: `${BASE_URL}/app/sso/not_stored-yet/logout`,
    });
    expect(() => serviceProvider.urls('no/id')).toThrow(TypeError);
  });

  it('gives metadata and the Entra sheet with the addresses of the connection, also a disabled one', async () => {
    const own = connection({ enabled: false, entityId: 'urn:own', emailAttribute: 'mail' });
    const { serviceProvider } = createSite({}, [own]);
    const metadata = accepted(await serviceProvider.metadata('contoso'));
    expect(metadata).toContain('entityID="urn:own"');
    expect(metadata).toContain(`Location="${BASE_URL}/saml/contoso/acs"`);
    const sheet = entraSettingsText(accepted(await serviceProvider.entraSettings('contoso')));
    for (const value of [
      'urn:own',
      `${BASE_URL}/saml/contoso/acs`,
      `${BASE_URL}/saml/contoso/sign-in`,
      'mail',
    ]) {
      expect(sheet).toContain(value);
    }
  });

  it('has neither metadata nor a sheet for an unknown connection', async () => {
    const { serviceProvider } = createSite();
    expect(refusalOf(await serviceProvider.metadata('other'))?.code).toBe('connection_unknown');
    expect(refusalOf(await serviceProvider.entraSettings('other'))?.code).toBe('connection_unknown');
  });
});

describe('events', () => {
  it.each<[string, (event: ServiceProviderEvent) => unknown]>([
    [
      'throws',
      () => {
        throw new Error('log is full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('log is full'))],
    ['changes the event', (event) => Reflect.set(event, 'code', 'path_unknown')],
  ])('change no decision when the listener %s', async (_name, onEvent) => {
    const site = createSite({ onEvent });
    const started = await start(site);
    expect(refusalOf(await finish(site, started, 'no base64!'))?.code).toBe('response_not_base64');
    expect(refusalOf(await finish(site, started, answerTo(site, started)))).toBeNull();
  });

  it.each(['readers_disagree', 'second_reader_failed'] as const)(
    'raise an alarm of their own for %s',
    (code) => {
      const { events, serviceProvider } = createSite();
      const { error } =
        code === 'readers_disagree'
          ? refusal(code, { field: 'NameID', first: 'a', second: 'b' })
          : refusal(code, { reason: 'not well-formed' });
      const { reference } = serviceProvider.reportRefusal(error, 'contoso');
      expect(events).toEqual([
        {
          type: 'sign_in_refused',
          at: NOW,
          code,
          stage: 'second-reader',
          connectionId: 'contoso',
          reference,
          error,
          redactedResponse: null,
        },
        { type: 'readers_disagree', at: NOW, code, connectionId: 'contoso', reference },
      ]);
    },
  );

  it('are not needed', async () => {
    const { onEvent: _left, ...options } = optionsOf();
    const reported = createServiceProvider(options).reportRefusal(
      refusal('path_unknown', { path: '/' }).error,
      null,
    );
    expect(reported.reference).toHaveLength(10);
  });
});

function optionsOf(): ServiceProviderOptions {
  const unused = async () => null;
  return {
    baseUrl: BASE_URL,
    connections: { findById: unused, findByOrganization: async () => [] },
    domainClaims: { findOrganization: unused, listVerified: async () => [] },
    requests: { save: async () => undefined, find: unused, consume: async () => false },
    replays: { reserve: async () => false },
    onEvent: () => undefined,
  };
}
