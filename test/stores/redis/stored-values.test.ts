import { describe, expect, it } from 'vitest';
import { redisStores } from '../../../src/stores/redis/index.js';
import { pendingRequest } from '../contract.js';
import { indexedSession } from '../session-contract.js';
import { recordingClient } from './recording-client.js';

const request = pendingRequest();
const storedRequest = {
  ...request,
  issuedAt: request.issuedAt.getTime(),
  expiresAt: request.expiresAt.getTime(),
};
const session = indexedSession();
const storedSession = { ...session, expiresAt: session.expiresAt.getTime() };
const places = [session.organizationId, session.connectionId] as const;

const NO_OBJECTS = ['', 'null', '[]', '"text"', '1', '{', '{}', '\u0000'];

/** The value with one member changed, or without it where `value` is undefined. */
const without = (whole: object, name: string, value?: unknown) => JSON.stringify({ ...whole, [name]: value });

describe('a stored request', () => {
  const find = (stored: unknown) => redisStores(recordingClient(stored)).requests.find(request.id);

  it.each(['sign-in', 'logout', 'test'])('for %s is read as it was written', async (purpose) => {
    expect(await find(without(storedRequest, 'purpose', purpose))).toEqual({ ...request, purpose });
  });

  it('cannot be changed by who reads it', async () => {
    expect(Object.isFrozen(await find(JSON.stringify(storedRequest)))).toBe(true);
  });

  it.each(NO_OBJECTS)('is not %j', async (stored) => {
    await expect(find(stored)).rejects.toThrow('Redis holds a request that is damaged');
  });

  it.each(Object.keys(storedRequest))('needs %s, of the right kind', async (name) => {
    for (const value of [undefined, null, {}, [], name === 'connectionVersion' ? '3' : 1.5]) {
      await expect(find(without(storedRequest, name, value))).rejects.toThrow('damaged');
    }
  });

  it('is the one that was asked for', async () => {
    await expect(find(without(storedRequest, 'id', '_another'))).rejects.toThrow('damaged');
    await expect(find(without(storedRequest, 'purpose', 'other'))).rejects.toThrow('damaged');
    await expect(find(without(storedRequest, 'issuedAt', 8.64e15 + 1))).rejects.toThrow('damaged');
  });

  it('says nothing of itself when it is damaged', async () => {
    const error: unknown = await find(without(storedRequest, 'purpose', 'x')).catch(
      (thrown: unknown) => thrown,
    );
    expect(String(error)).not.toContain(request.browserHash);
    expect((error as Error).cause).toBeUndefined();
  });
});

describe('a stored session', () => {
  const find = (stored: unknown) =>
    redisStores(recordingClient([stored])).sessions.find(...places, session.sessionKey);

  it('is read as it was written, and cannot be changed', async () => {
    const found = await find(JSON.stringify(storedSession));
    expect(found).toEqual(session);
    expect([found, found?.nameId, found?.sessionIndexes].every(Object.isFrozen)).toBe(true);
  });

  it.each(NO_OBJECTS)('is not %j', async (stored) => {
    await expect(find(stored)).rejects.toThrow('Redis holds a session that is damaged');
  });

  it.each(Object.keys(storedSession))('needs %s, of the right kind', async (name) => {
    for (const value of [undefined, null, {}, [1], 1.5]) {
      await expect(find(without(storedSession, name, value))).rejects.toThrow('damaged');
    }
  });

  it.each(Object.keys(session.nameId))('needs %s of its NameID', async (name) => {
    for (const value of [undefined, 1, {}]) {
      const nameId = { ...session.nameId, [name]: value };
      await expect(find(without(storedSession, 'nameId', nameId))).rejects.toThrow('damaged');
    }
  });

  it.each(['organizationId', 'connectionId', 'sessionKey'])(
    'of another %s is not given out',
    async (name) => {
      await expect(find(without(storedSession, name, 'other'))).rejects.toThrow('damaged');
    },
  );

  it.each(['organizationId', 'connectionId', 'sessionKey'])(
    'of another %s is not given out by a group either',
    async (name) => {
      const { sessions } = redisStores(recordingClient(['member'], [without(storedSession, name, 'other')]));
      await expect(sessions.findByNameId(...places, session.nameId.value)).rejects.toThrow('damaged');
    },
  );

  it('of another SessionIndex or NameID is passed over, and dropped from the group', async () => {
    const client = recordingClient(['member'], [JSON.stringify(storedSession)], 1);
    expect(await redisStores(client).sessions.findBySession(...places, '_other')).toEqual([]);
    expect(client.sent[2]?.args.slice(5)).toEqual(['member', JSON.stringify(storedSession)]);
    const other = recordingClient(['member'], [JSON.stringify(storedSession)], 1);
    expect(await redisStores(other).sessions.findByNameId(...places, 'other')).toEqual([]);
    expect(other.sent).toHaveLength(3);
  });

  it('is read 500 at a time; leftovers are dropped 100 at a time', async () => {
    const members = Array.from({ length: 1_200 }, (_, index) => `member-${index}`);
    const client = recordingClient(members, [], [], [], 1);
    expect(await redisStores(client).sessions.findByNameId(...places, 'n')).toEqual([]);
    expect(client.sent.map(({ args }) => Number(args[2]))).toEqual([1, 500, 500, 200, 101]);
  });
});

describe('a stored logout', () => {
  const of = JSON.stringify([...places, '_key']);
  const find = (at: unknown, ofWhat: unknown) =>
    redisStores(recordingClient([at, ofWhat])).sessions.findLogout(...places, '_key');

  it('is read as it was written', async () => {
    expect(await find('1767225600000', of)).toEqual(new Date('2026-01-01T00:00:00Z'));
    expect(await find('-1', of)).toEqual(new Date(-1));
    expect(await find(null, null)).toBeNull();
  });

  it.each([null, '', 'soon', '1.5', '1e3', '9999999999999999', ' 1'])('is not of the time %j', async (at) => {
    await expect(find(at, of)).rejects.toThrow('Redis holds a logout that is damaged');
  });

  it.each([null, '', '["other","contoso","_key"]'])('of %j is not taken for another', async (ofWhat) => {
    await expect(find('1767225600000', ofWhat)).rejects.toThrow('damaged');
  });
});
