import { describe, expect, it } from 'vitest';
import type { IdpCertificate } from '../../../src/certificates/idp-certificate.js';
import type { ImportedMetadata } from '../../../src/organizations/connection-life/connections.js';
import { followStep, importStep } from '../../../src/organizations/connection-life/metadata-changes.js';
import type { ConnectionRecord } from '../../../src/stores/interfaces/connection-records.js';
import { NOW } from '../../certificates/fixture.js';
import { accepted, codeOf, detailsOf, ENTRA, OWNER } from './scene.js';
import { CONTOSO, FABRIKAM, further, NEXT, recordOf, storedOf } from './stored.js';

const BY = { actor: OWNER, now: NOW };
const LOGOUT = { logoutUrl: ENTRA.signInUrl ?? '', logoutBinding: 'post' } as const;
const OTHER = {
  issuerUrl: 'https://sts.windows.net/99999999-8888-4777-8666-555555555555/',
  signInUrl: 'https://login.microsoftonline.com/99999999-8888-4777-8666-555555555555/saml2',
};
const fromMetadata = { origin: 'metadata', fileName: null } as const;
const added = { ...fromMetadata, addedAt: NOW, addedBy: OWNER } as const;

const take = (record: ConnectionRecord, metadata: Partial<ImportedMetadata> = {}) =>
  importStep(
    record,
    {
      issuerUrl: ENTRA.issuerUrl ?? '',
      signInUrl: ENTRA.signInUrl ?? '',
      certificates: [CONTOSO],
      ...metadata,
    },
    BY,
  );
const follow = (record: ConnectionRecord, ...listed: readonly IdpCertificate[]) =>
  followStep(record, listed, { actor: null, now: NOW });

describe('metadata that are imported', () => {
  it('bring the addresses, the bindings and the certificates, and say which', () => {
    const step = accepted(take(recordOf([], { settings: {} }), { authnRequestBinding: 'post', ...LOGOUT }));
    expect(step?.record.settings).toEqual({ ...ENTRA, authnRequestBinding: 'post', ...LOGOUT });
    expect(step?.record.certificates).toEqual([storedOf(CONTOSO, added)]);
    expect(step).toMatchObject({ type: 'connection_metadata_imported', entered: true });
    expect(step?.data).toEqual({
      fields: ['authnRequestBinding', 'issuerUrl', 'logoutBinding', 'logoutUrl', 'signInUrl'],
      thumbprints: [CONTOSO.sha1Thumbprint],
      version: 4,
    });
  });

  it('leave what they say nothing of as it is', () => {
    const settings = { ...ENTRA, authnRequestBinding: 'post', ...LOGOUT } as const;
    const file = [storedOf(CONTOSO), storedOf(FABRIKAM)];
    expect(accepted(take(recordOf(file, { settings })))).toBeNull();
    const step = accepted(take(recordOf(file, { settings }), { certificates: [NEXT] }));
    expect(step?.record).toMatchObject({ settings, version: 3 });
    expect(step?.record.certificates).toEqual([...file, storedOf(NEXT, added)]);
    expect(step?.data).toEqual({ fields: [], thumbprints: [NEXT.sha1Thumbprint], version: 3 });
  });

  it('leave the certificates and the sign-out of a connection that has no Issuer yet', () => {
    const { issuerUrl: _, ...noIssuer } = ENTRA;
    const settings = { ...noIssuer, ...LOGOUT };
    const step = accepted(take(recordOf([storedOf(FABRIKAM)], { settings })));
    expect(step?.record.settings).toEqual({ ...ENTRA, ...LOGOUT });
    expect(step?.record.certificates).toEqual([storedOf(FABRIKAM), storedOf(CONTOSO, added)]);
    expect(step?.data).toMatchObject({ fields: ['issuerUrl'], thumbprints: [CONTOSO.sha1Thumbprint] });
  });

  it('of another Issuer take the certificates and the sign-out of the one before away, and say so', () => {
    const file = [storedOf(CONTOSO), storedOf(FABRIKAM, { state: 'retired' }), storedOf(NEXT)];
    const record = recordOf(file, { settings: { ...ENTRA, ...LOGOUT } });
    const step = accepted(take(record, { ...OTHER, certificates: [NEXT] }));
    expect(step?.record.settings).toEqual(OTHER);
    expect(step?.record.certificates).toEqual(file.slice(1));
    expect(step?.data).toEqual({
      fields: ['issuerUrl', 'logoutBinding', 'logoutUrl', 'signInUrl'],
      thumbprints: [CONTOSO.sha1Thumbprint],
      version: 4,
    });
  });

  it('make a staged certificate that they list current, and no other', () => {
    const file = [
      storedOf(CONTOSO, { state: 'staged' }),
      storedOf(NEXT, { state: 'staged' }),
      storedOf(FABRIKAM, { state: 'retired' }),
    ];
    const step = accepted(take(recordOf(file), { certificates: [CONTOSO, FABRIKAM] }));
    expect(step?.record.certificates).toEqual([storedOf(CONTOSO), ...file.slice(1)]);
    expect(step?.data).toMatchObject({ thumbprints: [CONTOSO.sha1Thumbprint] });
  });

  it('bring a renewed certificate of a key on file, unless the key was retired', () => {
    const { publicKeyHash } = storedOf(CONTOSO);
    const old = storedOf(FABRIKAM, { publicKeyHash });
    const step = accepted(take(recordOf([old])));
    expect(step?.record.certificates).toEqual([old, storedOf(CONTOSO, added)]);
    expect(accepted(take(recordOf([{ ...old, state: 'retired' }])))).toBeNull();
  });

  it('never leave an enabled connection without a certificate that verifies', () => {
    const { publicKeyHash } = storedOf(CONTOSO);
    const retired = storedOf(NEXT, { publicKeyHash, state: 'retired' });
    const record = recordOf([retired, storedOf(FABRIKAM)], { status: 'enabled' });
    const result = take(record, OTHER);
    expect(codeOf(result)).toBe('connection_certificate_is_last');
    expect(detailsOf(result)).toEqual({ thumbprints: [FABRIKAM.sha1Thumbprint] });
  });
});

describe('metadata that are followed', () => {
  it('take away what they brought and do not list any more, and say so', () => {
    const file = [storedOf(CONTOSO, fromMetadata), storedOf(NEXT, fromMetadata), storedOf(FABRIKAM)];
    const step = accepted(follow(recordOf(file), CONTOSO));
    expect(step?.record).toEqual(recordOf([storedOf(CONTOSO, fromMetadata), storedOf(FABRIKAM)]));
    expect(step?.type).toBe('connection_certificates_followed');
    expect(step?.data).toEqual({ thumbprints: [NEXT.sha1Thumbprint] });
  });

  it('tell first of what went, then of what came', () => {
    const step = accepted(follow(recordOf([storedOf(CONTOSO, fromMetadata)]), NEXT));
    expect(step?.record.certificates).toEqual([storedOf(NEXT, { ...added, addedBy: null })]);
    expect(step?.data).toEqual({ thumbprints: [CONTOSO.sha1Thumbprint, NEXT.sha1Thumbprint] });
    expect(accepted(follow(recordOf([storedOf(CONTOSO, fromMetadata)]), CONTOSO))).toBeNull();
  });
});

it.each([
  ['imported', take],
  ['followed', (record: ConnectionRecord) => follow(record, CONTOSO)],
])(
  'certificates of metadata that are %s are ten at most that verify, and thirty with retired ones',
  (_, bring) => {
    expect(accepted(bring(recordOf([...further(9, 'current'), ...further(20, 'retired')])))).not.toBeNull();
    const eleven = bring(recordOf(further(10, 'current')));
    const thirtyOne = bring(recordOf(further(30, 'retired')));
    expect([codeOf(eleven), detailsOf(eleven)]).toEqual([
      'connection_certificates_too_many',
      { maximum: 10 },
    ]);
    expect([codeOf(thirtyOne), detailsOf(thirtyOne)]).toEqual([
      'connection_certificates_too_many',
      { maximum: 30 },
    ]);
  },
);
