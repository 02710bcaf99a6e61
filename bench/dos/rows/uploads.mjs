// What administrators upload: metadata of an identity provider, and certificates.
import { readFileSync } from 'node:fs';
import { parseFederationMetadata, parseIdpCertificates } from '../../../dist/index.js';
import { ISSUER, SIGN_IN_URL } from '../../../fixtures/generate/message.mjs';
import { fill, keyPair } from '../message.mjs';

const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';
const certificate = keyPair.certificatePem.replace(/-----[A-Z ]+-----|\s/gu, '');
const upload = (parse, cap) => (id, title, make) => ({
  id,
  title,
  by: 'an administrator',
  kind: 'document',
  make,
  cap,
  run: (document) => {
    const parsed = parse(document);
    return parsed.ok ? 'ok' : parsed.error.code;
  },
});
const metadata = upload((document) => parseFederationMetadata(document), 1_048_576);
const certificates = upload((document) => parseIdpCertificates(document), 262_144);

const key = (body = certificate) =>
  `<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${body}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`;
const role = (content) =>
  `<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${content}` +
  `<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${SIGN_IN_URL}"/></IDPSSODescriptor>`;
const entity = (id, content) =>
  `<EntityDescriptor xmlns="${METADATA}" entityID="${id}">${content}</EntityDescriptor>`;
const entities = (content) => `<EntitiesDescriptor xmlns="${METADATA}">${content}</EntitiesDescriptor>`;

/** The certificate with another serial number: it is not looked at whether its own signature holds. */
function another(number) {
  const der = Buffer.from(certificate, 'base64');
  const serial = der.indexOf(Buffer.from([0x02, 0x10])) + 2;
  der.writeUInt32BE(number, serial + 4);
  return der.toString('base64');
}

/** A key with a chain of ten certificates that have one name, so that each could have issued each other. */
function chain(number) {
  const elements = Array.from({ length: 10 }, (_, at) => another(number * 10 + at));
  return key(elements.join('</X509Certificate><X509Certificate>'));
}

function nestedDer(size) {
  const levels = Math.max(1, Math.floor(size / 4) - 1);
  const der = Buffer.alloc(levels * 4);
  for (let at = 0; at < levels; at += 1) {
    const rest = Math.min(0xffff, der.length - (at + 1) * 4);
    der.set([0x30, 0x82, rest >> 8, rest & 0xff], at * 4);
  }
  return der;
}

export const uploadRows = [
  metadata('WEB-10', 'entities', (size) =>
    entities(fill(size - 100, (at) => entity(`https://idp.example/${at}`, role(key('QUFB'))))),
  ),
  metadata(
    'WEB-10b',
    'nested groups of entities',
    (size) =>
      `${`<EntitiesDescriptor xmlns="${METADATA}">`.repeat(50)}${fill(size - 6_000, (at) => entity(`urn:e:${at}`, ''))}${'</EntitiesDescriptor>'.repeat(50)}`,
  ),
  metadata('WEB-10c', 'certificates, each another', (size) =>
    entity(ISSUER, role(fill(size - 500, (at) => key(another(at))))),
  ),
  metadata('WEB-10k', 'chains of certificates of one name', (size) =>
    entity(ISSUER, role(fill(size - 500, chain))),
  ),
  metadata('WEB-10d', 'one certificate again and again', (size) =>
    entity(ISSUER, role(fill(size - 500, key()))),
  ),
  metadata('WEB-10e', 'certificates that are none', (size) =>
    entity(ISSUER, role(key() + fill(size - 2_000, key('MAAA')))),
  ),
  metadata('WEB-10f', 'comments', (size) => entity(ISSUER, role(key() + fill(size - 2_000, '<!--x-->')))),
  metadata('WEB-10g', 'comments and blanks', (size) =>
    entity(ISSUER, role(key() + fill(size - 2_000, `<!---->${' '.repeat(500)}`))),
  ),
  metadata('WEB-10h', 'comments that never end', (size) =>
    entity(ISSUER, role(key() + fill(size - 2_000, '<!--'))),
  ),
  metadata('WEB-10i', 'endpoints', (size) =>
    entity(
      ISSUER,
      role(key() + fill(size - 2_000, '<SingleSignOnService Binding="urn:x" Location="urn:y"/>')),
    ),
  ),
  metadata('WEB-10j', 'protocols', (size) =>
    entity(ISSUER, role(key()).replace(/Enumeration="/u, `Enumeration="${fill(size - 2_000, 'p ')}`)),
  ),
  certificates('CRT-01', 'PEM beginnings', (size) => fill(size, '-----BEGIN ')),
  certificates('CRT-01b', 'PEM blocks', (size) => fill(size, '-----BEGIN X-----\nQUFB\n-----END X-----\n')),
  certificates('CRT-01c', 'base64 in short lines', (size) => fill(size, 'MIIC\n')),
  certificates('CRT-01d', 'nested DER', nestedDer),
  certificates(
    'CRT-01e',
    'metadata with certificates',
    (size) => `<EntityDescriptor>${fill(size - 40, '<X509Certificate>MAAA')}`,
  ),
  certificates('CRT-01f', 'blanks', (size) => fill(size, ' ')),
  certificates('DOS-17', 'a key of 16384 bits', () =>
    readFileSync(new URL('../../../fixtures/certificates/rsa-16384.cer', import.meta.url), 'utf8'),
  ),
];
