import { expect, it } from 'vitest';
import { openMemoryStores } from './memory-stores.js';
import { openWorld, person } from './world.js';

it('a body with more names in one object than anything here has is 413, wherever that object is', async () => {
  const { send } = await openWorld(openMemoryStores, {});
  const names = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`a${at}`, ':']));
  const most = names(1_000 - Object.keys(person('adele')).length);
  expect((await send('POST', '/Users', { ...person('adele'), ...most })).status).toBe(201);
  for (const body of [
    { ...person('beate'), ...most, more: 1 },
    { ...person('beate'), x: [{ ...names(1_000) }, { y: names(1_001) }] },
  ]) {
    const answer = await send('POST', '/Users', body);
    expect([answer.status, answer.body.detail]).toEqual([413, 'An object has at most 1000 names.']);
  }
  const many = { ...person('beate'), x: Array.from({ length: 3 }, () => names(1_000)) };
  expect((await send('POST', '/Users', many)).status).toBe(201);
});
