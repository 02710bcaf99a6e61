import { describe, expect, it } from 'vitest';
import { readDomainName } from '../../src/organizations/domain-name.js';

/** The domain as it is compared, or the reason of the refusal in brackets. */
function read(text: string): string {
  const reading = readDomainName(text);
  return reading.ok ? reading.domain : `(${reading.reason})`;
}

describe('EML-05: look-alikes', () => {
  it.each([
    ['Cyrillic letter', 'v\u0456ctim.test', '(domain-mixed-script)'],
    ['the same as A-label', 'xn--vctim-n2e.test', '(domain-mixed-script)'],
    ['Greek letter', 'victim\u03bf.test', '(domain-mixed-script)'],
    ['Hebrew beside Latin', 'a\u05d0.test', '(domain-mixed-script)'],
    ['full-width dot', 'victim\uff0etest', '(domain-character)'],
    ['ideographic full stop', 'victim\u3002test', '(domain-character)'],
    ['full-width letter', '\uff56ictim.test', '(domain-changes-under-mapping)'],
    ['circled digit', '\u2460.test', '(domain-changes-under-mapping)'],
    ['ligature', '\ufb01.test', '(domain-changes-under-mapping)'],
    ['Roman numeral', '\u2167.test', '(domain-changes-under-mapping)'],
    ['combining mark not composed', 'bu\u0308cher.example', '(domain-changes-under-mapping)'],
    ['mark without a letter', '\u0301a.test', '(domain-changes-under-mapping)'],
    ['right-to-left mark', 'victim\u200f.test', '(domain-character)'],
    ['zero width joiner', 'a\u200db.test', '(domain-character)'],
    ['division slash', 'evil\u2215victim.test', '(domain-character)'],
  ])('refuses a %s', (_name, text, reason) => expect(read(text)).toBe(reason));

  it('keeps sharp s apart from ss', () => {
    expect(read('fa\u00df.example')).toBe('xn--fa-hia.example');
    expect(read('fass.example')).toBe('fass.example');
  });
});

describe('EML-06: U-labels and A-labels', () => {
  it.each(['b\u00fccher.example', 'B\u00dcCHER.Example', 'XN--BCHER-KVA.example', 'xn--bcher-kva.example'])(
    'reads %j as one domain',
    (text) => expect(read(text)).toBe('xn--bcher-kva.example'),
  );

  it.each([
    ['\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444', 'xn--e1afmkfd.xn--p1ai'],
    ['\u65e5\u672c\u8a9e\u30c6\u30b9\u30c8abc.example', 'xn--abc-4k4bocn0926g0ecl32k.example'],
    ['\u30fc\u65e5\u672c.example', 'xn--wek060nb2a.example'],
    ['\ud55c\uad6d\uc5b4.example', 'xn--3e0bk47br7k.example'],
    ['l\u00b7l.example', 'xn--ll-0ea.example'],
  ])('accepts %j, which is of one writing system', (text, domain) => expect(read(text)).toBe(domain));

  it('accepts a joiner that stands where its script needs it, as A-label', () => {
    expect(read('xn--11b2ezcw70k.example')).toBe('xn--11b2ezcw70k.example');
  });
});

describe('EML-07: punycode', () => {
  it('keeps the look-alike of apple.com as its own domain', () => {
    expect(read('xn--80ak6aa92e.com')).toBe('xn--80ak6aa92e.com');
  });

  it.each([
    'xn--a.test',
    'xn--.test',
    'xn--zzzz--.com',
    'xn--ls8h.test',
    'xn--999999999.test',
    'xn--bcher-kvA0.test',
  ])('refuses %j, which stands for no name', (text) => expect(read(text)).toBe('(domain-punycode)'));
});

describe('readDomainName', () => {
  it('accepts hyphens inside a label, also two in the third and fourth place', () => {
    expect(read('ab--cd.e-f.test')).toBe('ab--cd.e-f.test');
  });

  it('refuses an overlong text before it looks at it', () => {
    expect(read('.'.repeat(5_000_000))).toBe('(domain-too-long)');
    expect(read(`${'a'.repeat(5_000_000)}`)).toBe('(domain-too-long)');
    expect(read(`${'a.'.repeat(126)}test`)).toBe('(domain-too-long)');
  });

  it('looks at a text of twice the characters of a name, and at no longer one', () => {
    expect(read('a'.repeat(506))).toBe('(domain-label-too-long)');
    expect(read('a'.repeat(507))).toBe('(domain-too-long)');
  });

  it('takes a number for an address where it is the last label', () => {
    expect(read('mail.victim.1')).toBe('(domain-is-ip-address)');
    expect(read('1.victim.test')).toBe('1.victim.test');
  });

  it('accepts a name of 253 characters', () => {
    const longest = `${'a.'.repeat(125)}abc`;
    expect(longest).toHaveLength(253);
    expect(read(longest)).toBe(longest);
  });
});
