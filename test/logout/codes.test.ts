import { describe, expect, it } from 'vitest';
import { signElement } from '../../src/testing/index.js';
import { createSite, refusalOf } from '../service-provider/site.js';
import {
  contoso,
  idpKey,
  LOGOUT_URL,
  logoutRequest,
  logoutResponse,
  logoutSite,
  outcomeOf,
  posted,
  queryOf,
  receive,
  redirect,
  refusedCode,
  signedIn,
} from './idp.js';

const NAME_ID = { value: 'a', format: null, nameQualifier: null, spNameQualifier: null };

/** A signed query whose message is this text instead of base64. */
function withMessage(text: string): string {
  const deflated = { toString: () => text } as unknown as Buffer;
  return queryOf(logoutRequest(), { deflated, encode: encodeURIComponent });
}

describe('a logout message', () => {
  it.each([
    ['no letter of base64', 'PHNhbWw*'],
    ['cut in the middle of four letters', 'q1Y'],
    ['bits beyond the last octet', 'q1Z='],
    ['the letters of URLs', 'q-_L'],
    ['a space within', 'q1 Lq'],
  ])('that is signed and %s is logout_message_not_base64', async (_name, text) => {
    const site = logoutSite();
    const outcome = await outcomeOf(redirect(site, withMessage(text)));
    expect(outcome).toBe('logout_message_not_base64');
    expect(refusedCode(site)).toBe(outcome);
  });

  it.each(['1.1', '2.1', '', ' 2.0', '3'])(
    'of version %j is logout_version_not_supported',
    async (version) => {
      const site = logoutSite();
      const { signIn } = await signedIn(site);
      const change = (xml: string): string => xml.replace('Version="2.0"', `Version="${version}"`);
      const request = logoutRequest({ id: '_r', sessionIndexes: [signIn.sessionIndex ?? ''] });
      for (const xml of [change(request), change(logoutResponse('_x'))]) {
        const refused = refusalOf(await redirect(site, queryOf(xml)));
        expect(refused).toEqual({ code: 'logout_version_not_supported', details: { received: version } });
      }
      const { privateKeyPem } = idpKey;
      const signed = signElement(change(request), {
        elementId: '_r',
        privateKeyPem,
        keyInfoCertificates: [],
      });
      const form = { SAMLRequest: Buffer.from(signed).toString('base64') };
      expect(await outcomeOf(posted(site, form))).toBe('logout_version_not_supported');
      expect(site.ended).toEqual([]);
    },
  );

  it('without a version is logout_version_not_supported, and received nothing', async () => {
    const xml = logoutRequest().replace(' Version="2.0"', '');
    expect(refusalOf(await redirect(logoutSite(), queryOf(xml)))).toEqual({
      code: 'logout_version_not_supported',
      details: { received: null },
    });
  });
});

describe('without an index of sessions', () => {
  it('no logout is begun', async () => {
    const { events, serviceProvider } = createSite({}, [contoso()]);
    for (const subject of [
      { connectionId: 'contoso', sessionKey: 'one' },
      { connectionId: 'contoso', nameId: NAME_ID, sessionIndex: null },
    ]) {
      expect(refusalOf(await serviceProvider.startLogout(subject))).toEqual({
        code: 'logout_not_enabled',
        details: {},
      });
    }
    expect(events.map(({ type }) => type)).toEqual(['logout_refused', 'logout_refused']);
  });

  it('no logout message is taken, however good it is', async () => {
    const site = Object.assign(createSite({}, [contoso()]), { ended: [] as string[] });
    const query = queryOf(logoutRequest({ destination: LOGOUT_URL }));
    const received = { binding: 'redirect', query, connectionId: 'contoso' } as const;
    expect(await outcomeOf(receive(site as never, received))).toBe('logout_not_enabled');
    expect(refusedCode(site)).toBe('logout_not_enabled');
    expect(site.ended).toEqual([]);
  });

  it('no session is indexed, and none is taken out', async () => {
    const { signIn } = await signedIn(logoutSite());
    const { serviceProvider } = createSite({}, [contoso()]);
    const session = { sessionKey: 'one', expiresAt: new Date('2026-11-22T00:00:00Z') };
    const refused = { code: 'logout_not_enabled', details: {} };
    expect(refusalOf(await serviceProvider.addSession(signIn, session))).toEqual(refused);
    expect(refusalOf(await serviceProvider.removeSession('contoso', 'one'))).toEqual(refused);
  });
});
