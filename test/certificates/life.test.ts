import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certificateEvents } from '../../src/certificates/certificate-life.js';
import type { IdpCertificate } from '../../src/certificates/idp-certificate.js';
import { parseIdpCertificate } from '../../src/certificates/parse-idp-certificate.js';
import { sharedCertificates } from '../../src/certificates/shared-certificates.js';
import { certificateFixture, NOW } from './fixture.js';

const contoso = certificate('contoso.cer');
const fabrikam = certificate('fabrikam.cer');
const END = contoso.notAfter.getTime();
const DAY = 86_400_000;
const daysBefore = (days: number, milliseconds = 0) => new Date(END - days * DAY + milliseconds);
const thresholds = (since: Date | null, now: Date) =>
  certificateEvents([contoso], since, now).map(({ threshold }) => threshold);

describe('events of a certificate', () => {
  it.each([60, 30, 7, 1, 0])('come once at %i days before its end, to the millisecond', (days) => {
    expect(thresholds(daysBefore(days, -2), daysBefore(days, -1))).toEqual([]);
    expect(thresholds(daysBefore(days, -1), daysBefore(days))).toEqual([days]);
    expect(thresholds(daysBefore(days), daysBefore(days, 1))).toEqual([]);
  });

  it('say which certificate it is, with the thumbprint as Entra shows it', () => {
    expect(certificateEvents([contoso], daysBefore(7, -1), daysBefore(7))).toEqual([
      {
        type: 'certificate_expires_soon',
        at: daysBefore(7),
        threshold: 7,
        sha1Thumbprint: contoso.sha1Thumbprint,
        sha256Thumbprint: contoso.sha256Thumbprint,
        subject: 'CN=Microsoft Azure Federated SSO Certificate',
        notAfter: contoso.notAfter,
      },
    ]);
    expect(contoso.sha1Thumbprint).toMatch(/^[0-9A-F]{40}$/);
    expect(certificateEvents([contoso], daysBefore(0, -1), daysBefore(0))[0]?.type).toBe(
      'certificate_expired',
    );
  });

  it('are all made up for after a pause, in order', () => {
    expect(thresholds(daysBefore(31), daysBefore(-5))).toEqual([30, 7, 1, 0]);
  });

  it('at the first look are the latest only', () => {
    expect(thresholds(null, daysBefore(61))).toEqual([]);
    expect(thresholds(null, daysBefore(20))).toEqual([30]);
    expect(thresholds(null, daysBefore(-500))).toEqual([0]);
  });

  it('do not come again when the clock goes back', () => {
    expect(thresholds(daysBefore(6), daysBefore(8))).toEqual([]);
  });

  it('of several are ordered by time', () => {
    const events = certificateEvents([fabrikam, contoso, contoso], null, new Date('2100-01-01'));
    const times = events.map(({ at }) => at.getTime());
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(events).toHaveLength(3);
  });

  it('are the same however often one looks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 2 }), (days) => {
        const looks = days.toSorted((one, other) => other - one).map((day) => daysBefore(day));
        const once = thresholds(looks[0] as Date, looks.at(-1) as Date);
        const often = looks.slice(1).flatMap((now, index) => thresholds(looks[index] as Date, now));
        expect(often).toEqual(once);
      }),
    );
  });

  it('want dates', () => {
    for (const [since, now] of [
      [null, new Date(Number.NaN)],
      [new Date(Number.NaN), NOW],
      ['2026-01-01', NOW],
      [undefined, undefined],
    ]) {
      expect(() => certificateEvents([], since as never, now as never)).toThrow(TypeError);
    }
  });
});

describe('certificates that several connections trust', () => {
  it('are told with the connections', () => {
    const connections = [
      { id: 'a', certificates: [contoso] },
      { id: 'b', certificates: [fabrikam, certificate('contoso-raw.cer')] },
      { id: 'c', certificates: [certificate('contoso-next.cer')] },
    ];
    expect(sharedCertificates(connections)).toEqual([
      { sha256Thumbprint: contoso.sha256Thumbprint, connectionIds: ['a', 'b'] },
    ]);
  });

  it('are none where one connection has it twice', () => {
    expect(sharedCertificates([{ id: 'a', certificates: [contoso, contoso] }])).toEqual([]);
  });
});

function certificate(file: string): IdpCertificate {
  const parsed = parseIdpCertificate(certificateFixture(file), { now: NOW });
  if (!parsed.ok) throw parsed.error;
  return parsed.value;
}
