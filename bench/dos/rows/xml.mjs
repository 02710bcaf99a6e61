// Messages that anybody can post: no signature covers what is hostile in them.
import { altered, base64, fill, good, minted, withExtensions, xmlBytes } from '../message.mjs';

const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const anybody = (id, title, make) => ({ id, title, by: 'anybody', kind: 'response', make });
/** Content of Extensions that fills a message. */
const extension = (id, title, content) =>
  anybody(id, title, (size) => base64(withExtensions(content(room(size)))));
const room = (size, taken = good.length) => Math.max(100, xmlBytes(size) - taken - 45);

const names = (count, name) => Array.from({ length: count }, (_, at) => name(at));
const tower = (depth) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
const prefixed = (count) => names(count, (at) => ` xmlns:p${at}="urn:p${at}"`).join('');
const longName = (at, length = 240) => 'n'.repeat(length) + at;
/** A start tag may have 48 attributes, and 32 prefixes may be in scope. */
const CROWDED = `<a${names(46, (at) => ` a${at}=""`).join('')}/>`;
const CROWDED_LONG = `<a${names(46, (at) => ` ${longName(at, 100)}=""`).join('')}/>`;
const SCOPED = `<p28:a${names(28, (at) => ` p${at}:a=""`).join('')}/>`;

export const xmlRows = [
  extension('DOS-01', 'empty elements', (bytes) => fill(bytes, '<a/>')),
  extension('DOS-01b', 'as many elements as are allowed, each as long as it can be', (bytes) =>
    fill(bytes, `<a b="${'x'.repeat(Math.max(1, Math.ceil(bytes / 4_900) - 9))}"/>`),
  ),
  extension('DOS-01c', 'elements with text between them', (bytes) => fill(bytes, '<a>x</a>y')),
  extension(
    'DOS-02',
    'nested elements',
    (bytes) => fill((bytes * 3) / 7, '<a>') + '</a>'.repeat(Math.max(1, Math.floor(bytes / 7))),
  ),
  extension('DOS-02b', 'towers of elements, each as deep as is allowed', (bytes) => fill(bytes, tower(60))),
  anybody('DOS-02c', 'start tags that never end', (size) => base64(fill(xmlBytes(size), '<a>'))),
  extension('DOS-03', 'attributes of one element', (bytes) => `<a${fill(bytes, (at) => ` a${at}=""`)}/>`),
  extension('DOS-03b', 'elements with as many attributes as are allowed', (bytes) => fill(bytes, CROWDED)),
  extension('DOS-03c', 'the same, their names long and alike', (bytes) => fill(bytes, CROWDED_LONG)),
  extension('DOS-04', 'nested namespace declarations', (bytes) =>
    fill(bytes, (at) => `<a xmlns:p${at}="urn:p">`),
  ),
  extension(
    'DOS-04b',
    'as many prefixes in scope as are allowed, all used by each element',
    (bytes) => `<a${prefixed(29)}>${fill(bytes - 600, SCOPED)}</a>`,
  ),
  extension('DOS-04c', 'as many declarations as are allowed at each element', (bytes) =>
    fill(bytes, `<a${prefixed(29)}/>`),
  ),
  extension('DOS-04d', 'long namespace names at each element', (bytes) =>
    fill(bytes, `<a xmlns="urn:${'n'.repeat(1_000)}"/>`),
  ),
  anybody('DOS-05', 'a processing instruction that never ends', (size) =>
    base64(`<?x${fill(xmlBytes(size) - 3, ' ')}`),
  ),
  anybody('DOS-05b', 'a comment that never ends', (size) => base64(`<!--${fill(xmlBytes(size) - 4, '-')}`)),
  extension('DOS-06', 'an end tag full of blanks', (bytes) => `<a>x</a${fill(bytes, ' ')}b>`),
  extension('DOS-06b', 'start tags full of blanks', (bytes) => fill(bytes, `<a${' '.repeat(200)}b = ''/>`)),
  anybody('DOS-07', 'start tags in start tags', (size) => base64(fill(xmlBytes(size), '<a '))),
  extension('DOS-08', 'signatures', (bytes) => fill(bytes, `<Signature xmlns="${DSIG}"/>`)),
  anybody('DOS-08b', 'signatures in their place', (size) => {
    const pattern = /<Signature .*<\/Signature>/u;
    return base64(altered(pattern, fill(room(size), pattern.exec(good)[0])));
  }),
  anybody('DOS-08c', 'References', (size) => {
    const pattern = /<Reference .*<\/Reference>/u;
    return base64(altered(pattern, fill(room(size), pattern.exec(good)[0])));
  }),
  anybody('TRF-04', 'transforms', (size) =>
    base64(altered('<Transforms>', `<Transforms>${fill(room(size), '<Transform Algorithm="urn:t"/>')}`)),
  ),
  anybody('C14-03', 'a PrefixList', (size) => {
    const list = fill(room(size) - 110, 'p ');
    const inclusive = `<InclusiveNamespaces xmlns="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="${list}"/>`;
    return base64(
      altered(
        /<CanonicalizationMethod ([^>]*)\/>/u,
        `<CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#">${inclusive}</CanonicalizationMethod>`,
      ),
    );
  }),
  extension('DOS-09', 'text', (bytes) => fill(bytes, 'x')),
  extension('DOS-09b', 'text of greater-than signs', (bytes) => fill(bytes, '>')),
  extension('DOS-09c', 'text of carriage returns', (bytes) => fill(bytes, '\r')),
  extension('DOS-09d', 'text beyond ASCII', (bytes) => fill(bytes / 3, '語')),
  extension('DOS-09e', 'text of brackets', (bytes) => fill(bytes, ']]')),
  extension('DOS-09f', 'an attribute value', (bytes) => `<a b="${fill(bytes - 9, 'x')}"/>`),
  extension('DTD-04', 'predefined entities', (bytes) => fill(bytes, '&lt;')),
  extension('DTD-04b', 'character references', (bytes) => fill(bytes, '&#x10FFFF;')),
  extension('DTD-04c', 'ampersands without reference', (bytes) => fill(bytes, '&')),
  anybody('DTD-04d', 'a document type with nested entities', (size) => {
    const entity = (at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`;
    const doctype = `<!DOCTYPE Response [<!ENTITY e0 "x">${names(9, entity).join('')}]>`;
    return base64(`${doctype}${withExtensions(fill(room(size) - doctype.length, '&e9;'))}`);
  }),
  anybody('DOS-10', 'base64 in lines of one character', (size) =>
    fill(size / 2, base64(good))
      .split('')
      .join('\n'),
  ),
  anybody('DOS-10b', 'base64 full of padding', (size) => fill(size, 'QQ==')),
  anybody('DOS-10c', 'base64 with a blank at its end', (size) => `${fill(size - 1, 'QUFB')} `),
  anybody('DOS-10d', 'base64url', (size) => fill(size, '-_-_')),
  anybody('DOS-10e', 'blanks', (size) => fill(size, ' ')),
  anybody('DOS-10f', 'bytes that are not UTF-8 at the end', (size) =>
    Buffer.concat([Buffer.from(fill(xmlBytes(size) - 1, 'a')), Buffer.of(0xff)]).toString('base64'),
  ),
  anybody('DOS-12', 'a time full of blanks', (size) =>
    base64(altered(/IssueInstant="[^"]*"/u, `IssueInstant="2026-01-15T12:00:00Z${fill(room(size), ' ')}"`)),
  ),
  anybody('DOS-12b', 'a time full of digits', (size) =>
    base64(altered(/IssueInstant="[^"]*"/u, `IssueInstant="2026-01-15T12:00:00.${fill(room(size), '0')}Z"`)),
  ),
  anybody('DOS-13', 'certificates in KeyInfo, beside a signature that fails', (size) => {
    const data = `<X509Data>${fill(room(size), `<X509Certificate>${'QUFB'.repeat(300)}</X509Certificate>`)}</X509Data>`;
    const keyInfo = altered(/<X509Data>.*<\/X509Data>/u, data);
    return base64(keyInfo.replace(/<SignatureValue>..../u, '<SignatureValue>AAAA'));
  }),
  anybody('DOS-13b', 'one certificate in KeyInfo, beside a signature that fails', (size) => {
    const keyInfo = altered(
      /<X509Certificate>[^<]*/u,
      `<X509Certificate>${fill(room(size), `${'QUFB'.repeat(19)}\n`)}`,
    );
    return base64(keyInfo.replace(/<SignatureValue>..../u, '<SignatureValue>AAAA'));
  }),
  anybody('DOS-13c', 'KeyInfo with RetrievalMethods and KeyNames', (size) => {
    const keyInfo = fill(room(size), '<RetrievalMethod URI="#a"/><KeyName>a</KeyName>');
    return base64(altered('<X509Data>', `${keyInfo}<X509Data>`));
  }),
  anybody('DOS-15', 'assertions', (size) => {
    const [assertion] = /<Assertion .*<\/Assertion>/u.exec(good);
    const another = (at) => assertion.replaceAll(/ID="[^"]*"/gu, `ID="_a${at}"`);
    return base64(altered('</samlp:Response>', `${fill(room(size), another)}</samlp:Response>`));
  }),
  extension('XSW-17', 'elements that have an ID', (bytes) => fill(bytes, (at) => `<a Id="_${at}"/>`)),
  extension('TXT-13', 'long names', (bytes) => fill(bytes, (at) => `<${longName(at)}/>`)),
  extension('TXT-13b', 'one name', (bytes) => `<${fill(bytes, 'n')}/>`),
  extension('TXT-13c', 'names beyond ASCII', (bytes) => fill(bytes, `<${'é'.repeat(100)}/>`)),
  anybody('POL-01', 'a StatusMessage', (size) => {
    const message = `<samlp:StatusMessage>${fill(room(size), '&#x41;')}</samlp:StatusMessage></samlp:Status>`;
    return base64(altered('</samlp:Status>', message));
  }),
  anybody('POL-28', 'an Issuer', (size) =>
    base64(
      altered(
        /<Issuer [^>]*>[^<]*/u,
        `<Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">${fill(room(size), 'i')}`,
      ),
    ),
  ),
  anybody('POL-45', 'an InResponseTo', (size) =>
    base64(minted({ responseInResponseTo: fill(room(size), 'r') })),
  ),
];
