import { elementsOf, localName, tagsOf } from './markup.js';
import { changeEncoding, respell } from './mutations-that-mean-the-same.js';
import type { Random } from './random.js';

/** A change of a message; `other` is another message to take parts from. */
export type Mutation = (xml: string, random: Random, other: string) => string;

const ALICE = 'alice@victim.test';
const MARKUP = [
  '<!---->',
  '<!--x-->',
  '<?x y?>',
  `<?x ${ALICE}?>`,
  '<![CDATA[]]>',
  `<![CDATA[${ALICE}]]>`,
  '&e;',
  '&#46;',
  '&#x40;',
  '&#0;',
  '&#xD;',
  '&amp;',
  '<a/>',
  '</a>',
  '<!DOCTYPE a>',
  ']]>',
];
const CHARACTERS = [
  ' ',
  '\n',
  '\t',
  '\r',
  '\r\n',
  '\u0085',
  '\u2028',
  '\u00a0',
  '\u200b',
  '\ufeff',
  '\u0000',
  '\uffff',
  '😀',
  'x',
  ALICE,
  '@',
  '.',
  '&',
  '<',
  '>',
  '"',
  "'",
];
const DECLARATIONS = [
  ' xmlns:z="urn:z"',
  ' xmlns="urn:z"',
  ' xmlns=""',
  ' xmlns:samlp="urn:z"',
  ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#"',
  ' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"',
  ' xmlns:xs="urn:z"',
  ' xmlns:z="1"',
  ' xmlnsz="x"',
  ' xmlns="urn:oasis:names:tc:SAML:2.0:assertion"',
];
const ATTRIBUTES = [
  ' x="1"',
  ' ID="_other-id"',
  ' Id="_7e8f9a0b-5555-4666-8777-888899990000"',
  ' xml:id="_0a1b2c3d-1111-4222-8333-444455556666"',
  ' xml:space="preserve"',
  ' xml:lang="en"',
  ' samlp:ID="_z"',
  ' xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  ' z:a="1" xmlns:z="urn:z"',
  ' Consent="urn:x"',
  ' Version="2.0"',
];

const insertMarkup: Mutation = (xml, random) =>
  inserted(xml, random.integer(xml.length + 1), random.of([...MARKUP, ...CHARACTERS]));

const insertInText: Mutation = (xml, random) => {
  const at = between(xml, random);
  return inserted(xml, at, random.of([...MARKUP, ...CHARACTERS]));
};

const addToTag: Mutation = (xml, random) => {
  const tags = tagsOf(xml).filter(({ kind }) => kind !== 'end');
  if (tags.length === 0) return xml;
  const { start, name } = random.of(tags);
  return inserted(xml, start + 1 + name.length, random.of([...DECLARATIONS, ...DECLARATIONS, ...ATTRIBUTES]));
};

const changeAttribute: Mutation = (xml, random) => {
  const attributes = [...xml.matchAll(/ ([\w:]+)="([^"]*)"/g)];
  if (attributes.length === 0) return xml;
  const chosen = random.of(attributes);
  const [, , value] = random.of(attributes);
  const replacement = random.of([
    '',
    ` ${chosen[1]}="${value}"`,
    `${chosen[0]}${chosen[0]}`,
    ` ${chosen[1]}="${ALICE}"`,
  ]);
  return spliced(xml, chosen.index, chosen.index + chosen[0].length, replacement);
};

const duplicate: Mutation = (xml, random) =>
  withElement(xml, random, (element, text) => inserted(xml, random.of([element.start, element.end]), text));

const move: Mutation = (xml, random) =>
  withElement(xml, random, ({ start, end }, text) => {
    const rest = spliced(xml, start, end, '');
    return inserted(rest, between(rest, random), text);
  });

const copyElsewhere: Mutation = (xml, random) =>
  withElement(xml, random, (_, text) => inserted(xml, between(xml, random), text));

const remove: Mutation = (xml, random) =>
  withElement(xml, random, ({ start, end }) => spliced(xml, start, end, ''));

const wrap: Mutation = (xml, random) =>
  withElement(xml, random, ({ start, end, name }, text) =>
    spliced(xml, start, end, random.of([`<z:w xmlns:z="urn:z">${text}</z:w>`, `<${name}>${text}</${name}>`])),
  );

const swap: Mutation = (xml, random) => {
  const elements = elementsOf(xml);
  if (elements.length < 2) return xml;
  const [first, second] = [random.of(elements), random.of(elements)].sort((a, b) => a.start - b.start);
  if (first === undefined || second === undefined || first.end > second.start) return xml;
  const text = (range: { start: number; end: number }): string => xml.slice(range.start, range.end);
  return spliced(spliced(xml, second.start, second.end, text(first)), first.start, first.end, text(second));
};

/** A part of another message in the place of a part of the same name, or beside it. */
const splice: Mutation = (xml, random, other) => {
  const theirs = elementsOf(other);
  if (theirs.length === 0) return xml;
  const donor = random.of(theirs);
  const text = other.slice(donor.start, donor.end);
  const ours = elementsOf(xml).filter(({ name }) => localName(name) === localName(donor.name));
  if (ours.length === 0) return inserted(xml, between(xml, random), text);
  const { start, end } = random.of(ours);
  return random.integer(2) === 0
    ? spliced(xml, start, end, text)
    : inserted(xml, random.of([start, end]), text);
};

const alterBase64: Mutation = (xml, random) => {
  const values = [...xml.matchAll(/(?<=(?:SignatureValue|DigestValue|X509Certificate|CipherValue)>)[^<]+/g)];
  if (values.length === 0) return xml;
  const { index, 0: value } = random.of(values);
  return inserted(
    xml,
    index + random.integer(value.length + 1),
    random.of(['\n', ' ', '=', 'A', '-', '!', '&#xD;', '\t', '<!---->']),
  );
};

const replaceAddress: Mutation = (xml, random) => {
  const found = [...xml.matchAll(/[\w.]+@[\w.]+/g)];
  if (found.length === 0) return xml;
  const { index, 0: address } = random.of(found);
  return spliced(xml, index, index + address.length, ALICE);
};

const damage: Mutation = (xml, random) => {
  const at = random.integer(xml.length);
  const length = random.integer(random.of([2, 8, 200]));
  return random.of([
    spliced(xml, at, at + 1, String.fromCharCode(xml.charCodeAt(at) ^ (1 << random.integer(7)))),
    spliced(xml, at, at + length, ''),
    inserted(xml, at, xml.slice(at, at + length)),
  ]);
};

/** Those that often leave the meaning as it is come more than once: only accepted messages can betray a fault. */
export const mutations: readonly Mutation[] = [
  ...[
    insertMarkup,
    insertInText,
    addToTag,
    addToTag,
    addToTag,
    changeAttribute,
    duplicate,
    move,
    copyElsewhere,
  ],
  ...[remove, wrap, swap, splice, splice, alterBase64, replaceAddress, damage],
  ...[respell, respell, respell, respell, changeEncoding],
];

function withElement(
  xml: string,
  random: Random,
  change: (element: { name: string; start: number; end: number }, text: string) => string,
): string {
  const elements = elementsOf(xml);
  if (elements.length === 0) return xml;
  const element = random.of(elements);
  return change(element, xml.slice(element.start, element.end));
}

/** An offset directly behind or before a tag. */
function between(xml: string, random: Random): number {
  const tags = tagsOf(xml);
  if (tags.length === 0) return 0;
  const { start, end } = random.of(tags);
  return random.of([start, end]);
}

function inserted(xml: string, at: number, text: string): string {
  return spliced(xml, at, at, text);
}

function spliced(xml: string, start: number, end: number, text: string): string {
  return xml.slice(0, start) + text + xml.slice(end);
}
