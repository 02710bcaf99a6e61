import { X509Certificate } from 'node:crypto';
import type { SignedXml } from 'xml-crypto';
import { canonicalize } from '../xml/canonicalize.js';
import { bytesFromUtf8 } from '../xml/characters.js';
import { childOf } from '../xml/lookup.js';
import { readXml } from '../xml/read-xml.js';
import type { XmlElement } from '../xml/xml-element.js';
import { type MessageSigner, RSA_SHA256 } from './outgoing-message.js';

const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const ENVELOPED_SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
const EXC_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const ROOT = '/*';
const ISSUER = "/*/*[local-name(.)='Issuer']";
/** xml-crypto insists on a key before it calls the algorithm, which here holds its own. */
const HELD_BY_THE_SIGNER = 'held by the signer';

/**
 * Signs a message of ours with an enveloped signature behind its Issuer: RSA-SHA256, exclusive canonicalisation,
 * one Reference to the root's ID (saml-core 5.4). Throws `TypeError` where the signed message, its signature
 * aside, would not read as the message did.
 */
export async function signMessage(xml: string, signer: MessageSigner): Promise<string> {
  const content = contentOf(xml);
  // Loaded with the first message that is signed in XML: Entra takes its requests by HTTP-Redirect.
  const { SignedXml } = await import('xml-crypto');
  const signature = new SignedXml({
    privateKey: HELD_BY_THE_SIGNER,
    idAttribute: 'ID',
    signatureAlgorithm: RSA_SHA256,
    canonicalizationAlgorithm: EXC_C14N,
    getKeyInfoContent: () => x509Data(signer.certificatePem),
  });
  signature.SignatureAlgorithms[RSA_SHA256] = algorithmOf(signer);
  signature.addReference({
    xpath: ROOT,
    transforms: [ENVELOPED_SIGNATURE, EXC_C14N],
    digestAlgorithm: SHA256,
  });
  signature.computeSignature(xml, { location: { reference: ISSUER, action: 'after' }, prefix: 'ds' });
  const signed = signature.getSignedXml();
  if (contentOf(signed) !== content) throw new TypeError('A message with this content cannot be signed');
  return signed;
}

type Algorithm = SignedXml['SignatureAlgorithms'][string];

function algorithmOf(signer: MessageSigner): Algorithm {
  return class {
    getAlgorithmName(): string {
      return RSA_SHA256;
    }

    getSignature(signedInfo: unknown): string {
      return Buffer.from(signer.sign(Buffer.from(String(signedInfo), 'utf8'))).toString('base64');
    }

    verifySignature(): never {
      throw new Error('this algorithm signs only');
    }
  } as Algorithm;
}

function x509Data(pem: string): string {
  const certificate = new X509Certificate(pem).raw.toString('base64');
  return `<ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data>`;
}

/** The message as canonical XML without its signature. */
function contentOf(xml: string): string {
  const read = readXml(bytesFromUtf8(xml));
  if (!read.ok) throw new TypeError('The message is not well-formed', { cause: read.error });
  const root: XmlElement = read.value.root;
  const content = canonicalize(root, { omit: childOf(root, DSIG, 'Signature'), inclusivePrefixes: [] });
  if (!content.ok) throw new TypeError('The message is too long', { cause: content.error });
  return content.value;
}
