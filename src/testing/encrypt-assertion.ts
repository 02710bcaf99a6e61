import {
  constants,
  createCipheriv,
  createPublicKey,
  hash,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from 'node:crypto';
import forge from 'node-forge';
import { bytesFromUtf8, utf8FromBytes } from '../xml/characters.js';
import { readXml } from '../xml/read-xml.js';
import {
  type DataEncryption,
  type EncryptedParts,
  type EncryptionHash,
  encryptedAssertionXml,
  type KeyEncryption,
} from './encrypted-assertion-template.js';

/** How the assertion is encrypted; the defaults are what Entra does. */
export interface MintEncryption {
  /** Certificate of the service provider’s key. */
  readonly certificatePem: string;
  /** Default `aes256-cbc`. */
  readonly dataAlgorithm?: DataEncryption;
  /** Default `rsa-oaep-mgf1p`; `rsa-1_5` only to see it refused. */
  readonly keyAlgorithm?: KeyEncryption;
  /** Hash of OAEP; null writes no DigestMethod, which means SHA-1. Default `sha1`. */
  readonly digest?: EncryptionHash | null;
  /** Hash of OAEP’s mask, for `rsa-oaep` only; null (default) writes no MGF, which means SHA-1. */
  readonly mgf?: EncryptionHash | null;
  /** Where the EncryptedKey stands: `key-info` (default), or `sibling` with a RetrievalMethod, as Okta does. */
  readonly keyPlacement?: 'key-info' | 'sibling';
  /** Text that content key, initialisation vector and OAEP seed are made of, for messages that must not change. */
  readonly seed?: string;
  /** What is encrypted, where it shall not be the assertion as it stands in the message. */
  readonly editPlaintext?: (assertion: string) => string | Uint8Array;
  /** Changes the ciphertext: initialisation vector, blocks and, with GCM, the tag. */
  readonly editCiphertext?: (octets: Buffer) => Uint8Array;
}

type Random = (purpose: string, length: number) => Buffer;

/** Replaces the assertion of a Response by an EncryptedAssertion (saml-core 2.3.4). */
export function encryptAssertion(xml: string, options: MintEncryption): string {
  const source = bytesFromUtf8(xml);
  const read = readXml(source);
  const found = read.ok ? read.value.elements.find(({ localName }) => localName === 'Assertion') : undefined;
  if (found === undefined) throw new TypeError('there is no assertion to encrypt');
  const assertion = utf8FromBytes(source.slice(found.start, found.end));
  const encrypted = encryptedAssertionXml(encryptedParts(assertion, options));
  return `${utf8FromBytes(source.slice(0, found.start))}${encrypted}${utf8FromBytes(source.slice(found.end))}`;
}

function encryptedParts(assertion: string, options: MintEncryption): EncryptedParts {
  const {
    dataAlgorithm = 'aes256-cbc',
    keyAlgorithm = 'rsa-oaep-mgf1p',
    digest = 'sha1',
    mgf = null,
  } = options;
  const random = randomOf(options.seed);
  const contentKey = random('content key', dataAlgorithm.startsWith('aes256') ? 32 : 16);
  const plaintext = Buffer.from(options.editPlaintext?.(assertion) ?? assertion);
  const ciphertext = encryptData(dataAlgorithm, contentKey, plaintext, random);
  const wrappedKey =
    keyAlgorithm === 'rsa-1_5'
      ? wrapForRsa15(options.certificatePem, contentKey)
      : wrapKey(options.certificatePem, contentKey, digest ?? 'sha1', mgf ?? 'sha1', random);
  return {
    dataAlgorithm,
    keyAlgorithm,
    digest,
    mgf,
    keyPlacement: options.keyPlacement ?? 'key-info',
    certificateBase64: new X509Certificate(options.certificatePem).raw.toString('base64'),
    ciphertextBase64: Buffer.from(options.editCiphertext?.(ciphertext) ?? ciphertext).toString('base64'),
    wrappedKeyBase64: wrappedKey.toString('base64'),
  };
}

function randomOf(seed: string | undefined): Random {
  if (seed === undefined) return (_purpose, length) => randomBytes(length);
  return (purpose, length) => hash('sha512', `${seed} ${purpose}`, 'buffer').subarray(0, length);
}

function encryptData(algorithm: DataEncryption, key: Buffer, plaintext: Buffer, random: Random): Buffer {
  const bits = key.length * 8;
  if (algorithm.endsWith('gcm')) {
    const iv = random('initialisation vector', 12);
    const cipher = createCipheriv(`aes-${bits}-gcm` as 'aes-256-gcm', key, iv);
    return Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  }
  const iv = random('initialisation vector', 16);
  const cipher = createCipheriv(`aes-${bits}-cbc`, key, iv);
  cipher.setAutoPadding(false);
  // .NET fills up with random octets (ISO 10126); only the last one says how many there are.
  const padding = random('padding', 16 - (plaintext.length % 16));
  padding[padding.length - 1] = padding.length;
  return Buffer.concat([iv, cipher.update(plaintext), cipher.update(padding), cipher.final()]);
}

/** node-forge pads, as it takes any pair of hashes; Node does the RSA operation. */
function wrapKey(
  certificatePem: string,
  contentKey: Buffer,
  digest: EncryptionHash,
  mgf: EncryptionHash,
  random: Random,
): Buffer {
  const key = createPublicKey(certificatePem);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  const md = forge.md[digest].create();
  const encoded = pkcs1.encode_rsa_oaep({ n: { bitLength: () => bits } }, contentKey.toString('latin1'), {
    seed: random('OAEP seed', md.digestLength).toString('latin1'),
    md,
    mgf1: { md: forge.md[mgf].create() },
  });
  return publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, Buffer.from(encoded, 'latin1'));
}

function wrapForRsa15(certificatePem: string, contentKey: Buffer): Buffer {
  return publicEncrypt({ key: certificatePem, padding: constants.RSA_PKCS1_PADDING }, contentKey);
}

interface Pkcs1 {
  encode_rsa_oaep(
    key: { readonly n: { bitLength(): number } },
    message: string,
    options: { seed: string; md: forge.md.MessageDigest; mgf1: { md: forge.md.MessageDigest } },
  ): string;
}

// The declarations of node-forge leave pkcs1 out.
const { pkcs1 } = forge as unknown as { readonly pkcs1: Pkcs1 };
