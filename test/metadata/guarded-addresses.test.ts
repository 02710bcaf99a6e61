import { describe, expect, it } from 'vitest';
import { isIn, isLoopbackAddress, isPublicAddress, subnets } from '../../src/metadata/guarded-addresses.js';

/** First and last address of each range, and the neighbours outside. */
const RANGES: readonly (readonly [string, string, string | null, string | null])[] = [
  ['0.0.0.0', '0.255.255.255', null, '1.0.0.0'],
  ['10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0'],
  ['100.64.0.0', '100.127.255.255', '100.63.255.255', '100.128.0.0'],
  ['127.0.0.0', '127.255.255.255', '126.255.255.255', '128.0.0.0'],
  ['168.63.129.16', '168.63.129.16', '168.63.129.15', '168.63.129.17'],
  ['169.254.0.0', '169.254.255.255', '169.253.255.255', '169.255.0.0'],
  ['172.16.0.0', '172.31.255.255', '172.15.255.255', '172.32.0.0'],
  ['192.0.0.0', '192.0.0.255', '191.255.255.255', '192.0.1.0'],
  ['192.0.2.0', '192.0.2.255', '192.0.1.255', '192.0.3.0'],
  ['192.88.99.0', '192.88.99.255', '192.88.98.255', '192.88.100.0'],
  ['192.168.0.0', '192.168.255.255', '192.167.255.255', '192.169.0.0'],
  ['198.18.0.0', '198.19.255.255', '198.17.255.255', '198.20.0.0'],
  ['198.51.100.0', '198.51.100.255', '198.51.99.255', '198.51.101.0'],
  ['203.0.113.0', '203.0.113.255', '203.0.112.255', '203.0.114.0'],
  ['224.0.0.0', '255.255.255.255', '223.255.255.255', null],
  ['::', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', null, '2000::'],
  ['2001::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff', '2000:ffff::', '2001:200::'],
  ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db7:ffff::', '2001:db9::'],
  ['2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2001:ffff::', '2003::'],
  ['2620:4f:8000::', '2620:4f:8000:ffff:ffff:ffff:ffff:ffff', '2620:4f:7fff::', '2620:4f:8001::'],
  ['3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff', '3ffe:ffff::', '3fff:1000::'],
  ['4000::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '3fff:ffff::', null],
];

describe('public addresses', () => {
  it.each(RANGES)('lie outside of %s to %s', (first, last, before, after) => {
    expect([first, last].map(isPublicAddress)).toEqual([false, false]);
    for (const neighbour of [before, after])
      if (neighbour !== null) expect(isPublicAddress(neighbour)).toBe(true);
  });

  it.each([
    '::1',
    '::127.0.0.1',
    '::ffff:8.8.8.8',
    '0:0:0:0:0:ffff:0808:0808',
    '::ffff:0:127.0.0.1',
    '64:ff9b::8.8.8.8',
    '64:ff9b:1::1',
    '100::1',
    '2001:0:1::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    '2600::1%eth0',
    'fec0::1',
    'ff02::1',
  ])('are not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['', 'localhost', '127.1', '0177.0.0.1', '1.2.3.4/32', '1.2.3.4 ', '[2600::1]'])(
    'are written as addresses, not as %j',
    (text) => {
      expect(isPublicAddress(text)).toBe(false);
    },
  );

  it.each(['8.8.8.8', '20.190.128.1', '2603:1036:3000::1', '2a00:1450:4001::1'])(
    'are those like %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
});

describe('allowed subnets', () => {
  it('hold what lies in them only', () => {
    const list = subnets(['10.1.2.0/24', 'fd00::/8', '192.168.1.1']);
    expect(['10.1.2.3', 'fd12::1', '192.168.1.1'].every((address) => isIn(list, address))).toBe(true);
    for (const address of ['10.1.3.3', 'fe12::1', '192.168.1.2', '::ffff:10.1.2.3', 'x']) {
      expect(isIn(list, address)).toBe(false);
    }
  });

  it('of loopback are the whole of it', () => {
    expect(['127.0.0.1', '127.255.255.254', '::1'].every(isLoopbackAddress)).toBe(true);
    expect(['128.0.0.1', '::2', '::ffff:127.0.0.1'].some(isLoopbackAddress)).toBe(false);
  });
});
