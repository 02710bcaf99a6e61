import { describe, expect, it } from 'vitest';
import { parseIdpCertificate, parseIdpCertificates } from '../../src/certificates/parse-idp-certificate.js';
import { certificateFixture, NOW } from './fixture.js';

function thumbprints(upload: string | Uint8Array): readonly string[] {
  const result = parseIdpCertificates(upload, { now: NOW });
  if (!result.ok) throw result.error;
  return result.value.map((certificate) => certificate.sha256Thumbprint);
}

function single(upload: string | Uint8Array) {
  const result = parseIdpCertificate(upload, { now: NOW });
  if (!result.ok) throw result.error;
  return result.value;
}

const contoso = certificateFixture('contoso.cer').toString();
const next = certificateFixture('contoso-next.cer').toString();
const fabrikam = certificateFixture('fabrikam.cer').toString();
const authority = certificateFixture('authority.cer').toString();
const thumbprintOf = (pem: string) => single(pem).sha256Thumbprint;

describe('a file with several certificates', () => {
  it('gives the first as the single one and names the others', () => {
    const certificate = single(contoso + next + fabrikam);
    expect(certificate.sha256Thumbprint).toBe(thumbprintOf(contoso));
    expect(certificate.warnings).toEqual([
      { code: 'several_certificates', others: [thumbprintOf(next), thumbprintOf(fabrikam)] },
    ]);
  });

  it('gives all of them in their order where all are asked for', () => {
    expect(thumbprints(next + contoso)).toEqual([thumbprintOf(next), thumbprintOf(contoso)]);
  });

  it('does not take two self-signed certificates of one name for a chain', () => {
    expect(single(next).subject).toBe(single(contoso).subject);
    expect(thumbprints(contoso + next)).toHaveLength(2);
  });

  it('gives an identical certificate once', () => {
    expect(thumbprints(contoso + contoso)).toEqual([thumbprintOf(contoso)]);
    expect(single(contoso + contoso).warnings).toEqual([]);
  });

  it('gives no warnings about the others where all are returned', () => {
    const result = parseIdpCertificates(contoso + next, { now: NOW });
    expect(result.ok && result.value.flatMap((certificate) => certificate.warnings)).toEqual([]);
  });

  it('is refused as a whole where one of all is unusable', () => {
    const result = parseIdpCertificates(contoso + certificateFixture('rsa-1024.cer').toString(), {
      now: NOW,
    });
    expect(!result.ok && result.error.code).toBe('certificate_key_too_short');
  });

  it('is refused as a whole where one cannot be read', () => {
    for (const broken of ['cut.cer', 'key-labelled-certificate.pem', 'nested.cer']) {
      const bytes = certificateFixture(broken);
      const block = bytes[0] === 0x30 ? toPem(bytes) : bytes.toString();
      expect(parseIdpCertificates(contoso + block, { now: NOW }).ok).toBe(false);
      expect(parseIdpCertificate(contoso + block, { now: NOW }).ok).toBe(false);
    }
  });
});

describe('a chain', () => {
  it.each(['chain-authority-first.pem', 'chain-authority-last.pem'])(
    'gives the certificate at its end and never the authority: %s',
    (file) => {
      const chain = certificateFixture(file);
      expect(single(chain).subject).toBe('CN=Chained signing');
      expect(thumbprints(chain)).toEqual([single(chain).sha256Thumbprint]);
      expect(thumbprints(chain)).not.toContain(thumbprintOf(authority));
    },
  );

  it('may have an authority with a key that could not sign assertions', () => {
    expect(thumbprints(certificateFixture('chain-ed25519-authority.pem'))).toEqual([
      single(certificateFixture('chain-ed25519-authority.pem')).sha256Thumbprint,
    ]);
  });

  it('may stand beside an unrelated certificate', () => {
    const chain = certificateFixture('chain-authority-last.pem').toString();
    expect(thumbprints(chain + contoso)).toHaveLength(2);
  });

  it('is refused where its members issued one another', () => {
    const result = parseIdpCertificates(certificateFixture('issued-in-a-circle.pem'), { now: NOW });
    expect(!result.ok && result.error.code).toBe('certificate_malformed');
  });

  it('does not count an authority whose key is too large to check against', () => {
    const result = parseIdpCertificates(contoso + certificateFixture('rsa-16384.cer').toString() + authority);
    expect(!result.ok && result.error.code).toBe('certificate_key_too_long');
  });
});

describe('federation metadata', () => {
  function offered(file: string): readonly string[] {
    const result = parseIdpCertificate(certificateFixture(file), { now: NOW });
    if (result.ok || result.error.code !== 'certificate_is_federation_metadata')
      throw new Error('not metadata');
    return result.error.details.certificates;
  }

  it('offers each usable certificate once as PEM that is accepted', () => {
    expect(offered('metadata-bom.xml')).toEqual([contoso, next]);
    expect(offered('metadata-utf16.xml')).toEqual([contoso, next]);
    expect(offered('metadata-prefix.xml')).toEqual([fabrikam]);
  });

  it('is refused by parseIdpCertificates alike', () => {
    const result = parseIdpCertificates(certificateFixture('metadata-bom.xml'), { now: NOW });
    expect(!result.ok && result.error.code).toBe('certificate_is_federation_metadata');
  });

  it.each([
    ['an unusable certificate', `<X509Certificate>${base64('rsa-1024.cer')}</X509Certificate>`],
    ['something that is not base64', '<X509Certificate>*</X509Certificate>'],
    ['base64 of something else', '<X509Certificate>PEVudGl0eURlc2NyaXB0b3I+</X509Certificate>'],
    ['a closing tag only', `</X509Certificate>${base64('contoso.cer')}<`],
    ['another element', `<NotX509Certificate>${base64('contoso.cer')}</NotX509Certificate>`],
    ['a tag without end', '<X509Certificate'],
    ['an element without end', `<X509Certificate>${base64('contoso.cer')}`],
    ['no certificate', ''],
  ])('offers nothing for %s', (_, content) => {
    const result = parseIdpCertificate(`<EntityDescriptor>${content}`, { now: NOW });
    expect(!result.ok && result.error).toMatchObject({
      code: 'certificate_is_federation_metadata',
      details: { certificates: [] },
    });
  });

  it('reads no more than 64 elements', () => {
    const filler = '<X509Certificate>MAA=</X509Certificate>'.repeat(64);
    const wanted = `<X509Certificate>${base64('contoso.cer')}</X509Certificate>`;
    const result = parseIdpCertificate(`<EntitiesDescriptor>${filler}${wanted}`, { now: NOW });
    expect(!result.ok && result.error.details).toEqual({ certificates: [] });
  });
});

function base64(file: string): string {
  return certificateFixture(file)
    .toString()
    .replace(/-----.*-----/g, '');
}

function toPem(bytes: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64')}\n-----END CERTIFICATE-----\n`;
}
