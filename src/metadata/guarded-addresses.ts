import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

// IANA IPv4 Special-Purpose Address Registry and multicast: nothing of it is a server on the Internet.
const SPECIAL_IPV4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24'],
  ...['192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
  // Answers inside of Azure only, and there it is what 169.254.169.254 is elsewhere.
  '168.63.129.16/32',
];
/** All that IANA gave out for hosts on the Internet; the mapped, translated and local ranges lie outside. */
const GLOBAL_IPV6 = ['2000::/3'];
// Of these the IETF’s own assignments with Teredo, documentation, 6to4 and AS112 are no servers either.
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];

const LOOPBACK = ['127.0.0.0/8', '::1/128'];
// Node compares a mapped address with the rules for IPv4 as well, which would allow more than was named.
const MAPPED_IPV4 = ['::ffff:0:0/96'];

interface KnownSubnets {
  readonly specialIpv4: BlockList;
  readonly globalIpv6: BlockList;
  readonly specialIpv6: BlockList;
  readonly loopback: BlockList;
  readonly mapped: BlockList;
}

let known: KnownSubnets | null = null;

/** Whether the address is one of a server on the Internet. Anything but a plain address is not. */
export function isPublicAddress(address: string): boolean {
  const { specialIpv4, globalIpv6, specialIpv6 } = knownSubnets();
  if (isIPv4(address)) return !specialIpv4.check(address, 'ipv4');
  if (!isIPv6(address) || address.includes('%')) return false;
  return globalIpv6.check(address, 'ipv6') && !specialIpv6.check(address, 'ipv6');
}

export function isLoopbackAddress(address: string): boolean {
  return isIn(knownSubnets().loopback, address);
}

/** Whether the list holds the address. A mapped IPv4 address counts as the IPv6 address that it is. */
export function isIn(list: BlockList, address: string): boolean {
  if (isIPv4(address)) return list.check(address, 'ipv4');
  return isIPv6(address) && !isMapped(address) && list.check(address, 'ipv6');
}

/** A list of addresses and subnets, such as `10.1.2.0/24`. Throws TypeError for anything else. */
export function subnets(given: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of given) {
    const [address = '', length, ...further] = String(subnet).split('/');
    const family = isIP(address);
    const most = family === 4 ? 32 : 128;
    const prefix = length === undefined ? most : Number(length);
    const isLength = length === undefined || (/^\d{1,3}$/.test(length) && prefix <= most);
    if (family === 0 || !isLength || further.length > 0 || address.includes('%')) {
      throw new TypeError(`${JSON.stringify(subnet)} is no IP address or subnet.`);
    }
    list.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

function isMapped(address: string): boolean {
  return knownSubnets().mapped.check(address, 'ipv6');
}

/** Made when an address is asked about first: whoever fetches nothing needs none of them. */
function knownSubnets(): KnownSubnets {
  known ??= {
    specialIpv4: subnets(SPECIAL_IPV4),
    globalIpv6: subnets(GLOBAL_IPV6),
    specialIpv6: subnets(SPECIAL_IPV6),
    loopback: subnets(LOOPBACK),
    mapped: subnets(MAPPED_IPV4),
  };
  return known;
}
