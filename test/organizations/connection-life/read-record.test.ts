import { describe, expect, it } from 'vitest';
import { readRecord } from '../../../src/organizations/connection-life/read-record.js';
import {
  readStoredCertificate,
  storedCertificate,
} from '../../../src/organizations/connection-life/stored-certificates.js';
import type { ConnectionRecord } from '../../../src/stores/interfaces/connection-records.js';
import { certificateFixture, NOW } from '../../certificates/fixture.js';
import { OWNER } from './scene.js';
import { CONTOSO, EARLIER, FABRIKAM, NEXT, recordOf, storedOf } from './stored.js';

const TEST = {
  at: NOW,
  version: 3,
  passed: true,
  code: null,
  reference: null,
  publicKeyHash: 'x',
} as const;
const RECORD = recordOf([storedOf(CONTOSO), storedOf(NEXT, { provenAt: NOW })], { lastTest: TEST });

const NO_TEXT = [undefined, null, 7, ['x'], new Date(0), Object('x')];
const NO_TEXT_OR_NULL = NO_TEXT.filter((value) => value !== null);
const NO_DATE = [undefined, null, '2026-01-01T00:00:00Z', 0, new Date(Number.NaN), { getTime: () => 0 }];
const NO_COUNT = [undefined, null, '1', 0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1n];
const NO_OBJECT = [undefined, null, 'x', 7, true, []];

const WRONG_IN_RECORD: readonly (readonly [string, readonly unknown[]])[] = [
  ['id', NO_TEXT],
  ['organizationId', NO_TEXT],
  ['status', [undefined, null, 'on', 'Draft', ['draft']]],
  ['settings', NO_OBJECT],
  ['certificates', [undefined, null, {}, 'x', { length: 0 }]],
  ['lastTest', NO_OBJECT.filter((value) => value !== null)],
  ['version', NO_COUNT],
  ['createdAt', NO_DATE],
  ['createdBy', NO_TEXT_OR_NULL],
  ['updatedAt', NO_DATE],
  ['revision', NO_COUNT],
];
const WRONG_IN_CERTIFICATE: readonly (readonly [string, readonly unknown[]])[] = [
  ['pem', NO_TEXT],
  ['thumbprint', NO_TEXT],
  ['publicKeyHash', NO_TEXT],
  ['notAfter', NO_DATE],
  ['state', [undefined, null, 'trusted', ['current']]],
  ['origin', [undefined, null, 'elsewhere', ['upload']]],
  ['fileName', NO_TEXT_OR_NULL],
  ['addedAt', NO_DATE],
  ['addedBy', NO_TEXT_OR_NULL],
  ['provenAt', NO_DATE.filter((value) => value !== null)],
];
const WRONG_IN_TEST: readonly (readonly [string, readonly unknown[]])[] = [
  ['at', NO_DATE],
  ['version', NO_COUNT],
  ['passed', [undefined, null, 'true', 1]],
  ['code', NO_TEXT_OR_NULL],
  ['reference', NO_TEXT_OR_NULL],
  ['publicKeyHash', NO_TEXT_OR_NULL],
];

/** What a wrong record is refused with. */
const refusedWith = (what: string, problem: string) =>
  new Error(`A ${what} of a connection came back ${problem}`);

describe('a record as a store gave it', () => {
  it('is made anew of its own members, and nobody changes it', () => {
    const found = {
      ...RECORD,
      certificates: RECORD.certificates.map((each) => ({ ...each, column: 1 })),
      lastTest: { ...TEST, column: 2 },
      column: 3,
    };
    const read = readRecord(found);
    expect(read).toStrictEqual(RECORD);
    for (const part of [read, read.settings, read.certificates, ...read.certificates, read.lastTest]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
    expect(readRecord({ ...RECORD, lastTest: null }).lastTest).toBeNull();
  });

  it.each(NO_OBJECT.map((found) => [found]))('is an object, not %j', (found) => {
    expect(() => readRecord(found)).toThrow(refusedWith('record', 'as no object'));
    const certificates = [storedOf(CONTOSO), found];
    const broken = { ...RECORD, certificates };
    expect(() => readRecord(broken)).toThrow(refusedWith('certificate', 'as no object'));
  });

  it.each(WRONG_IN_RECORD)('has a good %s', (name, values) => {
    const { [name as keyof ConnectionRecord]: _, ...rest } = RECORD;
    expect(() => readRecord(rest)).toThrow(refusedWith('record', `with a wrong ${name}`));
    for (const value of values) {
      const found = { ...RECORD, [name]: value };
      expect(() => readRecord(found), String(value)).toThrow(refusedWith('record', `with a wrong ${name}`));
    }
  });

  it.each(WRONG_IN_CERTIFICATE)('has certificates with a good %s', (name, values) => {
    for (const value of values) {
      const found = { ...RECORD, certificates: [storedOf(NEXT), { ...storedOf(CONTOSO), [name]: value }] };
      const refused = refusedWith('certificate', `with a wrong ${name}`);
      expect(() => readRecord(found), String(value)).toThrow(refused);
    }
  });

  it.each(WRONG_IN_TEST)('has a last test with a good %s', (name, values) => {
    for (const value of values) {
      const found = { ...RECORD, lastTest: { ...TEST, [name]: value } };
      expect(() => readRecord(found), String(value)).toThrow(refusedWith('lastTest', `with a wrong ${name}`));
    }
  });
});

describe('a certificate on file', () => {
  it('is read with what the file says of it', () => {
    expect(readStoredCertificate(storedOf(CONTOSO), NOW)).toEqual(CONTOSO);
  });

  it.each([
    ['no certificate', 'x', 'certificate_not_recognised'],
    ['a key', certificateFixture('key-pkcs8.pem').toString(), 'certificate_is_private_key'],
  ])('is refused where it is %s, with why', (_name, pem, code) => {
    const read = () => readStoredCertificate(storedOf(CONTOSO, { pem }), NOW);
    expect(read).toThrow(new Error('A certificate of a connection came back unusable'));
    try {
      read();
    } catch (error) {
      expect((error as Error).cause).toMatchObject({ code });
    }
  });

  it.each([
    ['pem', `${CONTOSO.pem}\n`],
    ['thumbprint', NEXT.sha1Thumbprint],
    ['publicKeyHash', storedOf(NEXT).publicKeyHash],
    ['notAfter', new Date(CONTOSO.notAfter.getTime() + 1)],
  ])('is refused where the %s is another one', (name, value) => {
    expect(() => readStoredCertificate(storedOf(CONTOSO, { [name]: value }), NOW)).toThrow(
      new Error('A certificate of a connection came back with values of another one'),
    );
  });

  it('is proven from the start where any of its key is', () => {
    const { publicKeyHash } = storedOf(CONTOSO);
    const given = {
      state: 'current',
      origin: 'upload',
      fileName: null,
      addedAt: NOW,
      addedBy: OWNER,
    } as const;
    const provenAt = (...file: readonly Parameters<typeof storedOf>[1][]) =>
      storedCertificate(recordOf(file.map((changes) => storedOf(FABRIKAM, changes))), CONTOSO, given)
        .provenAt;
    expect(provenAt({ publicKeyHash }, { publicKeyHash, provenAt: EARLIER })).toEqual(EARLIER);
    expect(provenAt({ publicKeyHash }, { provenAt: EARLIER })).toBeNull();
    expect(provenAt()).toBeNull();
  });
});
