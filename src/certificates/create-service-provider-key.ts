import { generateKeyPair, randomBytes } from 'node:crypto';
import { types } from 'node:util';
import { parseServiceProviderKey, type ServiceProviderKey } from './service-provider-key.js';

/** What the new key and its certificate shall be. */
export interface CreateServiceProviderKeyOptions {
  /** Who the certificate names, 1–64 characters; identity providers show it. Default `claimgate`. */
  readonly commonName?: string;
  /** Default 2048. */
  readonly bits?: 2048 | 3072;
  /** Default: now. Whole seconds. */
  readonly validFrom?: Date;
  /** Default: three years after `validFrom`, as long as Entra's own certificates. */
  readonly validUntil?: Date;
}

interface CertificateContent {
  readonly commonName: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const LIFE_YEARS = 3;

/**
 * Makes an RSA key with a self-signed X.509 certificate (SHA-256). Import the certificate in Entra under *Token
 * encryption*, and keep what `exportPrivateKeyPem` gives in the application's secret store. Throws `TypeError` for
 * options that no certificate can carry. See RFC 5280.
 */
export async function createServiceProviderKey(
  options: CreateServiceProviderKeyOptions = {},
): Promise<ServiceProviderKey> {
  const { bits = 2048 } = options;
  if (bits !== 2048 && bits !== 3072) throw new TypeError('bits must be 2048 or 3072');
  const content = contentOf(options);
  const privateKeyPem = await generatedKey(bits);
  const certificatePem = await selfSigned(privateKeyPem, content);
  const parsed = parseServiceProviderKey({ privateKeyPem, certificatePem });
  if (!parsed.ok) throw new Error('A new key could not be read', { cause: parsed.error });
  return parsed.value;
}

function contentOf({
  commonName = 'claimgate',
  validFrom = new Date(),
  validUntil,
}: CreateServiceProviderKeyOptions): CertificateContent {
  if (typeof commonName !== 'string' || !/^[^\p{C}]{1,64}$/u.test(commonName) || commonName.trim() === '') {
    throw new TypeError('commonName must be 1–64 characters without control characters');
  }
  const notBefore = wholeSeconds('validFrom', validFrom);
  const notAfter = wholeSeconds('validUntil', validUntil ?? yearsAfter(notBefore, LIFE_YEARS));
  if (notAfter.getTime() <= notBefore.getTime()) throw new TypeError('validUntil must be after validFrom');
  return { commonName, notBefore, notAfter };
}

function wholeSeconds(name: string, date: Date): Date {
  const year = types.isDate(date) ? date.getUTCFullYear() : Number.NaN;
  // UTCTime ends with 2049 and node-forge writes GeneralizedTime beyond; 9999 is the last year of either.
  if (!(year >= 1970 && year <= 9999))
    throw new TypeError(`${name} must be a Date of the years 1970 to 9999`);
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}

function generatedKey(modulusLength: number): Promise<string> {
  return new Promise((resolve, reject) => {
    generateKeyPair(
      'rsa',
      {
        modulusLength,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      },
      (error, _publicKey, privateKey) => (error === null ? resolve(privateKey) : reject(error)),
    );
  });
}

async function selfSigned(privateKeyPem: string, content: CertificateContent): Promise<string> {
  // Loaded when a key is made: whoever only verifies responses never pays for it.
  const { default: forge } = await import('node-forge');
  const privateKey = forge.pki.privateKeyFromPem(privateKeyPem);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(privateKey.n, privateKey.e);
  certificate.serialNumber = randomSerial();
  certificate.validity.notBefore = content.notBefore;
  certificate.validity.notAfter = content.notAfter;
  const name = [
    { name: 'commonName', value: content.commonName, valueTagClass: forge.asn1.Type.UTF8 as never },
  ];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.sign(privateKey, forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n');
}

/** Positive, 16 bytes long (RFC 5280 §4.1.2.2). */
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
