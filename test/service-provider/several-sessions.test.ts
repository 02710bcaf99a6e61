import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { MintOptions } from '../../src/testing/index.js';
import {
  idpKey,
  logoutRequest,
  logoutSite,
  outcomeOf,
  PLACE,
  queryOf,
  redirect,
  signedIn,
} from '../logout/idp.js';
import { accepted, answerTo, finish, NOW, refusalOf, start } from './site.js';

/** An assertion with one AuthnStatement for each SessionIndex (null: a statement without one). */
function statements(...indexes: readonly (string | null)[]): Partial<MintOptions> {
  const editBeforeSigning = (xml: string): string =>
    xml.replace(/<AuthnStatement .*<\/AuthnStatement>/u, (statement) =>
      indexes
        .map((each) =>
          statement.replace(/ SessionIndex="[^"]*"/u, each === null ? '' : ` SessionIndex="${each}"`),
        )
        .join(''),
    );
  return { keyPair: idpKey, editBeforeSigning };
}

describe('a sign-in with several AuthnStatements', () => {
  it('says every SessionIndex once, and the first of them alone', async () => {
    const { signIn, session } = await signedIn(logoutSite(), 's', statements(null, '_one', '_two', '_one'));
    expect(signIn.sessionIndex).toBe('_one');
    expect(signIn.sessionIndexes).toEqual(['_one', '_two']);
    expect(session.sessionIndexes).toEqual(['_one', '_two']);
  });

  it('says none where the identity provider gave none', async () => {
    const { signIn } = await signedIn(logoutSite(), 's', statements(null));
    expect(signIn).toMatchObject({ sessionIndex: null, sessionIndexes: [] });
  });

  it.each(['_one', '_two'])('is logged out by the LogoutRequest that names %s', async (sessionIndex) => {
    const site = logoutSite();
    await signedIn(site, 'several', statements('_one', '_two'));
    await signedIn(site, 'other', statements('_three'));
    const query = queryOf(logoutRequest({ sessionIndexes: [sessionIndex] }));
    expect(await outcomeOf(redirect(site, query))).toBe('success');
    expect(site.ended).toEqual(['several']);
    expect(await site.sessions.find(...PLACE, 'several')).toBeNull();
  });

  it.each(['_one', '_two'])('is refused after a logout of %s', async (sessionIndex) => {
    const site = logoutSite();
    const started = await start(site);
    await redirect(site, queryOf(logoutRequest({ sessionIndexes: [sessionIndex] })));
    const finished = await finish(site, started, answerTo(site, started, statements('_one', '_two')));
    expect(refusalOf(finished)?.code).toBe('session_already_logged_out');
  });

  it.each(['_one', '_two'])(
    'makes no session when %s is logged out before it begins',
    async (sessionIndex) => {
      const site = logoutSite();
      const started = await start(site);
      const answer = answerTo(site, started, statements('_one', '_two'));
      const signIn = accepted(await finish(site, started, answer));
      await redirect(site, queryOf(logoutRequest({ sessionIndexes: [sessionIndex] })));
      const session = { sessionKey: 'late', expiresAt: new Date(NOW.getTime() + 1e6) };
      const added = await site.serviceProvider.addSession(signIn, session);
      expect(refusalOf(added)?.code).toBe('session_already_logged_out');
      expect(await site.sessions.find(...PLACE, 'late')).toBeNull();
    },
  );

  it.each([
    ['the index', () => ({ connectionId: 'contoso', sessionKey: 'several' })],
    ['the sign-in', (signIn: Awaited<ReturnType<typeof signedIn>>['signIn']) => signIn],
  ])('is named whole in our LogoutRequest, from %s', async (_, subjectOf) => {
    const site = logoutSite();
    const { signIn } = await signedIn(site, 'several', statements('_one', '_two'));
    const { url } = accepted(await site.serviceProvider.startLogout(subjectOf(signIn)));
    const message = Buffer.from(new URL(url).searchParams.get('SAMLRequest') ?? '', 'base64');
    expect(inflateRawSync(message).toString('utf8')).toContain(
      '<samlp:SessionIndex>_one</samlp:SessionIndex><samlp:SessionIndex>_two</samlp:SessionIndex>',
    );
  });
});
