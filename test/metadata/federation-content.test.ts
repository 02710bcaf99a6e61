import { describe, expect, it } from 'vitest';
import { connectionInputFromMetadata } from '../../src/metadata/federation-metadata.js';
import { certificateFixture } from '../certificates/fixture.js';
import {
  base64Of,
  ENDPOINTS,
  endpoint,
  entity,
  ISSUER,
  key,
  keyOf,
  LOGIN,
  MD,
  parsed,
  refused,
  role,
} from './federation-documents.js';

const SIGNING = key('signing', 'contoso.cer');

describe('certificates', () => {
  const thumbprints = (keys: string) => parsed(entity(role(keys + ENDPOINTS))).certificates.length;

  it('for signing are those marked so and those marked for nothing', () => {
    expect(thumbprints(SIGNING + key(null, 'contoso-next.cer') + key('encryption', 'fabrikam.cer'))).toBe(2);
    expect(refused(entity(role(key('encryption', 'contoso.cer') + ENDPOINTS)))).toEqual({
      code: 'metadata_no_signing_key',
      details: { entityId: ISSUER },
    });
  });

  it('of other roles and of the document’s own signature are not taken', () => {
    const other = `<RoleDescriptor protocolSupportEnumeration="urn:x">${key('signing', 'fabrikam.cer')}</RoleDescriptor>`;
    const { certificates } = parsed(entity(other + role() + other));
    expect(certificates.map(({ subject }) => subject)).toEqual([
      'CN=Microsoft Azure Federated SSO Certificate',
    ]);
    expect(certificates).toHaveLength(1);
  });

  it('may be folded and surrounded by white space', () => {
    const folded = base64Of('contoso.cer').replace(/(.{64})/g, '$1\r\n    ');
    expect(thumbprints(keyOf('signing', `<X509Certificate>\n  ${folded}\n</X509Certificate>`))).toBe(1);
  });

  it('of a chain are the one that signs, never its authority', () => {
    const pem = certificateFixture('chain-authority-first.pem').toString('latin1');
    const chain = pem.split('-----END CERTIFICATE-----').slice(0, -1);
    const elements = chain.map(
      (block) => `<X509Certificate>${block.split('CERTIFICATE-----')[1]}</X509Certificate>`,
    );
    expect(elements.length).toBeGreaterThan(1);
    expect(thumbprints(keyOf('signing', elements.join('')))).toBe(1);
  });

  it('that cannot be used are left out with a warning, as long as one can', () => {
    const { certificates, warnings } = parsed(
      entity(role(SIGNING + key('signing', 'rsa-1024.cer') + ENDPOINTS)),
    );
    expect(certificates).toHaveLength(1);
    expect(warnings).toEqual([
      { code: 'certificate_unusable', message: expect.stringContaining('certificate_key_too_short') },
    ]);
  });

  it.each([
    ['certificate_key_too_short', key('signing', 'rsa-1024.cer')],
    ['certificate_key_type', key('signing', 'ec.cer')],
    ['certificate_malformed', keyOf('signing', '<X509Certificate>not base64!</X509Certificate>')],
    ['certificate_malformed', keyOf('signing', '<X509Certificate></X509Certificate>')],
  ])('that all cannot be used are refused: %s', (code, keys) => {
    expect(refused(entity(role(keys + ENDPOINTS)))).toEqual({
      code: 'metadata_certificates_unusable',
      details: { codes: [code] },
    });
  });

  it('wrapped in PEM once more are not read', () => {
    const wrapped = Buffer.from(certificateFixture('contoso.cer')).toString('base64');
    expect(
      refused(entity(role(keyOf('signing', `<X509Certificate>${wrapped}</X509Certificate>`) + ENDPOINTS)))
        .code,
    ).toBe('metadata_certificates_unusable');
  });

  it('are at most ten', () => {
    const names = ['contoso', 'contoso-next', 'fabrikam', 'expired', 'expires-soon', 'not-yet-valid'];
    const further = ['rsa-4096', 'sha1-signed', 'no-subject', 'after-2050', 'authority'];
    const keys = [...names, ...further].map((name) => key('signing', `${name}.cer`));
    expect(refused(entity(role(keys.join('') + ENDPOINTS)))).toEqual({
      code: 'metadata_too_many_certificates',
      details: { count: 11, limit: 10 },
    });
    expect(thumbprints(keys.slice(1).join(''))).toBe(10);
  });

  it('that expired are taken', () => {
    expect(parsed(entity(role(key('signing', 'expired.cer') + ENDPOINTS))).certificates).toHaveLength(1);
  });
});

describe('addresses', () => {
  it.each([
    'javascript:alert(1)',
    'http://login.example.com/saml2',
    'https://user:pass@login.example.com/',
    'https://login.example.com/#x',
    'data:text/html,x',
    '/saml2',
    '',
    `https://login.example.com/${'a'.repeat(2048)}`,
  ])('like %j are refused wherever a browser would be sent there', (location) => {
    for (const name of ['SingleSignOnService', 'SingleLogoutService']) {
      for (const binding of ['HTTP-Redirect', 'HTTP-POST']) {
        const document = entity(role(SIGNING + endpoint(name, binding, location) + ENDPOINTS));
        expect(refused(document)).toMatchObject({
          code: 'metadata_location_forbidden',
          details: { element: name },
        });
      }
    }
  });

  it('of bindings that are not used do not matter', () => {
    const soap = endpoint('SingleSignOnService', 'SOAP', 'http://intranet/');
    expect(parsed(entity(role(SIGNING + soap + ENDPOINTS))).signInUrl).toBe(LOGIN);
  });

  it('on this machine may be http', () => {
    const local = endpoint('SingleSignOnService', 'HTTP-Redirect', 'http://idp.localhost:8080/sso');
    expect(parsed(entity(role(SIGNING + local))).signInUrl).toBe('http://idp.localhost:8080/sso');
  });

  it('are needed for signing in', () => {
    const logout = endpoint('SingleLogoutService', 'HTTP-Redirect', LOGIN);
    const soap = endpoint('SingleSignOnService', 'SOAP', LOGIN);
    expect(refused(entity(role(SIGNING + logout + soap)))).toEqual({
      code: 'metadata_no_sign_in_url',
      details: { entityId: ISSUER, bindings: ['urn:oasis:names:tc:SAML:2.0:bindings:SOAP'] },
    });
  });

  it('make the input of a connection, by Redirect where it is offered', () => {
    const post = 'https://login.example.com/post';
    const input = (endpoints: string) =>
      connectionInputFromMetadata(parsed(entity(role(SIGNING + endpoints))));
    const byPost = endpoint('SingleSignOnService', 'HTTP-POST', post);
    expect(input(ENDPOINTS)).toMatchObject({
      signInUrl: LOGIN,
      authnRequestBinding: 'redirect',
      logoutUrl: LOGIN,
      logoutBinding: 'redirect',
    });
    expect(input(byPost)).toMatchObject({ signInUrl: post, authnRequestBinding: 'post' });
    expect(input(byPost)).not.toHaveProperty('logoutUrl');
    expect(input(byPost + endpoint('SingleLogoutService', 'HTTP-POST', post))).toMatchObject({
      logoutUrl: post,
      logoutBinding: 'post',
    });
  });

  it('for POST only carry a warning', () => {
    const metadata = parsed(entity(role(SIGNING + endpoint('SingleSignOnService', 'HTTP-POST', LOGIN))));
    expect(metadata).toMatchObject({ signInUrl: null, postSignInUrl: LOGIN });
    expect(metadata.warnings.map(({ code }) => code)).toEqual(['sign_in_by_post_only']);
  });
});

describe('the wish for signed requests', () => {
  it.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
  ])('%s is told', (value, wanted) => {
    const document = entity(role(SIGNING + ENDPOINTS, ` WantAuthnRequestsSigned="${value}"`));
    expect(parsed(document).wantAuthnRequestsSigned).toBe(wanted);
    expect(parsed(document).warnings.map(({ code }) => code)).toEqual(
      wanted ? ['wants_signed_requests'] : [],
    );
  });
});

describe('times', () => {
  const withTimes = (attributes: string, onRole = '') =>
    entity(role(SIGNING + ENDPOINTS, onRole), ISSUER, attributes);

  it('past validUntil refuse the document, at any level', () => {
    const past = ' validUntil="2026-06-01T00:00:00Z"';
    const group = `<EntitiesDescriptor xmlns="${MD}"${past}>${entity()}</EntitiesDescriptor>`;
    for (const document of [withTimes(past), withTimes('', past), group]) {
      expect(refused(document)).toEqual({
        code: 'metadata_expired',
        details: { validUntil: new Date('2026-06-01T00:00:00Z') },
      });
    }
  });

  it('to come are told, the nearest of them', () => {
    const document = withTimes(
      ' validUntil="2027-01-01T00:00:00Z" cacheDuration="PT1H"',
      ' validUntil="2026-06-01T00:00:01Z" cacheDuration="P1DT2H3M4.5S"',
    );
    expect(parsed(document)).toMatchObject({
      validUntil: new Date('2026-06-01T00:00:01Z'),
      cacheSeconds: 3600,
    });
  });

  it.each([
    ['P1Y', 31_536_000],
    ['P2M', 5_184_000],
    ['P1DT2H3M4S', 93_784],
    ['PT604800S', 604_800],
  ])('to cache for %s are %i seconds', (duration, seconds) => {
    expect(parsed(withTimes(` cacheDuration="${duration}"`)).cacheSeconds).toBe(seconds);
  });

  it.each(['', 'P', 'PT', 'P1DT', '1H', '-PT1H', 'P1H', 'PT1D', 'PT.5S', `PT${'1'.repeat(70)}S`])(
    'to cache for %j are no duration',
    (duration) => {
      expect(refused(withTimes(` cacheDuration="${duration}"`)).code).toBe('metadata_time_malformed');
    },
  );

  it.each(['', 'never', '2027-01-01', '2027-01-01T00:00:00', '2027-13-01T00:00:00Z'])(
    'until %j are no time',
    (validUntil) => {
      expect(refused(withTimes(` validUntil="${validUntil}"`)).code).toBe('metadata_time_malformed');
    },
  );
});
