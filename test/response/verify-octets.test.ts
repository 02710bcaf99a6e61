import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makerOf, type SignatureMaker } from '../../src/response/verify-octets.js';
import { anotherKeyPair, connectionWith, keyPair, NOW } from './message.js';

const octets = Buffer.from('what was signed');
const other = anotherKeyPair();
const certificates = [other.certificatePem, keyPair.certificatePem];

/** Who made a signature with the key of the last certificate, as the connection has it: in words and with its thumbprint. */
function maker(
  options: Parameters<typeof connectionWith>[0],
  now: Date,
  hash = 'sha256',
): readonly unknown[] {
  const value = sign('sha256', octets, keyPair.privateKeyPem);
  const made: SignatureMaker = makerOf({ hash, octets, value }, connectionWith(options), now);
  return made.by === 'nobody' ? [made.by] : [made.by, made.certificate.sha256Thumbprint];
}

describe('whose key made a signature', () => {
  const { sha256Thumbprint } = keyPair;
  const end = new Date('2028-06-01T00:00:00Z');
  const later = new Date(end.getTime() + 1);

  it('is one that the connection trusts, whichever it is of those on file', () => {
    expect(maker({ certificates }, NOW)).toEqual(['trusted', sha256Thumbprint]);
    expect(maker({ certificates: certificates.toReversed() }, NOW)).toEqual(['trusted', sha256Thumbprint]);
  });

  it('is nobody’s where no certificate on file verifies it, or not with this hash', () => {
    expect(maker({ certificates: [other.certificatePem] }, NOW)).toEqual(['nobody']);
    expect(maker({ certificates }, NOW, 'sha512')).toEqual(['nobody']);
  });

  it('is one that has expired after its end, where the connection refuses those', () => {
    const strict = { certificates, expiredCertificates: 'refuse' } as const;
    expect(maker(strict, end)).toEqual(['trusted', sha256Thumbprint]);
    expect(maker(strict, later)).toEqual(['expired', sha256Thumbprint]);
    expect(maker({ certificates }, later)).toEqual(['trusted', sha256Thumbprint]);
    expect(maker({ ...strict, certificates: [other.certificatePem] }, later)).toEqual(['nobody']);
  });
});
