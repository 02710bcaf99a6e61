import { describe, expect, it } from 'vitest';
import { isLoopbackHost, loginHostsOf } from '../../src/organizations/entra-urls.js';

describe('the hosts at which people sign in', () => {
  const global = ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com'];

  it.each([
    ['the global cloud', ['global'], global],
    [
      'the global cloud and that of the United States',
      ['global', 'us-government'],
      [...global, 'login.microsoftonline.us'],
    ],
    ['the cloud of China', ['china'], ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn']],
    ['the cloud of Germany', ['germany'], ['login.microsoftonline.de']],
    ['no cloud', [], []],
  ] as const)('are those of %s', (_, clouds, hosts) => {
    expect(loginHostsOf(clouds)).toEqual(hosts);
  });
});

describe('a host that leads to the same machine', () => {
  it.each(['localhost', 'idp.localhost', '[::1]', '127.0.0.1', '127.100.0.1', '127.0.100.1', '127.0.0.100'])(
    'is %s',
    (host) => {
      expect(isLoopbackHost(host)).toBe(true);
    },
  );

  it.each([
    '10.127.0.0.1',
    '1127.0.0.1',
    '127.0.0.1.example',
    '127.0.0',
    'localhost.example',
    'mylocalhost',
    '::1',
  ])('is not %s', (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });
});
