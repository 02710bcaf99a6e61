import { describe, expect, it } from 'vitest';
import { addUpload, changeState } from '../../../src/organizations/connection-life/certificate-changes.js';
import type { AddCertificatesOptions } from '../../../src/organizations/connection-life/connections.js';
import type {
  ConnectionRecord,
  StoredCertificateState,
} from '../../../src/stores/interfaces/connection-records.js';
import { NOW } from '../../certificates/fixture.js';
import { accepted, codeOf, detailsOf, OWNER } from './scene.js';
import { CONTOSO, FABRIKAM, further, NEXT, recordOf, storedOf } from './stored.js';

const METADATA_URL = 'https://login.microsoftonline.com/contoso/federationmetadata.xml?appid=1';

function upload(record: ConnectionRecord, options: AddCertificatesOptions = {}, pem: string = CONTOSO.pem) {
  return addUpload(record, pem, options, { actor: OWNER, now: NOW });
}

/** The state of each certificate on file afterwards; null where nothing changes. */
function statesAfter(result: ReturnType<typeof upload>): readonly StoredCertificateState[] | null {
  return accepted(result)?.record.certificates.map(({ state }) => state) ?? null;
}

describe('an upload of a certificate that is on file', () => {
  it.each<[StoredCertificateState, 'staged' | 'current', StoredCertificateState]>([
    ['staged', 'current', 'current'],
    ['retired', 'staged', 'staged'],
    ['retired', 'current', 'current'],
  ])('as %s, added as %s, leaves it %s, with who added it first', (known, state, expected) => {
    const others = [storedOf(FABRIKAM)];
    const stored = storedOf(CONTOSO, { state: known });
    const step = accepted(upload(recordOf([...others, stored]), { state, fileName: 'second.cer' }));
    expect(step?.record.certificates).toEqual([...others, { ...stored, state: expected }]);
    expect(step?.data).toEqual({ thumbprints: [CONTOSO.sha1Thumbprint], state });
  });

  it.each<[StoredCertificateState, 'staged' | 'current']>([
    ['staged', 'staged'],
    ['current', 'staged'],
    ['current', 'current'],
  ])('as %s, added as %s, changes nothing', (known, state) => {
    expect(accepted(upload(recordOf([storedOf(CONTOSO, { state: known })]), { state }))).toBeNull();
  });

  it('beside a new one tells of the new one alone', () => {
    const stored = storedOf(CONTOSO);
    const step = accepted(upload(recordOf([stored]), {}, `${CONTOSO.pem}${NEXT.pem}`));
    expect(step?.record.certificates[0]).toEqual(stored);
    expect(step?.record.certificates[1]).toEqual(
      storedOf(NEXT, { fileName: null, addedAt: NOW, addedBy: OWNER }),
    );
    expect(step?.record.certificates).toHaveLength(2);
    expect(step?.data).toEqual({ thumbprints: [NEXT.sha1Thumbprint], state: 'current' });
  });
});

describe('the name of an uploaded file', () => {
  it.each([
    [null, null],
    ['', null],
    ['\u0007\u202E\r\n', null],
    ['con\u0000toso.cer', 'contoso.cer'],
    [`${'x'.repeat(251)}.cer`, `${'x'.repeat(251)}.cer`],
    [`x${'y'.repeat(251)}.cer`, `${'y'.repeat(251)}.cer`],
  ])('%j is kept as %j', (fileName, expected) => {
    const step = accepted(upload(recordOf([]), { fileName }));
    expect(step?.record.certificates.map((each) => each.fileName)).toEqual([expected]);
  });

  it.each([[7], [Object('a.cer')], [['a.cer']]])(
    'is a string: %j is a mistake of the application',
    (name) => {
      expect(() => upload(recordOf([]), { fileName: name })).toThrow('fileName must be a string or null');
    },
  );
});

describe('the number of certificates', () => {
  const retired = storedOf(FABRIKAM, { state: 'retired' });
  const promote = (record: ConnectionRecord) => changeState(record, retired.thumbprint, 'current');

  it('is ten that verify and thirty with those that are retired', () => {
    const file = [...further(9, 'current'), ...further(20, 'retired')];
    expect(statesAfter(upload(recordOf(file)))).toHaveLength(30);
    expect(statesAfter(promote(recordOf([...file, retired])))).toHaveLength(30);
    expect(statesAfter(upload(recordOf(further(29, 'retired'))))).toHaveLength(30);
  });

  it.each<[string, number, () => ReturnType<typeof upload>]>([
    ['an eleventh that verifies', 10, () => upload(recordOf(further(10, 'current')))],
    [
      'an eleventh beside a staged one',
      10,
      () => upload(recordOf([...further(9, 'current'), ...further(1, 'staged')])),
    ],
    ['an eleventh that was retired', 10, () => promote(recordOf([...further(10, 'current'), retired]))],
    ['a thirty-first', 30, () => upload(recordOf(further(30, 'retired')))],
  ])('keeps out %s', (_name, maximum, add) => {
    const result = add();
    expect(codeOf(result)).toBe('connection_certificates_too_many');
    expect(detailsOf(result)).toEqual({ maximum });
  });
});

describe('the state of a certificate', () => {
  it('of an unknown thumbprint is refused, with as much of it as a log should take', () => {
    const record = recordOf([storedOf(CONTOSO)]);
    for (const [thumbprint, shown] of [
      [NEXT.sha1Thumbprint, NEXT.sha1Thumbprint],
      ['F'.repeat(65), 'F'.repeat(64)],
      [undefined as never, 'undefined'],
    ] as const) {
      const result = changeState(record, thumbprint, 'retired');
      expect(codeOf(result)).toBe('connection_certificate_unknown');
      expect(detailsOf(result)).toEqual({ thumbprint: shown });
    }
  });

  it.each<[StoredCertificateState]>([['staged'], ['current'], ['retired']])(
    'that is %s already changes nothing',
    (state) => {
      const record = recordOf([storedOf(CONTOSO, { state }), storedOf(NEXT)], { status: 'enabled' });
      expect(changeState(record, CONTOSO.sha1Thumbprint, state)).toEqual({ ok: true, value: null });
    },
  );

  it.each<[string, StoredCertificateState, StoredCertificateState | null, number]>([
    ['promoted', 'staged', 'current', 3],
    ['promoted', 'retired', 'current', 3],
    ['retired', 'current', 'retired', 4],
    ['retired', 'staged', 'retired', 4],
    ['removed', 'current', null, 4],
    ['removed', 'staged', null, 4],
    ['removed', 'retired', null, 3],
  ])('is told as %s from %s to %j, with the version %d', (verb, from, to, version) => {
    const record = recordOf([storedOf(CONTOSO, { state: from }), storedOf(NEXT)]);
    const step = accepted(changeState(record, CONTOSO.sha1Thumbprint, to));
    expect(step).toMatchObject({ type: `connection_certificate_${verb}`, record: { version } });
    expect(step?.data).toEqual({ thumbprints: [CONTOSO.sha1Thumbprint], version });
    expect(step?.record.certificates).toEqual([
      ...(to === null ? [] : [storedOf(CONTOSO, { state: to })]),
      storedOf(NEXT),
    ]);
  });

  it('changes freely where metadata are followed, but for a retired one that would be removed', () => {
    const settings = { metadataUrl: METADATA_URL };
    const change = (from: StoredCertificateState, to: StoredCertificateState | null) =>
      changeState(recordOf([storedOf(CONTOSO, { state: from })], { settings }), CONTOSO.sha1Thumbprint, to);
    expect(statesAfter(change('retired', 'current'))).toEqual(['current']);
    expect(statesAfter(change('current', null))).toEqual([]);
    expect(statesAfter(change('current', 'retired'))).toEqual(['retired']);
    expect(detailsOf(change('retired', null))).toEqual({ thumbprint: CONTOSO.sha1Thumbprint });
  });

  it('is that of all certificates of its key where it is retired, and its own otherwise', () => {
    const { publicKeyHash } = storedOf(CONTOSO);
    const renewed = (state: StoredCertificateState) => storedOf(NEXT, { publicKeyHash, state });
    const change = (from: StoredCertificateState, to: StoredCertificateState | null) =>
      statesAfter(
        changeState(
          recordOf([storedOf(CONTOSO, { state: from }), renewed(from), storedOf(FABRIKAM)]),
          CONTOSO.sha1Thumbprint,
          to,
        ),
      );
    expect(change('current', 'retired')).toEqual(['retired', 'retired', 'current']);
    expect(change('retired', 'current')).toEqual(['current', 'retired', 'current']);
    expect(change('staged', 'current')).toEqual(['current', 'staged', 'current']);
    expect(change('current', null)).toEqual(['current', 'current']);
  });

  it('of the last that verifies stays while the connection is enabled, and the refusal names it', () => {
    const file = [storedOf(FABRIKAM, { state: 'retired' }), storedOf(CONTOSO)];
    for (const state of ['retired', null] as const) {
      const result = changeState(recordOf(file, { status: 'enabled' }), CONTOSO.sha1Thumbprint, state);
      expect(codeOf(result)).toBe('connection_certificate_is_last');
      expect(detailsOf(result)).toEqual({ thumbprints: [CONTOSO.sha1Thumbprint] });
      expect(codeOf(changeState(recordOf(file), CONTOSO.sha1Thumbprint, state))).toBeNull();
    }
  });
});
