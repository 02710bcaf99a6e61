import { Buffer } from 'node:buffer';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** `scim`: a bearer token. `scimcs`: a client secret. `scimat`: an access token. */
export type SecretPrefix = 'scim' | 'scimcs' | 'scimat';

/** A secret that was just made. `text` is shown or sent once and never kept. */
export interface MadeSecret {
  readonly id: string;
  readonly text: string;
  /** SHA-256 of the text, base64url. The text has 256 random bits: a slow hash would add nothing. */
  readonly hash: string;
}

const SECRET = /^(scim|scimcs|scimat)_([A-Za-z0-9_-]{22})_[A-Za-z0-9_-]{43}$/u;
/** The digest of nothing that can be sent: what a secret is compared with where none is on file. */
const NO_DIGEST: Buffer = Buffer.alloc(32, 0x5c);

export function makeSecret(prefix: SecretPrefix): MadeSecret {
  const id = newId();
  const text = `${prefix}_${id}_${randomBytes(32).toString('base64url')}`;
  return { id, text, hash: digestOf(text).toString('base64url') };
}

/** 128 random bits, base64url. */
export function newId(): string {
  return randomBytes(16).toString('base64url');
}

/** Which credential or token a text names, by its form alone; null where it is not one of ours. */
export function readSecret(text: string): { readonly prefix: SecretPrefix; readonly id: string } | null {
  const [, prefix, id] = SECRET.exec(text) ?? [];
  return prefix === undefined || id === undefined ? null : { prefix: prefix as SecretPrefix, id };
}

/**
 * Whether the text is the one whose hash is on file. It takes the same time where none is on file (null), so that nobody
 * learns by the clock which ids exist.
 */
export function isSecretOf(text: string, hash: string | null): boolean {
  const onFile = hash === null ? NO_DIGEST : Buffer.from(hash, 'base64url');
  const known = onFile.length === NO_DIGEST.length ? onFile : NO_DIGEST;
  const isSame = timingSafeEqual(digestOf(text), known);
  return isSame && known !== NO_DIGEST;
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
