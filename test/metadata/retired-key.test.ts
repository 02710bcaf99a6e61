import { createPrivateKey } from 'node:crypto';
import forge from 'node-forge';
import { describe, expect, it } from 'vitest';
import { parseIdpCertificate } from '../../src/certificates/parse-idp-certificate.js';
import { success } from '../../src/errors/index.js';
import { nextCertificates } from '../../src/metadata/refresh-certificates.js';
import { retireCertificate } from '../../src/metadata/refresh-decisions.js';
import { startMetadataRefresh, trustedCertificates } from '../../src/metadata/refresh-state.js';
import { ENDPOINTS, entity, keyOf, parsed, role } from './federation-documents.js';
import { days, T0, URL_OF_METADATA } from './refresh-documents.js';
import { selfSigned } from './self-signed.js';

const leaked = selfSigned('leaked');
const good = selfSigned('good');
const renewed = anotherOf(leaked, '02');

/** Another certificate over the same key. */
function anotherOf({ key }: { readonly key: string }, serialNumber: string): { base64: string; pem: string } {
  const privateKey = forge.pki.privateKeyFromPem(
    createPrivateKey(key).export({ type: 'pkcs1', format: 'pem' }).toString(),
  );
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(privateKey.n, privateKey.e);
  certificate.serialNumber = serialNumber;
  certificate.validity.notBefore = new Date('2026-02-01T00:00:00Z');
  certificate.validity.notAfter = new Date('2029-02-01T00:00:00Z');
  certificate.setSubject([{ name: 'commonName', value: 'renewed' }]);
  certificate.setIssuer([{ name: 'commonName', value: 'renewed' }]);
  certificate.sign(privateKey, forge.md.sha256.create());
  const pem = forge.pki.certificateToPem(certificate);
  return { pem, base64: pem.replace(/-----(?:BEGIN|END) CERTIFICATE-----|\s/gu, '') };
}

function thumbprintOf({ pem }: { readonly pem: string }): string {
  const certificate = parseIdpCertificate(pem, { now: T0 });
  if (!certificate.ok) throw certificate.error;
  return certificate.value.sha256Thumbprint;
}

function listing(...certificates: readonly { readonly base64: string }[]) {
  const keys = certificates.map(({ base64 }) =>
    keyOf('signing', `<X509Certificate>${base64}</X509Certificate>`),
  );
  const metadata = parsed(entity(role(keys.join('') + ENDPOINTS)));
  return success({ metadata, url: URL_OF_METADATA, overHttps: true });
}

function startedWith(...certificates: readonly { readonly base64: string }[]) {
  const state = startMetadataRefresh(URL_OF_METADATA, listing(...certificates).value, T0);
  if (!state.ok) throw state.error;
  return state.value;
}

function retired(state: ReturnType<typeof startedWith>) {
  const step = retireCertificate(state, thumbprintOf(leaked), T0);
  if (!step.ok) throw step.error;
  return step.value.state;
}

const trusted = (state: ReturnType<typeof startedWith>) =>
  trustedCertificates(state, days(1)).map(({ sha256Thumbprint }) => sha256Thumbprint);

describe('a key that was retired by hand', () => {
  it('is not taken up again in a new certificate', () => {
    const { state, events } = nextCertificates(
      retired(startedWith(leaked, good)),
      listing(renewed, good),
      days(1),
    );
    expect(trusted(state)).toEqual([thumbprintOf(good)]);
    expect(events).toEqual([]);
  });

  it('is retired in every certificate that was followed', () => {
    expect(trusted(retired(startedWith(leaked, renewed, good)))).toEqual([thumbprintOf(good)]);
  });

  it('cannot be the last, in however many certificates it stands', () => {
    expect(retireCertificate(startedWith(leaked, renewed), thumbprintOf(leaked), T0)).toMatchObject({
      error: { code: 'metadata_last_certificate' },
    });
  });
});
