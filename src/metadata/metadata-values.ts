import { X509Certificate } from 'node:crypto';

// Values that the application's programmer gives. What is wrong with them is misuse, hence TypeError.

const NOT_IN_A_URI = /[^\u0021-\u007e]|["<>\\^`{|}]/u;
const NOT_IN_A_LINE = /[\p{Cc}\p{Cs}\u2028\u2029\ufffe\uffff]/u;
const LOOPBACK = /^(?:(?:[a-z0-9-]{1,63}\.){0,8}localhost|\[::1\]|127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/u;

/** An absolute URI of at most 1024 characters (saml-metadata 2.2.1), given back to the letter. */
export function requireEntityId(value: string): string {
  requireUri('entityId', value);
  if (value.length > 1024) throw new TypeError('entityId must not be longer than 1024 characters');
  return value;
}

/** An https URL (http only on a loopback host) without credentials and fragment, given back to the letter. */
export function requireWebUrl(name: string, value: string): string {
  const url = requireUri(name, value);
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
  if (!secure) throw new TypeError(`${name} must be an https URL (http is for a loopback host only)`);
  if (url.username !== '' || url.password !== '')
    throw new TypeError(`${name} must not hold a user or password`);
  if (value.includes('#')) throw new TypeError(`${name} must not have a fragment`);
  return value;
}

/** An absolute URI of printable ASCII. */
export function requireUri(name: string, value: string): URL {
  if (typeof value !== 'string' || NOT_IN_A_URI.test(value)) {
    throw new TypeError(`${name} must be an absolute URI of printable ASCII characters`);
  }
  try {
    return new URL(value);
  } catch (cause) {
    throw new TypeError(`${name} must be an absolute URI of printable ASCII characters`, { cause });
  }
}

/** One line of text without control characters and half surrogates, which XML cannot carry. */
export function requireText(name: string, value: string): string {
  if (typeof value !== 'string' || value.trim() === '' || NOT_IN_A_LINE.test(value)) {
    throw new TypeError(`${name} must be one line of text`);
  }
  return value;
}

/** The base64 of the certificate's DER. Whatever else the PEM text holds, such as a private key, stays behind. */
export function requireCertificate(name: string, pem: string): string {
  const certificate = readCertificate(name, pem);
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  if (asymmetricKeyType !== 'rsa' || (asymmetricKeyDetails?.modulusLength ?? 0) < 2048) {
    throw new TypeError(`${name} must hold RSA keys of 2048 bits or more`);
  }
  return certificate.raw.toString('base64');
}

function readCertificate(name: string, pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new TypeError(`${name} must be PEM certificates`, { cause });
  }
}
