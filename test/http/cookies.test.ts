import { describe, expect, it } from 'vitest';
import { readCookies } from '../../src/http/cookies.js';
import { get } from './browser.js';

describe('readCookies', () => {
  it('reads names and values as they are written', () => {
    const cookies = readCookies(get('/', { cookie: 'a=1; b=x=y;c= spaced ; d="q"; e=%20' }));
    expect([...cookies]).toEqual([
      ['a', '1'],
      ['b', 'x=y'],
      ['c', 'spaced'],
      ['d', '"q"'],
      ['e', '%20'],
    ]);
  });

  it('takes the first of two cookies with one name', () => {
    expect(readCookies(get('/', { cookie: 'a=1; a=2' })).get('a')).toBe('1');
  });

  it('leaves out what is no cookie', () => {
    expect([...readCookies(get('/', { cookie: 'a; =1; ;' }))]).toEqual([]);
    expect([...readCookies(get('/'))]).toEqual([]);
  });

  it('takes a name behind a no-break space for another one than that under the __Host- prefix', () => {
    const tossed = readCookies(get('/', { cookie: '\xa0__Host-a=1; __Host-b\xa0=2; __Host-c=3\xa0' }));
    expect([...tossed]).toEqual([
      ['\xa0__Host-a', '1'],
      ['__Host-b\xa0', '2'],
      ['__Host-c', '3\xa0'],
    ]);
  });

  it('finds no cookie that only Object.prototype has', () => {
    expect(readCookies(get('/', { cookie: '__proto__=1' })).get('toString')).toBeUndefined();
  });
});
