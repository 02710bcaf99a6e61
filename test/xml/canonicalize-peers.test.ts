import { execFileSync, spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExclusiveCanonicalization } from 'xml-crypto';
import { bytesFromUtf8 } from '../../src/xml/characters.js';
import { readXml } from '../../src/xml/read-xml.js';
import { xmlDocument } from './documents.js';
import { canonical, named } from './reading.js';

const hasXmllint = spawnSync('xmllint', ['--version']).status === 0;
const hasXmlsec = spawnSync('xmlsec1', ['--version']).status === 0;
const SEPARATOR = '\n- - -\n';
// `npm run fuzz` compares more of them.
const XMLLINT_DOCUMENTS = Number(process.env['CLAIMGATE_C14N_DOCUMENTS'] ?? 3_000);
const XMLSEC_DOCUMENTS = Number(process.env['CLAIMGATE_C14N_DOCUMENTS'] ?? 500);
const SEED = Number(process.env['CLAIMGATE_C14N_SEED'] ?? 20_260_101);
const BATCH = 50;
const TIMEOUT = 60_000 + 20 * XMLLINT_DOCUMENTS;
const PREFIX_LISTS = [[], ['s'], ['p', 'r'], ['', 'q'], ['s', 'none', 'p', 'q', 'r', '']] as const;

/** Generated documents that are well-formed; a few repeat an attribute under two prefixes. */
function documents(wildness: 'common' | 'all', count: number, seed: number): string[] {
  return fc
    .sample(xmlDocument(wildness), { numRuns: count, seed })
    .filter((xml) => readXml(bytesFromUtf8(xml)).ok);
}

/** So many documents in portions of their own seeds: what a sample remembers of each is many times its text. */
function* portions(count: number, size: number, seed: number): Generator<string[]> {
  let made = 0;
  for (let from = 0; from < count; from += size) {
    const portion = documents('all', Math.min(size, count - from), seed + from);
    made += portion.length;
    yield portion;
  }
  expect(made).toBeGreaterThan(count / 2);
}

/** One call for many documents: exclusive canonical form does not depend on what stands around an element. */
function xmllint(xmls: readonly string[]): string[] {
  return inFolder((folder) => {
    const file = join(folder, 'documents.xml');
    writeFileSync(file, `<all>${xmls.join(SEPARATOR)}</all>`);
    const output = execFileSync('xmllint', ['--exc-c14n', file], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: 'pipe',
    });
    return output.slice('<all>'.length, -'</all>'.length).split(SEPARATOR);
  });
}

/** SHA-256 of what xmlsec1 makes of each: it signs many in one call, with a PrefixList of its own for each. */
function xmlsecDigests(xmls: readonly string[]): string[] {
  return inFolder((folder) => {
    const file = join(folder, 'documents.xml');
    const signed = join(folder, 'signed.xml');
    const key = join(folder, 'key');
    writeFileSync(key, 'any key will do');
    writeFileSync(file, around(xmls.join('') + signatureOver(xmls.length)));
    execFileSync('xmlsec1', ['--sign', '--hmackey', key, '--id-attr:ID', 'root', '--output', signed, file], {
      stdio: 'pipe',
    });
    const digests = readFileSync(signed, 'utf8').matchAll(/<DigestValue>([^<]*)<\/DigestValue>/g);
    return [...digests].map(([, digest]) => digest ?? '');
  });
}

function signatureOver(count: number): string {
  const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
  const references = Array.from({ length: count }, (_, at) => {
    const list = prefixesOf(at).map((prefix) => (prefix === '' ? '#default' : prefix));
    const inclusive =
      list.length === 0
        ? ''
        : `<InclusiveNamespaces xmlns="${exclusive}" PrefixList="${list.join(' ')}"></InclusiveNamespaces>`;
    return (
      `<Reference URI="#d${at}"><Transforms><Transform Algorithm="${exclusive}">${inclusive}</Transform></Transforms>` +
      '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference>'
    );
  });
  return (
    `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><CanonicalizationMethod Algorithm="${exclusive}"/>` +
    '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"/>' +
    `${references.join('')}</SignedInfo><SignatureValue/></Signature>`
  );
}

/** Namespaces from outside, which a PrefixList may bring in. */
function around(xml: string): string {
  return `<all xmlns="urn:outside" xmlns:s="urn:s" xmlns:p="urn:outside:p">${xml}</all>`;
}

function prefixesOf(at: number): readonly string[] {
  return PREFIX_LISTS[at % PREFIX_LISTS.length] ?? [];
}

function inFolder<Value>(use: (folder: string) => Value): Value {
  const folder = mkdtempSync(join(tmpdir(), 'claimgate-c14n-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** xml-crypto over xmldom, with the parser told to leave line ends as XML 1.0 has them. */
function xmlCrypto(xml: string, prefixes: readonly string[], localName: string): string {
  const document = new DOMParser({
    normalizeLineEndings: (source) => source.replace(/\r\n?/g, '\n'),
  }).parseFromString(xml, 'text/xml');
  const element = document.getElementsByTagNameNS('*', localName)[0];
  const ancestorNamespaces: { prefix: string; namespaceURI: string }[] = [];
  for (let at = element?.parentElement; at; at = at.parentElement) {
    for (const { name, value } of Array.from(at.attributes)) {
      const prefix = name === 'xmlns' ? '' : name.startsWith('xmlns:') ? name.slice('xmlns:'.length) : null;
      if (prefix !== null && !ancestorNamespaces.some((known) => known.prefix === prefix)) {
        ancestorNamespaces.push({ prefix, namespaceURI: value });
      }
    }
  }
  return new ExclusiveCanonicalization().process(element as never, {
    inclusiveNamespacesPrefixList: [...prefixes],
    ancestorNamespaces,
  });
}

describe('canonicalize', () => {
  it.runIf(hasXmllint)('agrees with xmllint about thousands of documents', { timeout: TIMEOUT }, () => {
    for (const batch of portions(XMLLINT_DOCUMENTS, 500, SEED)) {
      const theirs = xmllint(batch);
      for (const [index, xml] of batch.entries()) {
        expect(canonical(xml), JSON.stringify(xml)).toBe(theirs[index]);
      }
    }
  });

  it.runIf(hasXmlsec)('agrees with xmlsec1 about documents and PrefixLists', { timeout: TIMEOUT }, () => {
    for (const portion of portions(XMLSEC_DOCUMENTS, BATCH, SEED + 1)) {
      const batch = portion.map((xml, at) => xml.replace('<root ', () => `<root ID="d${at}" `));
      const theirs = xmlsecDigests(batch);
      expect(theirs).toHaveLength(batch.length);
      for (const [at, xml] of batch.entries()) {
        const ours = canonical(around(xml), prefixesOf(at), named('root'));
        expect(hash('sha256', ours, 'base64'), `${prefixesOf(at)} ${JSON.stringify(xml)}`).toBe(theirs[at]);
      }
    }
  });

  it('agrees with xml-crypto about documents of the common kind', () => {
    const common = documents('common', 1_000, 42);
    expect(common.length).toBeGreaterThan(700);
    for (const xml of common) {
      expect(canonical(xml, [], named('root')), JSON.stringify(xml)).toBe(xmlCrypto(xml, [], 'root'));
    }
  });

  it.each([[['p']], [['q', 'r']], [['none', 'p']], [['p', 'q', 'r', 'xs', 'xsi']]])(
    'agrees with xml-crypto about the PrefixList %j of an element within a document',
    (prefixes) => {
      const xml =
        '<root xmlns:p="urn:n:1" xmlns:q="urn:n:2" xmlns:r="urn:n:3" xmlns:xs="urn:xs"><p:mid><apex r:x="1"><p:b/><c>t</c></apex></p:mid></root>';
      expect(canonical(xml, prefixes, named('apex'))).toBe(xmlCrypto(xml, prefixes, 'apex'));
    },
  );

  it('agrees with xml-crypto about PrefixLists of generated documents', () => {
    for (const [index, xml] of documents('common', 600, 43).entries()) {
      const prefixes = [['p'], ['q', 'r'], ['p', 'q', 'r']][index % 3] ?? [];
      expect(canonical(xml, prefixes, named('root')), JSON.stringify(xml)).toBe(
        xmlCrypto(xml, prefixes, 'root'),
      );
    }
  });

  it('writes #default as the default namespace of the apex', () => {
    const xml = '<root xmlns="urn:n:1" xmlns:p="urn:n:2"><p:apex><p:b/></p:apex></root>';
    expect(canonical(xml, [''], named('apex'))).toBe(
      '<p:apex xmlns="urn:n:1" xmlns:p="urn:n:2"><p:b></p:b></p:apex>',
    );
  });
});
