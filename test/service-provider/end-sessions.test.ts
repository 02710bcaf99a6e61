import { describe, expect, it } from 'vitest';
import type { EndSessions } from '../../src/service-provider/logout.js';
import {
  logoutRequest,
  logoutSite,
  outcomeOf,
  PLACE,
  queryOf,
  redirect,
  refusedCode,
  signedIn,
} from '../logout/idp.js';

const hostile = {
  get remaining(): never {
    throw new Error('a getter that throws');
  },
};

describe('a hook that names the sessions that go on', () => {
  it.each<[string, unknown]>([
    ['by a text', { remaining: 'session-1' }],
    ['by a number', { remaining: 1 }],
    ['by null', { remaining: null }],
    ['by numbers', { remaining: [1] }],
    ['by a set', { remaining: new Set(['session-1']) }],
    ['by what throws', hostile],
  ])('%s has failed: no session counts as over', async (_name, answer) => {
    const site = logoutSite();
    const { signIn } = await signedIn(site);
    const query = queryOf(logoutRequest({ nameId: signIn.nameId.value }));
    expect(await outcomeOf(redirect(site, query, (() => answer) as EndSessions))).toBe('responder');
    expect(refusedCode(site)).toBe('logout_hook_failed');
    expect(await site.sessions.find(...PLACE, 'session-1')).not.toBeNull();
  });

  it.each([undefined, null, false, true, 1, 'ok', {}, []])(
    'not at all, with %j, has ended them',
    async (answer) => {
      const site = logoutSite();
      const { signIn } = await signedIn(site);
      const query = queryOf(logoutRequest({ nameId: signIn.nameId.value }));
      expect(await outcomeOf(redirect(site, query, (() => answer) as EndSessions))).toBe('success');
      expect(await site.sessions.find(...PLACE, 'session-1')).toBeNull();
    },
  );
});
