import { describe, expect, it } from 'vitest';
import { parseClaimedDomain } from '../../src/organizations/email-domain.js';

function claimed(value: string): unknown {
  const parsed = parseClaimedDomain(value);
  return parsed.ok ? parsed.value : { code: parsed.error.code, details: parsed.error.details };
}

describe('parseClaimedDomain', () => {
  it.each([
    ['victim.test', 'victim.test'],
    ['VICTIM.TEST.', 'victim.test'],
    [' victim.test ', 'victim.test'],
    ['\tvictim.test\r\n', 'victim.test'],
    ['b\u00fccher.example', 'xn--bcher-kva.example'],
    ['XN--BCHER-KVA.EXAMPLE', 'xn--bcher-kva.example'],
    ['sales.victim.test', 'sales.victim.test'],
  ])('EML-16: writes %j in the form that is compared', (value, domain) =>
    expect(claimed(value)).toBe(domain),
  );

  it.each([
    ['*.victim.test', 'domain-character'],
    ['http://victim.test/', 'domain-character'],
    ['@victim.test', 'domain-character'],
    ['alice@victim.test', 'domain-character'],
    ['victim.test..', 'domain-trailing-dot'],
    ['victim .test', 'domain-character'],
    ['victim', 'domain-not-qualified'],
    ['com', 'domain-not-qualified'],
    ['', 'domain-empty-label'],
    ['.', 'domain-empty-label'],
    ['192.0.2.1', 'domain-is-ip-address'],
    ['v\u0456ctim.test', 'domain-mixed-script'],
  ])('EML-16: refuses %j', (value, reason) =>
    expect(claimed(value)).toEqual({ code: 'domain_invalid', details: { received: value, reason } }),
  );

  it('shows only the beginning of an overlong value', () => {
    expect(claimed('a'.repeat(100_000))).toEqual({
      code: 'domain_invalid',
      details: { received: 'a'.repeat(256), reason: 'domain-too-long' },
    });
  });

  it.each([
    ['co.uk', 'co.uk'],
    ['CO.UK.', 'co.uk'],
    ['gov.uk', 'gov.uk'],
    ['kobe.jp', 'kobe.jp'],
    ['anything.ck', 'anything.ck'],
    ['\u516c\u53f8.cn', 'xn--55qx5d.cn'],
  ])('TEN-07: refuses the public suffix %j', (value, domain) =>
    expect(claimed(value)).toEqual({ code: 'domain_is_public_suffix', details: { domain } }),
  );

  it.each([
    'contoso.example',
    'contoso.test',
    'contoso.localhost',
    'contoso.invalid',
    'contoso.co.uk',
    'city.kobe.jp',
  ])('accepts %j, which lies right below a suffix or below a reserved name', (value) =>
    expect(claimed(value)).toBe(value),
  );

  it.each(['github.io', 'uk.com', 'myshopify.com'])(
    'accepts %j, whose owner lets others use names below it, for the owner’s own addresses',
    (value) => expect(claimed(value)).toBe(value),
  );

  it.each([
    'gmail.com',
    'GoogleMail.com',
    'outlook.com',
    'hotmail.co.uk',
    'yahoo.co.jp',
    'icloud.com',
    'proton.me',
    'gmx.de',
    'mail.ru',
    'qq.com',
    'onmicrosoft.com',
    'contoso.onmicrosoft.com',
    'contoso.mail.onmicrosoft.com',
    'contoso.onmicrosoft.us',
    'contoso.partner.onmschina.cn',
  ])('TEN-07: refuses %j, where people of many organisations have addresses', (value) =>
    expect(claimed(value)).toEqual({
      code: 'domain_is_public_mail_provider',
      details: { domain: value.toLowerCase() },
    }),
  );

  it.each(['notgmail.com', 'gmail.com.victim.test', 'xonmicrosoft.com', 'corp.mail.ru', 'microsoft.com'])(
    'accepts %j, which only looks like a mail provider',
    (value) => expect(claimed(value)).toBe(value),
  );

  it('decides the same with a polluted Object.prototype', () => {
    const polluted = { validHosts: ['co.uk'], allowIcannDomains: false, ok: true };
    try {
      for (const [name, value] of Object.entries(polluted)) {
        Object.defineProperty(Object.prototype, name, { value, configurable: true });
      }
      expect(parseClaimedDomain('co.uk').ok).toBe(false);
      expect(parseClaimedDomain('gmail.com').ok).toBe(false);
      expect(parseClaimedDomain('not a domain').ok).toBe(false);
    } finally {
      for (const name of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, name);
    }
    expect('validHosts' in {}).toBe(false);
  });

  it('throws for what is not a string', () => {
    for (const value of [undefined, new String('victim.test'), ['victim.test']]) {
      expect(() => parseClaimedDomain(value as never)).toThrow(TypeError);
    }
  });
});
