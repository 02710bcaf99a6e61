import { describe, expect, it } from 'vitest';
import type { ReplayStore } from '../../src/stores/interfaces/sign-in.js';
import { memoryReplayStore } from '../../src/stores/memory/index.js';
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
import { NOW } from './site.js';

/** A method of a store that fails so many times, and then works. */
function failing<Method extends (...values: never[]) => Promise<unknown>>(method: Method, times = 1): Method {
  let left = times;
  return (async (...values: Parameters<Method>) => {
    left -= 1;
    if (left >= 0) throw new Error('the store is down');
    return method(...values);
  }) as Method;
}

describe('a LogoutRequest whose first attempt fails', () => {
  it.each(['rememberLogout', 'findByNameId', 'remove'] as const)(
    'is followed when it comes again, after %s of the index failed once',
    async (method) => {
      const site = logoutSite();
      const { signIn } = await signedIn(site);
      site.sessions[method] = failing(site.sessions[method] as never);
      const query = queryOf(logoutRequest({ nameId: signIn.nameId.value }));
      expect(await outcomeOf(redirect(site, query))).toBe('responder');
      expect(await outcomeOf(redirect(site, query))).toBe('success');
      expect(await site.sessions.find(...PLACE, 'session-1')).toBeNull();
      expect(await outcomeOf(redirect(site, query))).toBe('requester');
      expect(refusedCode(site)).toBe('logout_request_replayed');
    },
  );

  it.each([1, 2, 3])(
    'is followed when it comes again, after call %i of the replay store failed',
    async (call) => {
      const memory = memoryReplayStore({ now: () => NOW });
      let calls = 0;
      const replays: ReplayStore = {
        reserve: (key, until) => {
          calls += 1;
          return calls === call ? Promise.reject(new Error('down')) : memory.reserve(key, until);
        },
      };
      const site = logoutSite({ replays });
      const query = queryOf(logoutRequest({ nameId: 'somebody' }));
      expect(await outcomeOf(redirect(site, query))).toBe('responder');
      expect(await outcomeOf(redirect(site, query))).toBe('success');
      expect(await outcomeOf(redirect(site, query))).toBe('requester');
    },
  );

  it('is followed when it comes again, after the hook of the application failed twice', async () => {
    const site = logoutSite();
    const { signIn } = await signedIn(site);
    const query = queryOf(logoutRequest({ nameId: signIn.nameId.value }));
    const broken = async (): Promise<never> => Promise.reject(new Error('down'));
    expect(await outcomeOf(redirect(site, query, broken))).toBe('responder');
    expect(await outcomeOf(redirect(site, query, broken))).toBe('responder');
    expect(await outcomeOf(redirect(site, query))).toBe('success');
    expect(site.ended).toEqual(['session-1']);
  });

  it('is not followed a fourth time', async () => {
    const site = logoutSite();
    const { signIn } = await signedIn(site);
    const query = queryOf(logoutRequest({ nameId: signIn.nameId.value }));
    const broken = async (): Promise<never> => Promise.reject(new Error('down'));
    for (let attempt = 0; attempt < 3; attempt += 1) await redirect(site, query, broken);
    expect(await outcomeOf(redirect(site, query))).toBe('requester');
    expect(site.ended).toEqual([]);
  });
});

describe('a LogoutRequest that was followed', () => {
  it.each([{}, { remaining: ['another'] }])('does not end a session that began since (%j)', async (left) => {
    const site = logoutSite();
    const { signIn } = await signedIn(site, 'first');
    await signedIn(site, 'another');
    const query = queryOf(logoutRequest({ nameId: signIn.nameId.value }));
    const end = () => ('remaining' in left ? { remaining: ['another'] } : undefined);
    await redirect(site, query, end);
    site.now = new Date(NOW.getTime() + 1_000);
    await signedIn(site, 'since');
    expect(await outcomeOf(redirect(site, query))).toBe('requester');
    expect(site.ended).toEqual([]);
    expect(await site.sessions.find(...PLACE, 'since')).not.toBeNull();
  });
});
