import { createHash, createHmac, createSign } from 'node:crypto';
import { bytesFromUtf8 } from '../../src/xml/characters.js';
import { readXml } from '../../src/xml/read-xml.js';
import { attributeValue } from '../../src/xml/text.js';
import type { XmlDocument } from '../../src/xml/xml-element.js';
import { canonicalBytes } from '../xml/reading.js';
import { keyPair } from './message.js';

export const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
export const EXC = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const ENVELOPED: string = `<Transform Algorithm="${DSIG}enveloped-signature"/>`;
export const EXCLUSIVE: string = `<Transform Algorithm="${EXC}"/>`;
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

/** Every part of a signature that a signer could write otherwise. */
export interface SignaturePlan {
  readonly canonicalization?: string;
  readonly signatureMethod?: string;
  readonly reference?: (digest: string) => string;
  readonly uri?: string | null;
  readonly transforms?: string;
  readonly digestMethod?: string;
  readonly digestValue?: (digest: string) => string;
  readonly signatureValue?: (value: string) => string;
  readonly keyInfo?: string;
  readonly prefixes?: readonly string[];
  readonly hash?: string;
  readonly privateKeyPem?: string;
  readonly hmacSecret?: string;
  /** What is digested instead of the element. */
  readonly content?: string;
  readonly signedInfo?: (children: string) => string;
  readonly signature?: (children: string) => string;
}

/** Puts a genuinely signed, but freely formed signature behind the first Issuer of the element. */
export function forge(xml: string, id: string, plan: SignaturePlan = {}): string {
  const content = plan.content ?? canonicalElement(xml, id, plan.prefixes ?? []);
  const digest = createHash(plan.hash ?? 'sha256')
    .update(content, 'latin1')
    .digest('base64');
  const uri = plan.uri === undefined ? `#${id}` : plan.uri;
  const reference =
    plan.reference?.(digest) ??
    `<Reference${uri === null ? '' : ` URI="${uri}"`}><Transforms>${plan.transforms ?? ENVELOPED + EXCLUSIVE}</Transforms>` +
      `<DigestMethod Algorithm="${plan.digestMethod ?? SHA256}"/><DigestValue>${plan.digestValue?.(digest) ?? digest}</DigestValue></Reference>`;
  const parts =
    (plan.canonicalization ?? `<CanonicalizationMethod Algorithm="${EXC}"/>`) +
    (plan.signatureMethod ?? `<SignatureMethod Algorithm="${RSA_SHA256}"/>`) +
    reference;
  const signedInfo = plan.signedInfo?.(parts) ?? `<SignedInfo>${parts}</SignedInfo>`;
  const value = signatureValue(signedInfo, plan);
  const children = `${signedInfo}<SignatureValue>${plan.signatureValue?.(value) ?? value}</SignatureValue>${plan.keyInfo ?? ''}`;
  const signature = plan.signature?.(children) ?? `<Signature xmlns="${DSIG}">${children}</Signature>`;
  const at = xml.indexOf('</Issuer>', xml.indexOf(`ID="${id}"`)) + '</Issuer>'.length;
  return xml.slice(0, at) + signature + xml.slice(at);
}

function signatureValue(signedInfo: string, plan: SignaturePlan): string {
  const read = readXml(bytesFromUtf8(`<Signature xmlns="${DSIG}">${signedInfo}</Signature>`));
  const [element] = read.ok ? read.value.root.children : [];
  const octets = element === undefined ? '' : canonicalBytes(element);
  if (plan.hmacSecret !== undefined) {
    return createHmac('sha256', plan.hmacSecret).update(octets, 'latin1').digest('base64');
  }
  return createSign(plan.hash ?? 'sha256')
    .update(octets, 'latin1')
    .sign(plan.privateKeyPem ?? keyPair.privateKeyPem, 'base64');
}

function canonicalElement(xml: string, id: string, inclusivePrefixes: readonly string[]): string {
  const read = readXml(bytesFromUtf8(xml));
  if (!read.ok) throw read.error;
  const element = elementWithId(read.value, id);
  return canonicalBytes(element, { omit: null, inclusivePrefixes });
}

function elementWithId({ elements }: XmlDocument, id: string): XmlDocument['root'] {
  const found = elements.find(({ attributes }) =>
    attributes.some((attribute) => attribute.qname === 'ID' && attributeValue(attribute) === id),
  );
  if (found === undefined) throw new Error(`no element with the ID ${id}`);
  return found;
}
