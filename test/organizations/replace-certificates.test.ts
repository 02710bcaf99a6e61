import { describe, expect, it } from 'vitest';
import { replaceCertificates } from '../../src/organizations/replace-certificates.js';
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
    expect(() => replaceCertificates(connection, [], { now: 1 as never })).toThrow(TypeError);
  });
});
