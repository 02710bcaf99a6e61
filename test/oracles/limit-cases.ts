import { parseIdpCertificate } from '../../src/certificates/parse-idp-certificate.js';
import type { Result } from '../../src/errors/index.js';
import { subnets } from '../../src/metadata/guarded-addresses.js';
import { readGuardedUrl } from '../../src/metadata/guarded-url.js';
import { parseFederationMetadata } from '../../src/metadata/index.js';
import { parseClaimedDomain } from '../../src/organizations/email-domain.js';
import { readIssuerUrl } from '../../src/organizations/issuer-url.js';
import { parseReturnTo } from '../../src/organizations/return-to.js';
import { readSignInUrl } from '../../src/organizations/sign-in-url.js';
import { decodeResponse } from '../../src/response/decode.js';
import { canonicalize } from '../../src/xml/canonicalize.js';
import { readXml } from '../../src/xml/read-xml.js';
import { world } from '../directory/world.js';
import { endpoint, entity, key, keyOf, role } from '../metadata/federation-documents.js';
import { EXC, forge } from '../response/forge.js';
import { ASSERTION_ID, mint, signedWith, validate } from '../response/message.js';
import { certificateDer } from './der-certificate.js';

/** How a limit is tried. */
export interface LimitCase {
  /** What becomes of an input of this size: `ok`, or the code of the refusal, with its reason where codes are shared. */
  readonly verdict: (size: number) => string | Promise<string>;
  /** From the limit to what is beyond it. Default 1. */
  readonly step?: number;
  /** The largest that passes, where it is not the limit itself. */
  readonly at?: number;
}

const NAME_ID = /<NameID.*?<\/NameID>/u;
const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
const NOW = new Date('2026-06-01T00:00:00Z');
const guard = { ports: [443], allowed: subnets([]), allowLoopback: false, resolve: async () => [] };
const unsigned = mint({ sign: 'none' });

/** By the file and the name of the constant. */
export const LIMIT_CASES: ReadonlyMap<string, LimitCase> = new Map<string, LimitCase>([
  [
    'src/response/decode.ts MAX_RESPONSE_LENGTH',
    { verdict: (size) => codeOf(decodeResponse(base64Of(size))) },
  ],
  ['src/xml/limits.ts XML_LIMITS.documentBytes', xml((size) => `<a>${'x'.repeat(size - 7)}</a>`)],
  ['src/xml/limits.ts XML_LIMITS.depth', xml((size) => '<a>'.repeat(size) + '</a>'.repeat(size))],
  ['src/xml/limits.ts XML_LIMITS.elements', xml((size) => `<a>${'<b/>'.repeat(size - 1)}</a>`)],
  ['src/xml/limits.ts XML_LIMITS.attributes', xml((size) => `<a${numbered(size, (n) => ` b${n}=""`)}/>`)],
  [
    'src/xml/limits.ts XML_LIMITS.attributesInAll',
    xml((size) => `<a>${'<b c="" d="" e="" f=""/>'.repeat(size >> 2)}<b${' c=""'.repeat(size & 3)}/></a>`),
  ],
  [
    'src/xml/limits.ts XML_LIMITS.namespacesInScope',
    xml((size) => `<a${numbered(size, (n) => ` xmlns:p${n}="u:"`)}/>`),
  ],
  ['src/xml/limits.ts XML_LIMITS.nameBytes', xml((size) => `<${'a'.repeat(size)}/>`)],
  ['src/xml/limits.ts XML_LIMITS.namespaceBytes', xml((size) => `<a xmlns="u:${'x'.repeat(size - 2)}"/>`)],
  [
    'src/xml/limits.ts XML_LIMITS.inclusivePrefixes',
    { verdict: (size) => codeOf(validate(withPrefixes(size))) },
  ],
  // A `>` becomes four bytes: the document itself is shorter than its canonical form.
  [
    'src/xml/limits.ts XML_LIMITS.canonicalBytes',
    { verdict: (size) => codeOf(canonicalized(`<a>>${'x'.repeat(size - 11)}</a>`)) },
  ],
  [
    'src/response/signature-shape.ts LONGEST_PART',
    { verdict: (size) => codeOf(validate(withSignedInfo(size))) },
  ],
  ['src/response/extract.ts MAX_NAME_ID', { verdict: (size) => nameId('<NameID>', size) }],
  [
    'src/response/extract.ts MAX_OPAQUE_NAME_ID',
    { verdict: (size) => nameId(`<NameID Format="${PERSISTENT}">`, size) },
  ],
  ['src/certificates/read-upload.ts UPLOAD_LIMIT', upload((size) => pemOf(certificateDer()).padEnd(size))],
  ['src/certificates/read-upload.ts CERTIFICATE_LIMIT', upload((bytes) => certificateDer({ bytes }))],
  [
    'src/certificates/read-upload.ts CERTIFICATES_LIMIT',
    upload((size) => pemOf(certificateDer()).repeat(size)),
  ],
  // A label that is read names a key beside the certificate; a longer one is text, as anything may stand around it.
  ['src/certificates/pem-blocks.ts LONGEST_LABEL', { verdict: labelVerdict }],
  [
    'src/certificates/import-certificate.ts LONGEST_KEY',
    upload((modulusBits) => certificateDer({ modulusBits })),
  ],
  [
    'src/certificates/import-certificate.ts SHORTEST_KEY',
    { ...upload((modulusBits) => certificateDer({ modulusBits })), step: -1 },
  ],
  [
    'src/certificates/import-certificate.ts LARGEST_EXPONENT',
    { ...upload((exponent) => certificateDer({ exponent: BigInt(exponent) })), at: 2 ** 32 - 1, step: 2 },
  ],
  [
    'src/certificates/import-certificate.ts SMALLEST_EXPONENT',
    { ...upload((exponent) => certificateDer({ exponent: BigInt(exponent) })), step: -2 },
  ],
  ['src/metadata/federation-document.ts METADATA_LIMIT', metadata((size) => entity().padEnd(size))],
  [
    'src/metadata/federation-entity.ts LONGEST_URI',
    metadata((size) => entity(role(), `urn:${'x'.repeat(size - 4)}`)),
  ],
  [
    'src/metadata/federation-endpoints.ts LONGEST_URL',
    metadata((size) => {
      const location = 'https://idp.example/'.padEnd(size, 'x');
      return entity(
        role(key('signing', 'contoso.cer') + endpoint('SingleSignOnService', 'HTTP-Redirect', location)),
      );
    }),
  ],
  [
    'src/metadata/federation-certificates.ts MOST_CERTIFICATES',
    metadata((size) => withKeys(numbered(size, (n) => keyDescriptor(n)))),
  ],
  // One certificate again and again, each time with another white space, so that no text repeats another.
  [
    'src/metadata/federation-certificates.ts MOST_READ',
    metadata((size) => withKeys(numbered(size, (n) => keyDescriptor(0, ' '.repeat(n))))),
  ],
  [
    'src/metadata/federation-life.ts LONGEST_DURATION',
    metadata((size) => entity(role(), undefined, ` cacheDuration="P${'1D'.padStart(size - 1, '0')}"`)),
  ],
  [
    'src/metadata/guarded-url.ts LONGEST_URL',
    { verdict: (size) => codeOf(readGuardedUrl('https://idp.example/'.padEnd(size, 'x'), guard)) },
  ],
  [
    'src/organizations/issuer-url.ts LONGEST_URI',
    { verdict: (size) => codeOf(readIssuerUrl('urn:'.padEnd(size, 'x'), [])) },
  ],
  [
    'src/organizations/sign-in-url.ts LONGEST_URL',
    { verdict: (size) => codeOf(readSignInUrl('https://idp.example/'.padEnd(size, 'x'))) },
  ],
  [
    'src/organizations/return-to.ts MAX_LENGTH',
    { verdict: (size) => codeOf(parseReturnTo('/'.padEnd(size, 'x'))) },
  ],
  [
    'src/organizations/email-address.ts MAX_ADDRESS',
    { verdict: (size) => emailVerdict(`${'a'.repeat(64)}@${domainOf(size - 65)}`) },
  ],
  [
    'src/organizations/email-address.ts MAX_LOCAL_PART',
    { verdict: (size) => emailVerdict(`${'a'.repeat(size)}@contoso.example`) },
  ],
  [
    'src/organizations/domain-name.ts MAX_DOMAIN',
    { verdict: (size) => codeAndReasonOf(parseClaimedDomain(domainOf(size))) },
  ],
  [
    'src/organizations/domain-name.ts MAX_LABEL',
    { verdict: (size) => codeAndReasonOf(parseClaimedDomain(`${'a'.repeat(size)}.example`)) },
  ],
]);

function codeOf(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code;
}

function codeAndReasonOf(result: Result<unknown>): string {
  if (result.ok) return 'ok';
  const { code, details } = result.error;
  return 'reason' in details ? `${code}: ${details.reason}` : code;
}

function numbered(count: number, write: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => write(n)).join('');
}

function xml(build: (size: number) => string): LimitCase {
  return { verdict: (size) => codeOf(readXml(build(size))) };
}

function canonicalized(document: string): Result<string> {
  const read = readXml(document);
  return read.ok ? canonicalize(read.value.root, { omit: null, inclusivePrefixes: [] }) : read;
}

/** Base64 of so many characters, and one too many where it is no multiple of four. */
function base64Of(length: number): string {
  return 'YWFh'.repeat(Math.ceil(length / 4)).slice(0, length);
}

function withPrefixes(count: number): string {
  const prefixes = Array.from({ length: count }, (_, n) => `p${n}`);
  const list = `<InclusiveNamespaces xmlns="${EXC}" PrefixList="${prefixes.join(' ')}"/>`;
  const enveloped = '<Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>';
  const transforms = `${enveloped}<Transform Algorithm="${EXC}">${list}</Transform>`;
  return forge(unsigned, ASSERTION_ID, { transforms, prefixes });
}

/** A signature whose SignedInfo has so many bytes, by blanks that it may have between its elements. */
function withSignedInfo(bytes: number): string {
  const method = `<CanonicalizationMethod Algorithm="${EXC}"/>`;
  const usual = /<SignedInfo>.*<\/SignedInfo>/su.exec(forge(unsigned, ASSERTION_ID))?.[0] ?? '';
  return forge(unsigned, ASSERTION_ID, { canonicalization: method + ' '.repeat(bytes - usual.length) });
}

function nameId(tag: string, length: number): string {
  return codeOf(validate(signedWith(NAME_ID, `${tag}${'x'.repeat(length)}</NameID>`)));
}

function upload(build: (size: number) => string | Buffer): LimitCase {
  return { verdict: (size) => codeOf(parseIdpCertificate(build(size), { now: NOW })) };
}

function pemOf(der: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
}

function labelVerdict(length: number): string {
  const label = 'PRIVATE KEY'.padStart(length, 'X');
  const block = `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`;
  const code = codeOf(parseIdpCertificate(block, { now: NOW }));
  return code === 'certificate_is_private_key' ? 'ok' : code;
}

function metadata(build: (size: number) => string): LimitCase {
  return { verdict: (size) => codeOf(parseFederationMetadata(build(size), { now: NOW })) };
}

function withKeys(keys: string): string {
  return entity(role(keys + endpoint('SingleSignOnService', 'HTTP-Redirect', 'https://idp.example/sso')));
}

/** A certificate that no other number has. */
function keyDescriptor(number: number, blanks = ''): string {
  const der = certificateDer({ exponent: 65_537n + 2n * BigInt(number) });
  return keyOf('signing', `<X509Certificate>${der.toString('base64')}${blanks}</X509Certificate>`);
}

/** A domain name of so many characters. */
function domainOf(length: number): string {
  const rest = length - '.example'.length;
  const labels: string[] = [];
  for (let left = rest; left > 0; left -= 64) labels.push('a'.repeat(Math.min(left, 63)));
  const used = labels.join('.').length;
  // Where the last label would be empty, the one before gives it a character.
  return used === rest
    ? `${labels.join('.')}.example`
    : domainOf(length - 1).replace('.example', 'a.example');
}

async function emailVerdict(email: string): Promise<string> {
  return codeAndReasonOf(await world().directory.routeSignIn(email));
}
