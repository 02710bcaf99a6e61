import { describe, expect, it } from 'vitest';
import { keepCertificates, replaceCertificates } from '../../src/organizations/replace-certificates.js';
import { certificateFixture, NOW } from '../certificates/fixture.js';
import { accepted } from './connection-input.js';

const connection = accepted({ certificates: [certificateFixture('expired.cer')], version: 7 });

describe('a connection with other certificates', () => {
  it('is the same but for them and for what is said of them', () => {
    const replaced = replaceCertificates(connection, [certificateFixture('contoso.cer')], { now: NOW });
    if (!replaced.ok) throw replaced.error;
    expect(replaced.value).toEqual(accepted({ version: 7 }));
    expect(connection.warnings.map(({ code }) => code)).toEqual(['certificate_warning']);
    expect(Object.isFrozen(replaced.value)).toBe(true);
  });

  it('can be replaced again, as it is a connection', () => {
    const once = replaceCertificates(connection, [certificateFixture('contoso.cer')], { now: NOW });
    if (!once.ok) throw once.error;
    const twice = replaceCertificates(once.value, [certificateFixture('expired.cer')], { now: NOW });
    expect(twice).toEqual({ ok: true, value: connection });
  });

  it('needs at least one good certificate', () => {
    expect(replaceCertificates(connection, [])).toMatchObject({ error: { code: 'certificates_missing' } });
    expect(replaceCertificates(connection, ['x'])).toMatchObject({ ok: false });
    expect(() => replaceCertificates({ ...connection }, [])).toThrow(TypeError);
  });

  it('needs a clock that is a date, even where no certificate is read', () => {
    const { certificates } = accepted();
    for (const now of [1 as never, new Date(Number.NaN)]) {
      expect(() => replaceCertificates(connection, certificates, { now })).toThrow(TypeError);
    }
  });
});

describe('a connection with some of its certificates', () => {
  const both = { certificates: [certificateFixture('expired.cer'), certificateFixture('contoso.cer')] };

  it('is the same but for those left out and what is said of certificates', () => {
    const whole = accepted({ ...both, allowSha1: true });
    const kept = keepCertificates(whole, ({ warnings }) => warnings.length === 0);
    expect(kept).toEqual(accepted({ allowSha1: true }));
    expect(whole.warnings.map(({ code }) => code)).toEqual(['sha1_allowed', 'certificate_warning']);
  });

  it('may have none', () => {
    const none = keepCertificates(accepted(both), () => false);
    expect(none).toEqual({ ...accepted(), certificates: [] });
    expect(Object.isFrozen(none)).toBe(true);
    expect(replaceCertificates(none, both.certificates, { now: NOW })).toEqual({
      ok: true,
      value: accepted(both),
    });
  });

  it('is made of a connection only', () => {
    expect(() => keepCertificates({ ...connection }, () => true)).toThrow(TypeError);
  });
});
