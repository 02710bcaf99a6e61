/** Digest algorithms by their identifiers, as node:crypto names them; the whole list that is accepted. */
const digests: ReadonlyMap<string, string> = new Map([
  ['http://www.w3.org/2001/04/xmlenc#sha256', 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
]);
const SHA1_DIGEST = 'http://www.w3.org/2000/09/xmldsig#sha1';

/** RSASSA-PKCS1-v1_5 by its identifiers, with the digest that node:crypto takes. */
const signatures: ReadonlyMap<string, string> = new Map([
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha512', 'sha512'],
]);
const RSA_SHA1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';

/** The hash of an identifier, or why it is not used. Identifiers are compared to the letter. */
export type Algorithm = { readonly hash: string } | 'sha1' | 'unknown';

export function signatureAlgorithm(identifier: string, allowSha1: boolean): Algorithm {
  return algorithm(identifier, signatures, RSA_SHA1, allowSha1);
}

export function digestAlgorithm(identifier: string, allowSha1: boolean): Algorithm {
  return algorithm(identifier, digests, SHA1_DIGEST, allowSha1);
}

function algorithm(
  identifier: string,
  allowed: ReadonlyMap<string, string>,
  sha1: string,
  allowSha1: boolean,
): Algorithm {
  const hash = allowed.get(identifier);
  if (hash !== undefined) return { hash };
  if (identifier !== sha1) return 'unknown';
  return allowSha1 ? { hash: 'sha1' } : 'sha1';
}
