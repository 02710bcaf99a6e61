import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import { findPemBlocks } from './pem-blocks.js';

/** The public half of a key of ours: what identity providers are given. */
export interface ServiceProviderCertificate {
  /** One PEM block with LF line ends. */
  readonly pem: string;
  /** On one line, such as `CN=app.example.com`. */
  readonly subject: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SHA-1 over the DER, 40 upper-case hexadecimal digits: the “Thumbprint” that Entra shows. */
  readonly sha1Thumbprint: string;
  /** SHA-256 over the DER, 64 upper-case hexadecimal digits. */
  readonly sha256Thumbprint: string;
  readonly keyBits: number;
}

/** An RSA private key and its certificate as PEM text, the way a secret store keeps them. */
export interface ServiceProviderKeyPem {
  /** PKCS#8 or PKCS#1, without a passphrase. */
  readonly privateKeyPem: string;
  readonly certificatePem: string;
}

const SHORTEST_KEY = 2048;
/** The cost of a private operation grows with the cube of the length. */
const LONGEST_KEY = 4096;

// An RSA key of ours. The private half is in a private field: neither JSON nor inspection nor an error shows it.
class ServiceProviderKeyPair {
  readonly #privateKey: KeyObject;
  readonly certificate: ServiceProviderCertificate;

  constructor(privateKey: KeyObject, certificate: ServiceProviderCertificate) {
    this.#privateKey = privateKey;
    this.certificate = certificate;
    Object.freeze(this);
  }

  static is(value: unknown): value is ServiceProviderKey {
    return typeof value === 'object' && value !== null && #privateKey in value;
  }

  static privateKey(key: ServiceProviderKey): KeyObject {
    return key.#privateKey;
  }

  /** The private key in the clear (PKCS#8), to be put where the application keeps its secrets, and nowhere else. */
  exportPrivateKeyPem(): string {
    return this.#privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  }
}
// An instance does not lead to its class either.
Reflect.deleteProperty(ServiceProviderKeyPair.prototype, 'constructor');

/** A key of the service provider: `createServiceProviderKey` makes one, `parseServiceProviderKey` reads one. */
export type ServiceProviderKey = ServiceProviderKeyPair;

/** Whether this copy of claimgate made the key. */
export const isServiceProviderKey: (value: unknown) => value is ServiceProviderKey =
  ServiceProviderKeyPair.is;

/** The private half, for the rooms that decrypt and sign. A forged key throws a TypeError. */
export const privateKeyOf: (key: ServiceProviderKey) => KeyObject = ServiceProviderKeyPair.privateKey;

/**
 * Reads a key that was brought along: an RSA private key of 2048 to 4096 bits (PKCS#8 or PKCS#1 PEM without
 * passphrase) and its certificate (one PEM block). They must belong to each other. Whether the certificate has expired
 * does not matter: it is a container for the public key.
 */
export function parseServiceProviderKey(pem: ServiceProviderKeyPem): Result<ServiceProviderKey> {
  const { privateKeyPem, certificatePem } = pem;
  if (typeof privateKeyPem !== 'string') throw new TypeError('privateKeyPem must be PEM text');
  if (typeof certificatePem !== 'string') throw new TypeError('certificatePem must be PEM text');
  const privateKey = readPrivateKey(privateKeyPem);
  if (!privateKey.ok) return privateKey;
  const unusable = keyViolation(privateKey.value);
  if (unusable !== null) return unusable;
  const certificate = readCertificate(certificatePem);
  if (!certificate.ok) return certificate;
  if (!certificate.value.checkPrivateKey(privateKey.value)) return refusal('key_certificate_mismatch', {});
  return success(new ServiceProviderKeyPair(privateKey.value, described(certificate.value)));
}

function readPrivateKey(pem: string): Result<KeyObject> {
  const blocks = findPemBlocks(pem);
  const [block] = blocks;
  if (block === undefined) return malformed('no PEM block');
  if (blocks.length > 1) return malformed('more than one PEM block');
  if (block.label === 'ENCRYPTED PRIVATE KEY' || pem.includes('Proc-Type: 4,ENCRYPTED')) {
    return malformed('it is protected by a passphrase');
  }
  if (!block.label.endsWith('PRIVATE KEY')) return malformed(`a PEM block of another kind`);
  try {
    // Members without a prototype: an inherited `type`, which Node reads beside a bare text, would end the process.
    return success(createPrivateKey(Object.assign(Object.create(null), { key: pem, format: 'pem' })));
  } catch {
    // What OpenSSL says is not kept: nothing about a secret goes into an error.
    return malformed('its content cannot be read');
  }
}

function keyViolation(key: KeyObject): Refusal | null {
  const keyType = key.asymmetricKeyType ?? 'unknown';
  if (keyType !== 'rsa') return refusal('private_key_type', { keyType });
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < SHORTEST_KEY) return refusal('private_key_too_short', { bits, minimum: SHORTEST_KEY });
  if (bits % 8 !== 0) return malformed('the length of the key is no multiple of 8 bits');
  if (bits > LONGEST_KEY) return refusal('private_key_too_long', { bits, maximum: LONGEST_KEY });
  return null;
}

function readCertificate(pem: string): Result<X509Certificate> {
  const labels = findPemBlocks(pem).map(({ label }) => label);
  if (labels.length !== 1 || labels[0] !== 'CERTIFICATE') {
    return refusal('key_certificate_malformed', { reason: 'it is not exactly one CERTIFICATE block' });
  }
  try {
    return success(new X509Certificate(pem));
  } catch {
    return refusal('key_certificate_malformed', { reason: 'its content cannot be read' });
  }
}

function described(certificate: X509Certificate): ServiceProviderCertificate {
  return Object.freeze({
    pem: certificate.toString(),
    subject: (certificate.subject ?? '').split('\n').join(', '),
    notBefore: new Date(certificate.validFrom),
    notAfter: new Date(certificate.validTo),
    sha1Thumbprint: certificate.fingerprint.replaceAll(':', ''),
    sha256Thumbprint: certificate.fingerprint256.replaceAll(':', ''),
    keyBits: certificate.publicKey.asymmetricKeyDetails?.modulusLength ?? 0,
  });
}

function malformed(reason: string): Refusal {
  return refusal('private_key_malformed', { reason });
}
