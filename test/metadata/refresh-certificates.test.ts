import { describe, expect, it } from 'vitest';
import { parseIdpCertificate } from '../../src/certificates/parse-idp-certificate.js';
import { nextCertificates } from '../../src/metadata/refresh-certificates.js';
import { promoteCertificate, retireCertificate } from '../../src/metadata/refresh-decisions.js';
import {
  type MetadataRefreshPolicy,
  type MetadataRefreshState,
  startMetadataRefresh,
  trustedCertificates,
} from '../../src/metadata/refresh-state.js';
import { certificateFixture } from '../certificates/fixture.js';
import { parsed } from './federation-documents.js';
import { days, documentWith, failing, listing, started, T0, URL_OF_METADATA } from './refresh-documents.js';

const CONTOSO = thumbprintOf('contoso');
const NEXT = thumbprintOf('contoso-next');
const FABRIKAM = thumbprintOf('fabrikam');
const hold: MetadataRefreshPolicy = { newCertificates: 'hold' };

/** Goes through refreshes, each at its day; gives the last state and all that was told but of expiry. */
function through(
  looks: readonly (readonly [number, ReturnType<typeof listing>])[],
  policy: MetadataRefreshPolicy = {},
  state: MetadataRefreshState = started(),
) {
  const told: string[] = [];
  let current = state;
  for (const [day, fetched] of looks) {
    const step = nextCertificates(current, fetched, days(day), policy);
    // A state is what JSON keeps of it.
    current = JSON.parse(JSON.stringify(step.state));
    told.push(...step.events.map(({ type }) => type).filter((type) => !/_expire/.test(type)));
  }
  return { state: current, told };
}

const trusted = (state: MetadataRefreshState, day: number, policy?: MetadataRefreshPolicy) =>
  trustedCertificates(state, days(day), policy).map(({ sha256Thumbprint }) => sha256Thumbprint);

describe('a new certificate', () => {
  it('is staged and verifies at once: Entra may sign with it without anybody’s click', () => {
    const { state, told } = through([[1, listing('contoso', 'contoso-next')]]);
    expect(told).toEqual(['certificate_staged']);
    expect(state.certificates.map(({ state: role }) => role)).toEqual(['current', 'staged']);
    expect(trusted(state, 1)).toEqual([CONTOSO, NEXT]);
  });

  it('is staged once and stays so while the old one is listed', () => {
    const both = listing('contoso', 'contoso-next');
    const { state, told } = through([
      [1, both],
      [2, both],
      [3, both],
    ]);
    expect(told).toEqual(['certificate_staged']);
    expect(state.certificates[1]?.state).toBe('staged');
  });

  it('becomes current when the old one vanishes', () => {
    const { state, told } = through([
      [1, listing('contoso', 'contoso-next')],
      [2, listing('contoso-next')],
    ]);
    expect(told).toEqual(['certificate_staged', 'certificate_vanished', 'certificate_promoted']);
    expect(trusted(state, 2)).toEqual([NEXT, CONTOSO]);
  });

  it('verifies under “hold” when it was promoted only', () => {
    const { state } = through([[1, listing('contoso', 'contoso-next')]], hold);
    expect(trusted(state, 1, hold)).toEqual([CONTOSO]);
    const promoted = promoteCertificate(state, NEXT, days(1), hold);
    if (!promoted.ok) throw promoted.error;
    expect(promoted.value.events.map(({ type }) => type)).toEqual(['certificate_promoted']);
    expect(promoted.value.state.revision).toBe(state.revision + 1);
    expect(trusted(promoted.value.state, 1, hold)).toEqual([CONTOSO, NEXT]);
  });

  it('is never promoted by itself under “hold”, and the old one stays beyond the grace', () => {
    const next = listing('contoso-next');
    const { state } = through(
      [
        [1, next],
        [20, next],
      ],
      hold,
    );
    expect(trusted(state, 20, hold)).toEqual([CONTOSO]);
  });
});

describe('a certificate that vanished', () => {
  const looks = [[1, listing('contoso-next')]] as const;

  it('is trusted for seven days and not a moment longer', () => {
    const { state } = through(looks);
    expect(trusted(state, 7.999)).toEqual([NEXT, CONTOSO]);
    expect(trusted(state, 8)).toEqual([NEXT]);
  });

  it('tells until when', () => {
    const { events } = nextCertificates(started(), listing('contoso-next'), days(1));
    const vanished = events.find(({ type }) => type === 'certificate_vanished');
    expect(vanished).toMatchObject({ sha256Thumbprint: CONTOSO, trustedUntil: days(8) });
  });

  it('is counted from the first look without it', () => {
    const next = listing('contoso-next');
    const { state, told } = through([
      [1, next],
      [4, next],
      [8, next],
    ]);
    expect(told).toEqual([
      'certificate_vanished',
      'certificate_staged',
      'certificate_promoted',
      'certificate_retired',
    ]);
    expect(state.certificates.map(({ sha256Thumbprint }) => sha256Thumbprint)).toEqual([NEXT]);
  });

  it('is trusted as long as the application says', () => {
    const { state } = through(looks, { graceDays: 0 });
    expect(trusted(state, 1, { graceDays: 0 })).toEqual([NEXT]);
    expect(trusted(through(looks, { graceDays: 30 }).state, 30, { graceDays: 30 })).toEqual([NEXT, CONTOSO]);
  });

  it('that comes back is as it was', () => {
    const { state, told } = through([...looks, [2, listing('contoso', 'contoso-next')]]);
    expect(told.at(-1)).toBe('certificate_returned');
    expect(trusted(state, 100)).toEqual([CONTOSO, NEXT]);
  });

  it('leaves the places to those that are listed: ten are trusted at most', () => {
    const nine = [
      'contoso-next',
      'fabrikam',
      'expired',
      'expires-soon',
      'not-yet-valid',
      'rsa-4096',
      'sha1-signed',
      'no-subject',
      'after-2050',
    ];
    const { state, told } = through([[1, listing(...nine, 'authority')]]);
    expect(trusted(state, 1)).toHaveLength(10);
    expect(trusted(state, 1)).not.toContain(CONTOSO);
    expect(told).toContain('certificate_retired');
  });
});

describe('what cannot be used', () => {
  const other = parsed(documentWith(['fabrikam'], 'https://other.example/'));
  const insecure = {
    metadata: parsed(documentWith(['fabrikam'])),
    url: 'http://localhost/',
    overHttps: false,
  };

  it.each([
    ['a failure', failing(), 'metadata_http_status'],
    [
      'another issuer',
      { ok: true, value: { metadata: other, url: URL_OF_METADATA, overHttps: true } },
      'metadata_issuer_changed',
    ],
    ['metadata over http', { ok: true, value: insecure }, 'metadata_not_over_https'],
  ] as const)('%s changes no certificate', (_, fetched, code) => {
    const state = started();
    const step = nextCertificates(state, fetched, days(1 / 24));
    expect(step.events).toMatchObject([
      { type: 'metadata_refresh_failed', error: { code }, lastSuccessAt: T0 },
    ]);
    expect(step.state).toMatchObject({
      certificates: state.certificates,
      issuerUrl: state.issuerUrl,
      lastSuccessAt: state.lastSuccessAt,
    });
    expect(trusted(step.state, 1000)).toEqual([CONTOSO]);
  });

  it('is told as stale once after a day, and again after a success', () => {
    const { told } = through([
      [0.5, failing()],
      [1, failing()],
      [2, failing()],
      [3, listing('contoso')],
      [3.5, failing()],
      [4, failing()],
    ]);
    expect(told.filter((type) => type === 'metadata_stale')).toHaveLength(2);
    expect(told.indexOf('metadata_stale')).toBe(2);
  });

  it('cannot be started from', () => {
    expect(startMetadataRefresh(URL_OF_METADATA, insecure, T0)).toMatchObject({
      error: { code: 'metadata_not_over_https' },
    });
    const policy = { dangerouslyAllowLoopback: true };
    const state = started({ ok: true, value: insecure }, policy);
    expect(nextCertificates(state, { ok: true, value: insecure }, days(1), policy).events).toEqual([]);
  });
});

describe('a certificate that was retired by hand', () => {
  it('is refused at once and stays so although it is listed', () => {
    const both = listing('contoso', 'contoso-next');
    const retired = retireCertificate(started(both), CONTOSO, T0);
    if (!retired.ok) throw retired.error;
    expect(retired.value.events).toMatchObject([{ type: 'certificate_retired', sha256Thumbprint: CONTOSO }]);
    expect(trusted(retired.value.state, 0)).toEqual([NEXT]);
    const { state, told } = through(
      [
        [1, both],
        [2, listing('contoso')],
      ],
      {},
      retired.value.state,
    );
    expect(told).toEqual(['certificate_vanished']);
    expect(trusted(state, 100)).toEqual([NEXT]);
  });

  it('cannot be the last', () => {
    expect(retireCertificate(started(), CONTOSO, T0)).toMatchObject({
      error: { code: 'metadata_last_certificate' },
    });
    const { state } = through([[1, listing('contoso', 'contoso-next')]], hold);
    expect(retireCertificate(state, CONTOSO, T0, hold)).toMatchObject({
      error: { code: 'metadata_last_certificate' },
    });
  });

  it('must have been followed, as one that is promoted', () => {
    const refused = {
      error: { code: 'metadata_certificate_not_followed', details: { sha256Thumbprint: FABRIKAM } },
    };
    expect(retireCertificate(started(), FABRIKAM, T0)).toMatchObject(refused);
    expect(promoteCertificate(started(), FABRIKAM, T0)).toMatchObject(refused);
  });
});

describe('events', () => {
  it('of expiry come once, also over failures', () => {
    const start = started(listing('contoso', 'expires-soon'));
    const first = nextCertificates(start, failing(), days(0));
    expect(first.events.map(({ type }) => type)).toEqual([
      'metadata_refresh_failed',
      'certificate_expires_soon',
    ]);
    const again = nextCertificates(first.state, failing(), days(0.01));
    expect(again.events.map(({ type }) => type)).toEqual(['metadata_refresh_failed']);
    const clockBack = nextCertificates(again.state, failing(), days(-5));
    expect(clockBack.state.expiryToldUntil).toBe(again.state.expiryToldUntil);
  });

  it('of another Login URL come without taking it over anywhere', () => {
    const fetched = listing('contoso');
    if (!fetched.ok) throw fetched.error;
    const metadata = { ...fetched.value.metadata, signInUrl: 'https://evil.example/' };
    const { events } = nextCertificates(
      started(),
      { ok: true, value: { ...fetched.value, metadata } },
      days(1),
    );
    expect(events).toMatchObject([{ type: 'sign_in_url_changed', to: 'https://evil.example/' }]);
  });
});

describe('misuse', () => {
  it('of the policy or of a state throws', () => {
    for (const policy of [
      { graceDays: -1 },
      { graceDays: 91 },
      { newCertificates: 'x' },
      { dangerouslyAllowLoopback: 1 },
    ]) {
      expect(() => nextCertificates(started(), failing(), T0, policy as never)).toThrow(TypeError);
    }
    expect(() => nextCertificates({ ...started(), format: 2 } as never, failing(), T0)).toThrow(TypeError);
    const [first] = started().certificates;
    const swapped = { ...started(), certificates: [{ ...first, sha256Thumbprint: FABRIKAM }] };
    expect(() => trustedCertificates(swapped as never, T0)).toThrow(TypeError);
  });
});

function thumbprintOf(name: string): string {
  const certificate = parseIdpCertificate(certificateFixture(`${name}.cer`));
  if (!certificate.ok) throw certificate.error;
  return certificate.value.sha256Thumbprint;
}
