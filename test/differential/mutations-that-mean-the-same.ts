import { tagsOf } from './markup.js';
import type { Random } from './random.js';

type Respelling = (xml: string, random: Random) => string;

/** Writes a part of the message in another way that XML takes for the same. */
export function respell(xml: string, random: Random): string {
  return random.of(respellings)(xml, random);
}

/** Puts a byte order mark or a declaration in front, right or wrong. */
export function changeEncoding(xml: string, random: Random): string {
  const prolog = random.of([
    '\ufeff',
    '<?xml version="1.0"?>',
    '<?xml version="1.0" encoding="utf-8"?>\n',
    '\ufeff<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
    '<?xml version="1.1"?>',
    '<?xml version="1.0" encoding="latin1"?>',
    '\n',
    '<!DOCTYPE x>',
  ]);
  return prolog + xml;
}

const characterAsReference: Respelling = (xml, random) => {
  const texts = [...xml.matchAll(/(?<=>)[^<&>]+(?=<)|(?<==")[^"&]+(?=")/g)];
  if (texts.length === 0) return xml;
  const { index, 0: text } = random.of(texts);
  const characters = [...text];
  const at = random.integer(characters.length);
  const code = characters[at]?.codePointAt(0) ?? 0x20;
  characters[at] = random.of([
    `&#${code};`,
    `&#x${code.toString(16)};`,
    `&#x00${code.toString(16).toUpperCase()};`,
  ]);
  return xml.slice(0, index) + characters.join('') + xml.slice(index + text.length);
};

const quotes: Respelling = (xml, random) => onTag(xml, random, (tag) => tag.replace(/="([^"']*)"/g, "='$1'"));

const blanks: Respelling = (xml, random) =>
  onTag(xml, random, (tag) => {
    const blank = random.of([' ', '\n', '\t', '\r\n', '  ']);
    return random.of([
      tag.replace(/(\/?>)$/, `${blank}$1`),
      tag.replace(/ (?=[\w:]+=)/g, blank),
      tag.replace(/=(?=["'])/g, `${blank}=${blank}`),
    ]);
  });

const emptyElement: Respelling = (xml, random) => {
  const pairs = [...xml.matchAll(/<([\w:]+)([^<>]*)\/>|<([\w:]+)([^<>/]*)><\/\3>/g)];
  if (pairs.length === 0) return xml;
  const { index, 0: text, 1: empty, 2: attributes, 3: paired, 4: more } = random.of(pairs);
  const written = empty === undefined ? `<${paired}${more}/>` : `<${empty}${attributes}></${empty}>`;
  return xml.slice(0, index) + written + xml.slice(index + text.length);
};

const attributeOrder: Respelling = (xml, random) =>
  onTag(xml, random, (tag) => {
    const attributes = tag.match(/ [\w:]+="[^"]*"/g) ?? [];
    if (attributes.length < 2) return tag;
    return tag.replace(/( [\w:]+="[^"]*")+/, attributes.toReversed().join(''));
  });

const prefix: Respelling = (xml, random) => {
  const declared = [...xml.matchAll(/xmlns:([\w.-]+)=/g)].map(([, name]) => name ?? '');
  if (declared.length === 0) return xml;
  const name = random.of(declared);
  const other = random.of(['p', 'q_1', 'saml', 'ds', 'ÄÖ']);
  return xml
    .replaceAll(`<${name}:`, `<${other}:`)
    .replaceAll(`</${name}:`, `</${other}:`)
    .replaceAll(`xmlns:${name}=`, `xmlns:${other}=`);
};

const lineEnds: Respelling = (xml, random) => {
  const [from, to] = random.of([
    ['\n', '\r\n'],
    ['\r\n', '\n'],
    ['\n', '\r'],
    ['&#xD;', '\r'],
  ] as const);
  return xml.replaceAll(from, to);
};

const respellings: readonly Respelling[] = [
  characterAsReference,
  quotes,
  blanks,
  emptyElement,
  attributeOrder,
  prefix,
  lineEnds,
];

function onTag(xml: string, random: Random, change: (tag: string) => string): string {
  const tags = tagsOf(xml).filter(({ kind }) => kind !== 'end');
  if (tags.length === 0) return xml;
  const { start, end } = random.of(tags);
  return xml.slice(0, start) + change(xml.slice(start, end)) + xml.slice(end);
}
