import fc from 'fast-check';

/** How wild a generated document may be: what every XML parser reads alike, or all that the strict reader accepts. */
export type Wildness = 'common' | 'all';

const NAMES: Record<Wildness, readonly string[]> = {
  common: ['a', 'b', 'C', 'item'],
  all: ['a', 'B', 'a-b', 'a.1', '_', 'é', 'имя', '\u{10400}', 'xmlnsx'],
};
const PREFIXES = ['', 'p', 'q', 'r'] as const;
const URIS: Record<Wildness, readonly string[]> = {
  common: ['urn:n:1', 'urn:n:2', 'urn:n:3'],
  all: ['urn:1', 'urn:1:2', 'http://h/?a=1', "urn:'x'"],
};
const TEXTS: Record<Wildness, readonly string[]> = {
  common: [
    'x',
    ' ',
    '\n',
    '&amp;',
    '&lt;',
    '&gt;',
    '>',
    '&#65;',
    '&#xD;',
    '"',
    "'",
    'é',
    '😀',
    '&#x1F600;',
    ']]',
  ],
  all: [
    '\t',
    '\r\n',
    '\r',
    '\u0085',
    '\u2028',
    '&#9;',
    '&#10;',
    '&#x85;',
    '&quot;',
    '&apos;',
    '\u{10ffff}',
    '\ufffd',
    '\u007f',
  ],
};
const SPACES = [' ', '  ', '\n', '\t', '\r\n '] as const;

function pick<Key extends string>(
  lists: Record<Wildness, readonly Key[]>,
  wildness: Wildness,
): fc.Arbitrary<Key> {
  return fc.constantFrom(...(wildness === 'all' ? [...lists.common, ...lists.all] : lists.common));
}

function attribute(wildness: Wildness): fc.Arbitrary<string> {
  const value = fc.array(pick(TEXTS, wildness), { maxLength: 4 }).map((parts) => parts.join(''));
  return fc
    .tuple(
      fc.constantFrom(...PREFIXES, 'xml'),
      pick(NAMES, wildness),
      value,
      fc.boolean(),
      fc.constantFrom('=', ' = '),
    )
    .map(([prefix, name, text, single, equals]) => {
      const quote = single ? "'" : '"';
      const written = text.replaceAll(quote, single ? '&apos;' : '&quot;');
      return `${prefix === '' ? '' : `${prefix}:`}${name}${equals}${quote}${written}${quote}`;
    });
}

function declaration(wildness: Wildness): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...PREFIXES), pick(URIS, wildness), fc.boolean())
    .map(([prefix, uri, none]) =>
      prefix === '' ? `xmlns="${none && wildness === 'all' ? '' : uri}"` : `xmlns:${prefix}="${uri}"`,
    );
}

/** A start tag; what is written twice is left out the second time. */
function tag(wildness: Wildness): fc.Arbitrary<{ name: string; inside: string; space: string }> {
  const space = fc.constantFrom(...SPACES);
  return fc
    .record({
      prefix: fc.constantFrom(...PREFIXES),
      local: pick(NAMES, wildness),
      parts: fc.array(fc.tuple(space, fc.oneof(attribute(wildness), declaration(wildness))), {
        maxLength: 5,
      }),
      space: fc.constantFrom('', '', ...SPACES),
    })
    .map(({ prefix, local, parts, space }) => {
      const seen = new Set<string>();
      let inside = '';
      for (const [blank, part] of parts) {
        const name = part.split('=')[0]?.trim() ?? '';
        if (seen.has(name)) continue;
        seen.add(name);
        inside += blank + part;
      }
      return { name: prefix === '' ? local : `${prefix}:${local}`, inside, space };
    });
}

/** Elements with everything that canonicalisation must undo. All prefixes are declared at the root. */
export function xmlDocument(wildness: Wildness): fc.Arbitrary<string> {
  const { element } = fc.letrec<{ element: string; content: string }>((tie) => ({
    content: fc
      .array(fc.oneof({ depthSize: 'small', withCrossShrink: true }, pick(TEXTS, wildness), tie('element')), {
        maxLength: 5,
      })
      // Two harmless texts side by side must not make what ends a CDATA section.
      .map((parts) => parts.join('').replaceAll(']]>', ']] >')),
    element: fc
      .tuple(tag(wildness), tie('content'), fc.boolean())
      .map(([{ name, inside, space }, content, short]) =>
        content === '' && short
          ? `<${name}${inside}${space}/>`
          : `<${name}${inside}${space}>${content}</${name}${space}>`,
      ),
  }));
  return element.map(
    (inner) => `<root xmlns:p="urn:n:1" xmlns:q='urn:n:2' xmlns:r="urn:n:3" xmlns="urn:n:1">${inner}</root>`,
  );
}
