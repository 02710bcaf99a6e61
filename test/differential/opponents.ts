import { DOMParser, type Document, type Element, XMLSerializer } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';
import type { Assertion } from '../../src/response/assertion.js';

const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';

/** What identifies a person, as one reader finds it. */
export interface Identity {
  readonly issuer: string;
  readonly nameId: string;
  readonly audiences: readonly string[];
  /** Texts by Name; nil and structured values are left out. */
  readonly attributes: readonly (readonly [string, readonly string[]])[];
}

export function identityOf(assertion: Assertion): Identity {
  return {
    issuer: assertion.issuer,
    nameId: assertion.nameId.value,
    audiences: assertion.conditions.audienceRestrictions.flat(),
    attributes: [...assertion.attributes].map(([name, values]) => [
      name,
      values.flatMap((value) => (value.kind === 'text' ? [value.text] : [])),
    ]),
  };
}

/**
 * Verifies the posted document with xml-crypto alone and reads the bytes that it vouches for with xmldom: one
 * identity for each signature. Throws where a signature does not verify.
 */
export function identitiesByXmlCrypto(xml: string, certificates: readonly string[]): Identity[] {
  const document = xml.replace(/^\uFEFF/, '');
  const root = parsed(document);
  const signatures = [...root.getElementsByTagNameNS(DSIG, 'Signature')];
  return signatures.map((signature) => {
    // xmldom writes a carriage return as it is, which the next reader would turn into a line feed.
    const signatureXml = new XMLSerializer().serializeToString(signature).replaceAll('\r', '&#xD;');
    return identityIn(parsed(verified(document, signatureXml, certificates)));
  });
}

function verified(xml: string, signatureXml: string, certificates: readonly string[]): string {
  let last: unknown = new Error('no certificate');
  for (const publicCert of certificates) {
    try {
      const verifier = new SignedXml({ publicCert, getCertFromKeyInfo: () => null });
      verifier.loadSignature(signatureXml);
      if (!verifier.checkSignature(xml)) throw new Error('xml-crypto refuses the signature');
      const [reference, ...more] = verifier.getSignedReferences();
      if (reference === undefined || more.length > 0) throw new Error('not one signed reference');
      return reference;
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

function parsed(xml: string): Document {
  const parser = new DOMParser({
    locator: false,
    // The line ends of XML 1.0; xmldom's own are those of XML 1.1.
    normalizeLineEndings: (source) => source.replace(/\r\n?/g, '\n'),
    onError: (level, message) => {
      throw new Error(`${level}: ${message}`);
    },
  });
  return parser.parseFromString(xml, 'text/xml');
}

function identityIn(document: Document): Identity {
  const assertion = document.getElementsByTagNameNS(SAML, 'Assertion')[0];
  if (assertion === undefined) throw new Error('no assertion in the signed bytes');
  const attributes = new Map<string, string[]>();
  for (const attribute of assertion.getElementsByTagNameNS(SAML, 'Attribute')) {
    const name = attribute.getAttribute('Name') ?? '';
    const values = attributes.get(name) ?? [];
    attributes.set(name, values);
    for (const value of attribute.getElementsByTagNameNS(SAML, 'AttributeValue')) {
      if (isText(value)) values.push(value.textContent ?? '');
    }
  }
  const texts = (localName: string): string[] =>
    [...assertion.getElementsByTagNameNS(SAML, localName)].map(({ textContent }) => textContent ?? '');
  return {
    issuer: texts('Issuer')[0] ?? '',
    nameId: texts('NameID')[0] ?? '',
    audiences: [...assertion.getElementsByTagNameNS(SAML, 'AudienceRestriction')].flatMap((restriction) =>
      [...restriction.getElementsByTagNameNS(SAML, 'Audience')].map(({ textContent }) => textContent ?? ''),
    ),
    attributes: [...attributes],
  };
}

function isText(value: Element): boolean {
  const nil = value.getAttributeNS('http://www.w3.org/2001/XMLSchema-instance', 'nil');
  return nil !== 'true' && nil !== '1' && value.children.length === 0;
}
