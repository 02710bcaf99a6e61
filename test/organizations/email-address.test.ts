import { describe, expect, it } from 'vitest';
import { isEmailAddress, parseEmailAddress } from '../../src/organizations/email-address.js';

/** The address as it is kept, or the reason of the refusal in brackets. */
function read(value: string): string {
  const reading = parseEmailAddress(value);
  return reading.ok ? reading.value.address : `(${reading.reason})`;
}

describe('parseEmailAddress', () => {
  it('gives the parts of an address, frozen', () => {
    const reading = parseEmailAddress('Alice.Smith@Contoso.Example');
    if (!reading.ok) throw new Error(reading.reason);
    expect(reading.value).toMatchObject({
      address: 'Alice.Smith@contoso.example',
      localPart: 'Alice.Smith',
      domain: 'contoso.example',
    });
    expect(Object.isFrozen(reading.value)).toBe(true);
  });

  it('tells its own addresses from objects of the same shape', () => {
    const reading = parseEmailAddress('alice@victim.test');
    if (!reading.ok) throw new Error(reading.reason);
    expect(isEmailAddress(reading.value)).toBe(true);
    expect(isEmailAddress({ ...reading.value })).toBe(false);
    expect(isEmailAddress(Object.create(reading.value))).toBe(false);
    expect(isEmailAddress(null)).toBe(false);
    expect(isEmailAddress('alice@victim.test')).toBe(false);
  });

  it('does not lead to the class that makes addresses without the grammar', () => {
    const reading = parseEmailAddress('alice@victim.test');
    if (!reading.ok) throw new Error(reading.reason);
    expect(reading.value.constructor).toBe(Object);
    expect(Object.getOwnPropertyNames(Object.getPrototypeOf(reading.value))).not.toContain('constructor');
  });

  it('throws for what is not a string', () => {
    for (const value of [
      ['alice@victim.test'],
      new String('alice@victim.test'),
      { length: 255 },
      undefined,
    ]) {
      expect(() => parseEmailAddress(value as never)).toThrow(TypeError);
    }
  });

  it('refuses an empty value', () => {
    expect(read('')).toBe('(empty)');
  });
});

describe('EML-01: several at signs', () => {
  it.each(['alice@victim.test@evil.test', 'alice@evil.test@victim.test', 'alice', 'alice@@victim.test'])(
    'refuses %j',
    (value) => expect(read(value)).toBe('(at-sign-count)'),
  );
});

describe('EML-02: quoted local parts', () => {
  it.each([
    ['"alice@victim.test"@evil.test', '(at-sign-count)'],
    ['alice"@"victim.test', '(local-part-character)'],
    ['"alice"@victim.test', '(local-part-character)'],
    ['alice\\@victim.test', '(local-part-character)'],
  ])('refuses %j', (value, reason) => expect(read(value)).toBe(reason));
});

describe('EML-03: dot at the end and letter case', () => {
  it('folds the letter case of the domain', () => {
    expect(read('alice@VICTIM.TEST')).toBe('alice@victim.test');
  });

  it.each([
    ['alice@victim.test.', '(domain-trailing-dot)'],
    ['alice@victim.test..', '(domain-empty-label)'],
    ['alice@victim..test', '(domain-empty-label)'],
    ['alice@.victim.test', '(domain-empty-label)'],
    ['alice@', '(domain-empty-label)'],
  ])('refuses %j', (value, reason) => expect(read(value)).toBe(reason));
});

describe('EML-04: neighbours of a domain', () => {
  it.each(['alice@evil.victim.test', 'alice@xvictim.test', 'alice@victim.test.evil.test'])(
    'keeps %j as the domain of its own that it is',
    (value) => expect(read(value)).toBe(value),
  );
});

describe('EML-08: tags and dots in the local part', () => {
  it.each(['alice+evil@victim.test', 'a.l.i.c.e@victim.test', 'ALICE@victim.test'])(
    'keeps %j to the letter',
    (value) => expect(read(value)).toBe(value),
  );

  it.each(['.alice@victim.test', 'alice.@victim.test', 'al..ice@victim.test'])('refuses %j', (value) =>
    expect(read(value)).toBe('(local-part-dot)'),
  );

  it('refuses an empty local part', () => {
    expect(read('@victim.test')).toBe('(local-part-empty)');
  });
});

describe('EML-09: characters that cannot be seen', () => {
  it.each([
    ['NUL', 'alice@victim.test\0.evil.test'],
    ['line end', 'alice@victim.test\r\n'],
    ['tab', 'alice\t@victim.test'],
    ['space', ' alice@victim.test'],
    ['no-break space', 'alice\u00a0@victim.test'],
    ['zero width space', 'alice@vic\u200btim.test'],
    ['zero width joiner', 'al\u200dice@victim.test'],
    ['soft hyphen', 'alice@vic\u00adtim.test'],
    ['byte order mark', '\ufeffalice@victim.test'],
    ['right-to-left override', 'alice@\u202evictim.test'],
    ['variation selector', 'alice\ufe0f@victim.test'],
    ['Hangul filler', 'alice\u3164@victim.test'],
    ['lone surrogate', 'alice\ud800@victim.test'],
    ['private use', 'alice\ue000@victim.test'],
    ['unassigned', 'alice\u0378@victim.test'],
  ])('refuses %s', (_name, value) => expect(read(value)).toBe('(invisible-character)'));
});

describe('EML-10: limits and unqualified domains', () => {
  it.each([
    ['alice@[127.0.0.1]', '(domain-is-ip-address)'],
    ['alice@127.0.0.1', '(domain-is-ip-address)'],
    ['alice@victim.1', '(domain-is-ip-address)'],
    ['alice@victim.0x7f', '(domain-character)'],
    ['alice@[IPv6:::1]', '(domain-is-ip-address)'],
    ['alice@localhost', '(domain-not-qualified)'],
    ['alice@victim', '(domain-not-qualified)'],
    ['alice@-victim.test', '(domain-hyphen)'],
    ['alice@victim-.test', '(domain-hyphen)'],
    ['alice@vic_tim.test', '(domain-character)'],
    [`alice@${'a'.repeat(64)}.test`, '(domain-label-too-long)'],
    [`${'a'.repeat(65)}@victim.test`, '(local-part-too-long)'],
    [`${'ä'.repeat(33)}@victim.test`, '(local-part-too-long)'],
    [`alice@${'a.'.repeat(123)}test`, '(too-long)'],
    ['a'.repeat(1_000_000), '(too-long)'],
  ])('refuses %j', (value, reason) => expect(read(value)).toBe(reason));

  it('accepts an address at the limits', () => {
    const longest = `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(56)}.test`;
    expect(longest).toHaveLength(254);
    expect(read(longest)).toBe(longest);
    expect(read(`${longest}s`)).toBe('(too-long)');
  });

  it('counts the A-labels, not what they stand for', () => {
    const domain = `${'ü'.repeat(40)}.${'ä'.repeat(40)}.example`;
    expect(read(`alice@${domain}`)).toMatch(/^alice@xn--/u);
    const longDomain = `${'bücher.'.repeat(16)}example`;
    expect(Buffer.byteLength(`${'a'.repeat(64)}@${longDomain}`)).toBeLessThan(254);
    expect(read(`${'a'.repeat(64)}@${longDomain}`)).toBe('(too-long)');
    expect(read(`a@${'bücher.'.repeat(19)}example`)).toBe('(domain-too-long)');
  });

  it('counts the at sign beside the A-labels', () => {
    const domain = `${'bücher.'.repeat(13)}ab.test`;
    const longest = read(`${'a'.repeat(64)}@${domain}`);
    expect(longest).toHaveLength(254);
    expect(read(`${'a'.repeat(64)}@${domain.replace('ab.test', 'abc.test')}`)).toBe('(too-long)');
  });

  it('counts octets of what was sent, where the A-labels are shorter', () => {
    const domain = `${`${'中'.repeat(40)}.`.repeat(3)}test`;
    expect(`alice@${domain}`.length).toBeLessThan(254);
    expect(read(`alice@${'中'.repeat(40)}.test`)).toMatch(/^alice@xn--/u);
    expect(read(`alice@${domain}`)).toBe('(too-long)');
  });
});

describe('EML-11: everything around an address', () => {
  it.each([
    ['Alice <alice@victim.test>', '(invisible-character)'],
    ['<alice@victim.test>', '(local-part-character)'],
    ['mailto:alice@victim.test', '(local-part-character)'],
    ['alice@victim.test,b@evil.test', '(at-sign-count)'],
    ['alice@victim.test,evil.test', '(domain-character)'],
    ['alice%40victim.test', '(at-sign-count)'],
    ['alice(comment)@victim.test', '(local-part-character)'],
    ['alice@victim.test(x)', '(domain-character)'],
    ['alice@victim.test>', '(domain-character)'],
  ])('refuses %j', (value, reason) => expect(read(value)).toBe(reason));
});

describe('EML-12: parts of a URL', () => {
  it.each([
    ['alice@evil.test/@victim.test', '(at-sign-count)'],
    ['alice@victim.test#@evil.test', '(at-sign-count)'],
    ['alice@victim.test:25', '(domain-character)'],
    ['alice@victim.test?x', '(domain-character)'],
    ['alice@victim.test/x', '(domain-character)'],
    ['alice@victim%2etest.test', '(domain-character)'],
    ['alice@vüctim%2e.test', '(domain-character)'],
  ])('refuses %j', (value, reason) => expect(read(value)).toBe(reason));
});

describe('EML-15: letter case beyond ASCII', () => {
  it.each(['ALİCE@victim.test', 'alıce@victim.test', 'Ünal@victim.test', '李雷@victim.test'])(
    'keeps the local part of %j to the letter',
    (value) => expect(read(value)).toBe(value),
  );

  it.each([
    ['Kelvin sign', 'alice@\u212aelvin.test'],
    ['dotted capital I', 'alice@V\u0130CTIM.test'],
    ['capital sharp s', 'alice@STRA\u1e9eE.test'],
    ['long s', 'alice@victim.te\u017ft'],
  ])('refuses a %s in the domain', (_name, value) =>
    expect(read(value)).toBe('(domain-changes-under-mapping)'),
  );

  it('does not take a dotless i for an i', () => {
    expect(read('alice@v\u0131ctim.test')).toBe('alice@xn--vctim-n4a.test');
  });

  it('refuses a local part that is not composed', () => {
    expect(read('u\u0308nal@victim.test')).toBe('(local-part-character)');
    expect(read('\u212aelvin@victim.test')).toBe('(local-part-character)');
  });

  it('refuses a mark without the letter that it belongs to', () => {
    expect(read('alice.\u0301b@victim.test')).toBe('(local-part-character)');
  });
});

describe('EML-17: payloads', () => {
  it('keeps an apostrophe as the data that it is', () => {
    expect(read("alice'--@victim.test")).toBe("alice'--@victim.test");
  });

  it('refuses markup', () => {
    expect(read('<script>@victim.test')).toBe('(local-part-character)');
  });
});
