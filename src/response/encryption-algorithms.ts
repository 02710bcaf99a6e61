import type { OaepHash, OaepParameters } from '../certificates/unwrap-key.js';
import type { EncryptionPart } from '../errors/catalogue/decrypt.js';
import { type Result, refusal, success } from '../errors/index.js';

/** How the assertion itself is encrypted. */
export interface DataAlgorithm {
  readonly identifier: string;
  readonly cipher: 'aes-128-cbc' | 'aes-256-cbc' | 'aes-128-gcm' | 'aes-256-gcm';
  /** Bytes. */
  readonly keyLength: 16 | 32;
  /** Whether a changed ciphertext is noticed (AES-GCM). */
  readonly authenticated: boolean;
}

/** xmlenc-core 5.2; the whole list that is accepted. Identifiers are compared to the letter. */
const dataAlgorithms: ReadonlyMap<string, DataAlgorithm> = new Map(
  (
    [
      ['http://www.w3.org/2009/xmlenc11#aes256-gcm', 'aes-256-gcm', 32],
      ['http://www.w3.org/2009/xmlenc11#aes128-gcm', 'aes-128-gcm', 16],
      ['http://www.w3.org/2001/04/xmlenc#aes256-cbc', 'aes-256-cbc', 32],
      ['http://www.w3.org/2001/04/xmlenc#aes128-cbc', 'aes-128-cbc', 16],
    ] as const
  ).map(([identifier, cipher, keyLength]) => [
    identifier,
    { identifier, cipher, keyLength, authenticated: cipher.endsWith('gcm') },
  ]),
);

/** MGF1 with SHA-1, whatever the digest (xmlenc-core 5.5.2). */
const RSA_OAEP_MGF1P = 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p';
const RSA_OAEP = 'http://www.w3.org/2009/xmlenc11#rsa-oaep';

const SHA1 = 'http://www.w3.org/2000/09/xmldsig#sha1';
const digests: ReadonlyMap<string, OaepHash> = new Map([
  [SHA1, 'sha1'],
  ['http://www.w3.org/2001/04/xmlenc#sha256', 'sha256'],
  ['http://www.w3.org/2001/04/xmlenc#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
]);

const MGF1_SHA1 = 'http://www.w3.org/2009/xmlenc11#mgf1sha1';
const maskDigests: ReadonlyMap<string, OaepHash> = new Map([
  [MGF1_SHA1, 'sha1'],
  ['http://www.w3.org/2009/xmlenc11#mgf1sha256', 'sha256'],
  ['http://www.w3.org/2009/xmlenc11#mgf1sha384', 'sha384'],
  ['http://www.w3.org/2009/xmlenc11#mgf1sha512', 'sha512'],
]);

export function dataAlgorithm(identifier: string): Result<DataAlgorithm> {
  const found = dataAlgorithms.get(identifier);
  return found === undefined ? notAllowed('data', identifier) : success(found);
}

/** What an EncryptedKey's EncryptionMethod says; null where an element is absent. */
export interface KeyMethod {
  readonly algorithm: string;
  readonly digest: string | null;
  readonly mask: string | null;
  readonly label: Buffer;
}

/** The parameters of RSA-OAEP. RSA-1.5 is never accepted: its padding is an oracle by itself (IIP-ALG08). */
export function oaepParameters({ algorithm, digest, mask, label }: KeyMethod): Result<OaepParameters> {
  if (algorithm !== RSA_OAEP_MGF1P && algorithm !== RSA_OAEP) return notAllowed('key', algorithm);
  const digestAlgorithm = digest ?? SHA1;
  const digestHash = digests.get(digestAlgorithm);
  if (digestHash === undefined) return notAllowed('digest', digestAlgorithm);
  const maskAlgorithm = mask ?? MGF1_SHA1;
  const maskDigest = maskDigests.get(maskAlgorithm);
  const isFixed = algorithm === RSA_OAEP_MGF1P;
  if (maskDigest === undefined || (isFixed && maskDigest !== 'sha1')) {
    return notAllowed('mask generation', maskAlgorithm);
  }
  return success({ digest: digestHash, maskDigest, label });
}

function notAllowed(part: EncryptionPart, algorithm: string): Result<never> {
  return refusal('encryption_algorithm_not_allowed', { part, algorithm });
}
