export type EncryptionHash = 'sha1' | 'sha256' | 'sha384' | 'sha512';
export type DataEncryption = 'aes256-cbc' | 'aes128-cbc' | 'aes256-gcm' | 'aes128-gcm';
export type KeyEncryption = 'rsa-oaep-mgf1p' | 'rsa-oaep' | 'rsa-1_5';

/** Everything that stands in an EncryptedAssertion, decided. */
export interface EncryptedParts {
  readonly dataAlgorithm: DataEncryption;
  readonly keyAlgorithm: KeyEncryption;
  readonly digest: EncryptionHash | null;
  readonly mgf: EncryptionHash | null;
  readonly keyPlacement: 'key-info' | 'sibling';
  readonly certificateBase64: string;
  readonly ciphertextBase64: string;
  readonly wrappedKeyBase64: string;
}

const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const XENC = 'http://www.w3.org/2001/04/xmlenc#';
const XENC11 = 'http://www.w3.org/2009/xmlenc11#';
const KEY_ID = '_encrypted-key';

const DIGEST_URI: Readonly<Record<EncryptionHash, string>> = {
  sha1: `${DSIG}sha1`,
  sha256: `${XENC}sha256`,
  sha384: 'http://www.w3.org/2001/04/xmldsig-more#sha384',
  sha512: `${XENC}sha512`,
};

/** Writes the element as .NET does: on one line, the key’s elements with a prefix of their own. */
export function encryptedAssertionXml(parts: EncryptedParts): string {
  const isSibling = parts.keyPlacement === 'sibling';
  const key = encryptedKeyXml(parts, isSibling);
  const keyInfo = isSibling ? `<RetrievalMethod Type="${XENC}EncryptedKey" URI="#${KEY_ID}"/>` : key;
  const data =
    `<xenc:EncryptedData Type="${XENC}Element" xmlns:xenc="${XENC}">` +
    `<xenc:EncryptionMethod Algorithm="${dataUri(parts.dataAlgorithm)}"/>` +
    `<KeyInfo xmlns="${DSIG}">${keyInfo}</KeyInfo>` +
    `<xenc:CipherData><xenc:CipherValue>${parts.ciphertextBase64}</xenc:CipherValue></xenc:CipherData>` +
    '</xenc:EncryptedData>';
  return `<EncryptedAssertion xmlns="${ASSERTION}">${data}${isSibling ? key : ''}</EncryptedAssertion>`;
}

function encryptedKeyXml(parts: EncryptedParts, isSibling: boolean): string {
  const { digest, mgf, keyAlgorithm } = parts;
  const digestMethod =
    digest === null ? '' : `<DigestMethod Algorithm="${DIGEST_URI[digest]}" xmlns="${DSIG}"/>`;
  const maskMethod = mgf === null ? '' : `<e11:MGF Algorithm="${XENC11}mgf1${mgf}" xmlns:e11="${XENC11}"/>`;
  const keyUri = keyAlgorithm === 'rsa-oaep' ? `${XENC11}rsa-oaep` : `${XENC}${keyAlgorithm}`;
  return (
    `<e:EncryptedKey${isSibling ? ` Id="${KEY_ID}"` : ''} xmlns:e="${XENC}">` +
    `<e:EncryptionMethod Algorithm="${keyUri}">${digestMethod}${maskMethod}</e:EncryptionMethod>` +
    `<KeyInfo xmlns="${DSIG}"><X509Data><X509Certificate>${parts.certificateBase64}</X509Certificate></X509Data></KeyInfo>` +
    `<e:CipherData><e:CipherValue>${parts.wrappedKeyBase64}</e:CipherValue></e:CipherData>` +
    '</e:EncryptedKey>'
  );
}

function dataUri(algorithm: DataEncryption): string {
  return `${algorithm.endsWith('gcm') ? XENC11 : XENC}${algorithm}`;
}
