// What is canonicalised, read twice or decrypted. A signature that the sender once had leads as far as the digest;
// further only the customer's own key does.
import { base64, encryptedResponse, fill, minted, signedResponse, xmlBytes } from '../message.mjs';
import { UNDER_CAP } from '../sizes.mjs';

const BASE = signedResponse({ content: '' }).length + 150;
const room = (size) => Math.max(100, xmlBytes(size) - BASE);
/** Within an encrypted assertion base64 is encoded once more. */
const inner = (size) => Math.max(100, xmlBytes(xmlBytes(size) - 2_600) - BASE);
const names = (count, name) => Array.from({ length: count }, (_, at) => name(at));
const NEXT_VALUE = '</AttributeValue><AttributeValue>';
const ASCENDING = names(40, (at) => ` a${at + 10}=""`).join('');
const DESCENDING = names(40, (at) => ` a${49 - at}=""`).join('');
const UNUSED = names(26, (at) => ` xmlns:p${at}="urn:p${at}"`).join('');
/** Over the cap no message is read: it makes no difference what it holds. */
const sizes = [12, 64, UNDER_CAP];

/**
 * Hostile content of a signed attribute, by its room in bytes, with how canonical XML writes it where that is otherwise,
 * and declarations that stand at the assertion.
 */
const contents = {
  text: ['text', (bytes) => ({ content: fill(bytes, 'x') })],
  greater: [
    'greater-than signs, each of which becomes four bytes',
    (bytes) => ({ content: fill(bytes, '>'), canonical: replacing('>', '&gt;') }),
  ],
  references: [
    'character references',
    (bytes) => ({ content: fill(bytes, '&#62;'), canonical: replacing('&#62;', '&gt;') }),
  ],
  values: ['values', (bytes) => ({ content: fill(bytes, `x${NEXT_VALUE}`) })],
  longValues: [
    'as many values as are allowed, each as long as it can be',
    (bytes) => ({
      content: fill(bytes, 'x'.repeat(Math.max(1, Math.ceil(bytes / 4_800) - 33)) + NEXT_VALUE),
    }),
  ],
  empty: [
    'empty-element tags, each written anew',
    (bytes) => ({ content: fill(bytes, '<a/>'), canonical: replacing('<a/>', '<a></a>') }),
  ],
  crowded: [
    'attributes in the wrong order',
    (bytes) => ({
      content: fill(bytes, `<a${DESCENDING}/>`),
      canonical: replacing(`${DESCENDING}/>`, `${ASCENDING}></a>`),
    }),
  ],
  towers: ['towers of elements', (bytes) => ({ content: fill(bytes, '<a>'.repeat(50) + '</a>'.repeat(50)) })],
  namespaces: ['long namespace names, written anew at each element that uses them', longNamespaces],
  declared: [
    'declarations that nothing uses',
    (bytes) => ({ content: fill(bytes, `<a${UNUSED}/>`), canonical: replacing(`${UNUSED}/>`, '></a>') }),
  ],
};

function replacing(written, canonical) {
  return (content) => content.replaceAll(written, canonical);
}

/** The prefixes are declared once, around; exclusive canonicalisation declares them where they are used. */
function longNamespaces(bytes) {
  const prefixes = names(20, (at) => String.fromCharCode(97 + at));
  const length = Math.min(1_000, Math.max(10, Math.floor(bytes / 60)));
  const declarations = prefixes
    .map((prefix) => ` xmlns:${prefix}="urn:${prefix}:${'n'.repeat(length)}"`)
    .join('');
  const attributes = prefixes.map((prefix) => ` ${prefix}:a=""`).join('');
  return {
    declarations,
    content: fill(bytes - declarations.length, `<a:a${attributes}/>`),
    canonical: replacing(`<a:a${attributes}/>`, `<a:a${declarations}${attributes}></a:a>`),
  };
}

const rowsOf = (id, by, message, space = room) =>
  Object.entries(contents).map(([name, [title, content]]) => ({
    id: `${id}-${name}`,
    title,
    by,
    kind: 'response',
    sizes,
    make: (size) => base64(message(content(space(size)))),
  }));

const wholeAssertion = (response) => /<Assertion .*<\/Assertion>/su.exec(response)[0];
const encrypted = (id, title, make) => ({
  id,
  title,
  by: 'anybody, encrypted',
  kind: 'response',
  sizes,
  make,
});

export const signedRows = [
  ...rowsOf('C14-used', 'who has a used response', (content) => signedResponse({ ...content, used: true })),
  ...rowsOf('C14-signed', 'the customer’s key', signedResponse),
  {
    id: 'DOS-15b',
    title: 'audiences',
    by: 'the customer’s key',
    kind: 'response',
    make: (size) => base64(minted({ audiences: Array(Math.floor(room(size) / 22)).fill('u') })),
    sizes: [12, 64],
  },
];

export const encryptedRows = [
  encrypted('ENC-01', 'a plaintext of empty elements', (size) =>
    base64(encryptedResponse(fill(inner(size), '<a/>'))),
  ),
  encrypted('ENC-02', 'a plaintext of towers of elements', (size) =>
    base64(encryptedResponse(fill(inner(size), '<a>'.repeat(50) + '</a>'.repeat(50)))),
  ),
  encrypted('ENC-03', 'ciphertext that no key fits', (size) =>
    base64(
      encryptedResponse('x', { editCiphertext: () => Buffer.alloc(16 * Math.ceil(inner(size) / 16), 1) }),
    ),
  ),
  encrypted('ENC-04', 'ciphertext in lines of one character', (size) => {
    const xml = encryptedResponse(fill(inner(size) / 2, 'x'));
    const [data] = [...xml.matchAll(/CipherValue>([^<]*)</gu)]
      .map(([, value]) => value)
      .sort((a, b) => b.length - a.length);
    return base64(xml.replace(data, () => data.split('').join('\n')));
  }),
  encrypted('DOS-13d', 'EncryptedKeys', (size) => {
    const xml = encryptedResponse('x');
    const [key] = /<(\w+:)?EncryptedKey[ >].*<\/\1?EncryptedKey>/su.exec(xml);
    return base64(xml.replace(key, () => fill(xmlBytes(size) - xml.length, key)));
  }),
  ...rowsOf(
    'ENC-used',
    'anybody, encrypted, with a used signature',
    (content) => encryptedResponse(wholeAssertion(signedResponse({ ...content, used: true }))),
    inner,
  ),
];
