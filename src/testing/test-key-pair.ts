import {
  createPublicKey,
  generateKeyPairSync,
  privateEncrypt,
  randomBytes,
  X509Certificate,
} from 'node:crypto';
import forge from 'node-forge';

/** What a test certificate shall look like; the defaults are what Entra makes. */
export interface TestKeyPairOptions {
  /** Default `Microsoft Azure Federated SSO Certificate`. */
  readonly commonName?: string;
  /** Default: now. */
  readonly notBefore?: Date;
  /** Default: three years after `notBefore`. */
  readonly notAfter?: Date;
  /** 2048 (default), 3072 or 4096; smaller ones only to see them refused. */
  readonly keyBits?: number;
  /** Hexadecimal; default 16 random bytes. */
  readonly serialNumber?: string;
  /** An existing RSA key (PEM, PKCS#8 or PKCS#1) instead of a new one, for certificates that must not change. */
  readonly privateKeyPem?: string;
}

/** An RSA key and its self-signed certificate. For tests only: the key is in the clear. */
export interface TestKeyPair {
  /** PKCS#8. */
  readonly privateKeyPem: string;
  /** One PEM block with LF line ends: what Entra offers as “Certificate (Base64)”. */
  readonly certificatePem: string;
  /** The DER in base64 without line breaks, as in `X509Certificate` of a response. */
  readonly certificateBase64: string;
  /** SHA-1 over the DER, upper-case hexadecimal: the “Thumbprint” that Entra shows. */
  readonly sha1Thumbprint: string;
  /** SHA-256 over the DER, upper-case hexadecimal. */
  readonly sha256Thumbprint: string;
}

const LIFE_YEARS = 3;
/** DER of a DigestInfo up to its 32 octets (RFC 8017 §9.2, note 1). */
const SHA256_DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/**
 * Makes an RSA key with a self-signed X.509 v3 certificate without extensions, as Entra makes for an
 * application. Deterministic when key, serial number and both dates are given. Throws an Error for a
 * key, number or date that no certificate can carry.
 */
export function createTestKeyPair(options: TestKeyPairOptions = {}): TestKeyPair {
  const privateKeyPem = options.privateKeyPem ?? generatedKey(options.keyBits ?? 2048);
  const notBefore = options.notBefore ?? new Date();
  const certificatePem = selfSigned(privateKeyPem, {
    commonName: options.commonName ?? 'Microsoft Azure Federated SSO Certificate',
    serialNumber: options.serialNumber ?? randomSerial(),
    notBefore,
    notAfter: options.notAfter ?? yearsAfter(notBefore, LIFE_YEARS),
  });
  const certificate = new X509Certificate(certificatePem);
  return {
    privateKeyPem,
    certificatePem,
    certificateBase64: certificate.raw.toString('base64'),
    sha1Thumbprint: certificate.fingerprint.replaceAll(':', ''),
    sha256Thumbprint: certificate.fingerprint256.replaceAll(':', ''),
  };
}

function generatedKey(keyBits: number): string {
  return generateKeyPairSync('rsa', {
    modulusLength: keyBits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey;
}

interface CertificateContent {
  readonly commonName: string;
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

function selfSigned(privateKeyPem: string, content: CertificateContent): string {
  const publicKeyPem = createPublicKey(privateKeyPem).export({ type: 'spki', format: 'pem' });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKeyPem.toString());
  certificate.serialNumber = content.serialNumber;
  certificate.validity.notBefore = content.notBefore;
  certificate.validity.notAfter = content.notAfter;
  const name = [{ name: 'commonName', value: content.commonName }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.sign(signerWith(privateKeyPem), forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n');
}

/** Signs with Node's RSA what forge has put together and hashed: forge's own is JavaScript and many times slower. */
function signerWith(privateKeyPem: string): forge.pki.rsa.PrivateKey {
  const sign = (hashed: forge.md.MessageDigest): string => {
    const digest = Buffer.from(hashed.digest().getBytes(), 'latin1');
    return privateEncrypt(privateKeyPem, Buffer.concat([SHA256_DIGEST_INFO, digest])).toString('latin1');
  };
  return { sign } as unknown as forge.pki.rsa.PrivateKey;
}

/** Positive (the top bit stays clear) and never shorter than 16 bytes. */
function randomSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}

function yearsAfter(date: Date, years: number): Date {
  const later = new Date(date);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return later;
}
