import { createHash, createSign, createVerify, type KeyLike } from 'node:crypto';
import { DOMParser } from '@xmldom/xmldom';
import { ExclusiveCanonicalization, SignedXml } from 'xml-crypto';

/** Algorithm of the RSA signature; `sha1` as Entra's outdated signing option makes it. */
export type SignatureHash = 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** How one element is signed. */
export interface SignElementOptions {
  /** Value of the element's ID attribute; the first element that carries it is signed. */
  readonly elementId: string;
  readonly privateKeyPem: string;
  /** Certificates for KeyInfo, base64 DER without line breaks; empty for a signature without KeyInfo. */
  readonly keyInfoCertificates: readonly string[];
  /** Default `sha256`. */
  readonly signatureHash?: SignatureHash;
  /** Default: that of the signature. */
  readonly digestHash?: SignatureHash;
  /** Prefixes for InclusiveNamespaces of the exclusive canonicalisation; none by default, as Entra. */
  readonly inclusiveNamespaces?: readonly string[];
  /** Namespace prefix of the Signature's elements; default none, as Entra. */
  readonly signaturePrefix?: string;
}

const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED_SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
const SIGNATURE_URI: Record<SignatureHash, string> = {
  sha1: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
  sha256: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  sha384: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384',
  sha512: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
};
const DIGEST_URI: Record<SignatureHash, string> = {
  sha1: 'http://www.w3.org/2000/09/xmldsig#sha1',
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  sha384: 'http://www.w3.org/2001/04/xmldsig-more#sha384',
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
};

/**
 * Signs one element of a document (XML-DSig, enveloped, exclusive canonicalisation, RSA) and puts the Signature
 * directly after the element's Issuer, or first where it has none. Every other character of the document stays
 * as it is. Throws an Error where there is no such element, the text is no XML, or the key does not sign.
 */
export function signElement(xml: string, options: SignElementOptions): string {
  const at = signaturePosition(xml, options.elementId);
  return `${xml.slice(0, at)}${signatureOver(xml, options)}${xml.slice(at)}`;
}

function signatureOver(xml: string, options: SignElementOptions): string {
  const signatureHash = options.signatureHash ?? 'sha256';
  const prefixes = [...(options.inclusiveNamespaces ?? [])];
  const signer = new SignedXml({
    privateKey: options.privateKeyPem,
    idAttribute: 'ID',
    signatureAlgorithm: SIGNATURE_URI[signatureHash],
    canonicalizationAlgorithm: EXCLUSIVE_C14N,
    getKeyInfoContent: (args) => keyInfoContent(options.keyInfoCertificates, args?.prefix ?? null),
  });
  signer.SignatureAlgorithms[SIGNATURE_URI.sha384] = RsaSha384;
  signer.HashAlgorithms[DIGEST_URI.sha384] = Sha384;
  const element = `(//*[@ID=${xpathLiteral(options.elementId)}])[1]`;
  signer.addReference({
    xpath: element,
    transforms: [ENVELOPED_SIGNATURE, EXCLUSIVE_C14N],
    digestAlgorithm: DIGEST_URI[options.digestHash ?? signatureHash],
    inclusiveNamespacesPrefixList: prefixes,
  });
  signer.computeSignature(forTheSigner(xml), {
    location: { reference: element, action: 'append' },
    ...(options.signaturePrefix === undefined ? {} : { prefix: options.signaturePrefix }),
  });
  const signature = signer.getSignatureXml();
  return prefixes.length === 0
    ? signature
    : withoutStrayPrefixList(signature, options.privateKeyPem, signatureHash);
}

/**
 * xml-crypto writes the PrefixList into every Transform, also into enveloped-signature, which has no parameters
 * (xmldsig-core 6.6.4). Identity providers write it where it belongs; so SignedInfo is mended and signed again.
 */
function withoutStrayPrefixList(signature: string, privateKeyPem: string, hash: SignatureHash): string {
  const mended = signature.replace(
    new RegExp(`<InclusiveNamespaces [^>]*xmlns="${ENVELOPED_SIGNATURE}"[^>]*/>`),
    '',
  );
  const document = new DOMParser().parseFromString(mended, 'text/xml');
  const signedInfo = document.getElementsByTagNameNS(DSIG, 'SignedInfo')[0];
  // xml-crypto types its nodes by the DOM library of browsers, which this project does not load.
  const canonical = new ExclusiveCanonicalization().process(signedInfo as never, {});
  const value = createSign(`RSA-${hash.toUpperCase()}`).update(canonical).sign(privateKeyPem, 'base64');
  return mended.replace(/SignatureValue>[^<]*/, () => `SignatureValue>${value}`);
}

/**
 * xml-crypto's parser takes U+0085 and U+2028 for line ends, which they are in XML 1.1 only, and stumbles over a
 * byte order mark. Character references keep the two as they are; the signed text is the same.
 */
function forTheSigner(xml: string): string {
  return xml
    .replace(/^\uFEFF/, '')
    .replace(/[\u0085\u2028]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function signaturePosition(xml: string, elementId: string): number {
  const id = [`ID="${elementId}"`, `ID='${elementId}'`]
    .map((attribute) => xml.indexOf(attribute))
    .filter((position) => position >= 0)
    .sort((first, second) => first - second)[0];
  if (id === undefined) throw new TypeError(`no element has the ID ${JSON.stringify(elementId)}`);
  const startTagEnd = xml.indexOf('>', id) + 1;
  const issuer = /^\s*<(?:[A-Za-z0-9_.-]+:)?Issuer[\s>][\s\S]*?<\/(?:[A-Za-z0-9_.-]+:)?Issuer\s*>/.exec(
    xml.slice(startTagEnd),
  );
  return startTagEnd + (issuer?.[0].length ?? 0);
}

function keyInfoContent(certificates: readonly string[], prefix: string | null): string | null {
  if (certificates.length === 0) return null;
  const name = (local: string): string => (prefix === null || prefix === '' ? local : `${prefix}:${local}`);
  const entries = certificates.map(
    (base64) => `<${name('X509Certificate')}>${base64}</${name('X509Certificate')}>`,
  );
  return `<${name('X509Data')}>${entries.join('')}</${name('X509Data')}>`;
}

function xpathLiteral(text: string): string {
  if (!text.includes("'")) return `'${text}'`;
  if (!text.includes('"')) return `"${text}"`;
  throw new TypeError('an ID with both kinds of quotation marks cannot be signed');
}

// xml-crypto knows SHA-1, SHA-256 and SHA-512 only; some identity providers use SHA-384.
class RsaSha384 {
  getSignature(signedInfo: string | NodeJS.ArrayBufferView, privateKey: KeyLike): string {
    return createSign('RSA-SHA384').update(signedInfo.toString()).sign(privateKey, 'base64');
  }

  verifySignature(material: string, key: KeyLike, signatureValue: string): boolean {
    return createVerify('RSA-SHA384').update(material).verify(key, signatureValue, 'base64');
  }

  getAlgorithmName(): string {
    return SIGNATURE_URI.sha384;
  }
}

class Sha384 {
  getHash(xml: string): string {
    return createHash('sha384').update(xml, 'utf8').digest('base64');
  }

  getAlgorithmName(): string {
    return DIGEST_URI.sha384;
  }
}
