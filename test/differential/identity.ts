import type { Assertion } from '../../src/response/assertion.js';

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

/** An element, whichever reader found it. */
export interface SamlElement {
  readonly namespace: string;
  readonly localName: string;
  attribute(namespace: string, localName: string): string | null;
  readonly children: readonly SamlElement[];
  /** With that of all descendants. */
  readonly text: string;
}

const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** The identity in a signed Assertion, or in the one Assertion of a signed Response. */
export function identityIn(root: SamlElement): Identity {
  const assertion = root.localName === 'Assertion' ? root : childrenOf(root, 'Assertion')[0];
  if (assertion?.namespace !== SAML) throw new Error('no assertion in the signed bytes');
  const attributes = new Map<string, string[]>();
  for (const statement of childrenOf(assertion, 'AttributeStatement')) {
    for (const attribute of childrenOf(statement, 'Attribute')) {
      const name = attribute.attribute('', 'Name') ?? '';
      const values = attributes.get(name) ?? [];
      attributes.set(name, values);
      values.push(...childrenOf(attribute, 'AttributeValue').filter(isText).map(textOf));
    }
  }
  const nameId = childrenOf(assertion, 'Subject').flatMap((subject) => childrenOf(subject, 'NameID'));
  const restrictions = childrenOf(assertion, 'Conditions').flatMap((conditions) =>
    childrenOf(conditions, 'AudienceRestriction'),
  );
  return {
    issuer: childrenOf(assertion, 'Issuer').map(textOf).join('|'),
    nameId: nameId.map(textOf).join('|'),
    audiences: restrictions.flatMap((restriction) => childrenOf(restriction, 'Audience').map(textOf)),
    attributes: [...attributes],
  };
}

function childrenOf(element: SamlElement, localName: string): readonly SamlElement[] {
  return element.children.filter((child) => child.namespace === SAML && child.localName === localName);
}

function textOf({ text }: SamlElement): string {
  return text;
}

function isText(value: SamlElement): boolean {
  const nil = value.attribute(XSI, 'nil');
  return nil !== 'true' && nil !== '1' && value.children.length === 0;
}
