import { describe, expect, it } from 'vitest';
import { subnets } from '../../src/metadata/guarded-addresses.js';
import {
  assertConnectedTo,
  type FetchGuard,
  GuardError,
  guardedLookup,
} from '../../src/metadata/guarded-url.js';

const HOST = 'idp.example.com';

function guardWith(...addresses: readonly string[]): FetchGuard {
  return { ports: [443], allowed: subnets([]), allowLoopback: false, resolve: async () => addresses };
}

/** What Node is told when it opens a socket. */
function lookup(guard: FetchGuard, all: boolean, hostname = HOST): Promise<readonly unknown[]> {
  return new Promise((resolve, reject) => {
    guardedLookup(guard)(hostname, { all }, (error, ...found) => (error ? reject(error) : resolve(found)));
  });
}

describe('the lookup of a connection', () => {
  it('gives all addresses or the first, as Node asks for', async () => {
    const guard = guardWith('2600::1', '8.8.8.8');
    expect(await lookup(guard, true)).toEqual([
      [
        { address: '2600::1', family: 6 },
        { address: '8.8.8.8', family: 4 },
      ],
    ]);
    expect(await lookup(guard, false)).toEqual(['2600::1', 6]);
  });

  it.each([true, false])('gives none where one of them is forbidden (all: %s)', async (all) => {
    await expect(lookup(guardWith('8.8.8.8', '10.0.0.1'), all)).rejects.toThrow(GuardError);
    await expect(lookup(guardWith('localhost'), all)).rejects.toThrow(GuardError);
    await expect(lookup(guardWith(), all)).rejects.toThrow('has no address');
  });

  it('takes loopback for the names of this machine only, and asks nobody for them', async () => {
    const guard = { ...guardWith('127.0.0.1'), allowLoopback: true };
    await expect(lookup(guard, true)).rejects.toThrow(GuardError);
    const local = { ...guard, resolve: () => Promise.reject(new Error('It was asked for.')) };
    expect(await lookup(local, false, 'idp.localhost')).toEqual(['127.0.0.1', 4]);
  });
});

describe('an open socket', () => {
  it('must be connected to an address that may be fetched', () => {
    expect(() => assertConnectedTo(HOST, '8.8.8.8', guardWith())).not.toThrow();
    for (const address of ['10.0.0.1', '::ffff:8.8.8.8', '', undefined]) {
      expect(() => assertConnectedTo(HOST, address, guardWith())).toThrow(GuardError);
    }
  });
});
