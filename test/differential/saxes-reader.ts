import { SaxesParser } from 'saxes';
import type { SamlElement } from './identity.js';

interface Open {
  readonly namespace: string;
  readonly localName: string;
  readonly attributes: readonly SaxesAttribute[];
  readonly children: SamlElement[];
  text: string;
}

interface SaxesAttribute {
  readonly uri: string;
  readonly local: string;
  readonly value: string;
}

/**
 * What saxes makes of a text. Throws for what is not well-formed or not namespace-well-formed, for XML 1.1, for another
 * encoding than UTF-8, and for everything that SAML does not need: DOCTYPE, comments, processing instructions, CDATA.
 */
export function readBySaxes(xml: string): SamlElement {
  const parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0' });
  const open: Open[] = [];
  let root: SamlElement | undefined;
  parser.on('error', (error) => {
    throw error;
  });
  for (const unwanted of ['doctype', 'comment', 'cdata', 'processinginstruction'] as const) {
    parser.on(unwanted, () => {
      throw new Error(`a strict reader takes no ${unwanted}`);
    });
  }
  parser.on('xmldecl', ({ version, encoding }) => {
    if (version !== '1.0' || (encoding ?? 'utf-8').toLowerCase() !== 'utf-8')
      throw new Error('XML 1.0 in UTF-8 only');
  });
  parser.on('text', (text) => {
    for (const element of open) element.text += text;
  });
  parser.on('opentag', ({ uri, local, attributes }) => {
    const found = Object.values(attributes) as unknown as readonly SaxesAttribute[];
    open.push({ namespace: uri, localName: local, attributes: found, children: [], text: '' });
  });
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed === undefined) return;
    const element = elementOf(closed);
    const parent = open.at(-1);
    if (parent === undefined) root = element;
    else parent.children.push(element);
  });
  parser.write(xml).close();
  if (root === undefined) throw new Error('no root element');
  return root;
}

function elementOf({ namespace, localName, attributes, children, text }: Open): SamlElement {
  const attribute = (uri: string, local: string): string | null =>
    attributes.find((one) => one.uri === uri && one.local === local)?.value ?? null;
  return { namespace, localName, attribute, children, text };
}
