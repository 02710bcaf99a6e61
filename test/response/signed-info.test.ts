import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/errors/index.js';
import { ASSERTION } from '../../src/response/names.js';
import { type VerifiedBytes, verifySignature } from '../../src/response/verify-signature.js';
import type { XmlElement } from '../../src/xml/xml-element.js';
import { canonicalBytes, named, read } from '../xml/reading.js';
import { DSIG, EXC, forge, type SignaturePlan } from './forge.js';
import {
  ASSERTION_ID,
  codeOf,
  connection,
  detailsOf,
  keyPair,
  mint,
  NOW,
  RESPONSE_ID,
  replaced,
  validate,
} from './message.js';

// What a SignedInfo says is read from the bytes that the RSA signature covers, and looked at there once more: here
// without the stage before, which refuses the same in the message as it was posted.

const unsigned = mint({ sign: 'none' });
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const SHA512 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512';

function elementOf(xml: string, localName: string): XmlElement {
  const element = named(localName)(read(xml));
  if (element === undefined) throw new Error(`no ${localName}`);
  return element;
}

/** What becomes of a signature that no other stage looked at; `seen` is how its parts looked in the message. */
function verdictOn(plan: SignaturePlan, seen?: (part: XmlElement) => XmlElement): Result<VerifiedBytes> {
  return verdictOnSigned(forge(unsigned, ASSERTION_ID, plan), seen);
}

function verdictOnSigned(xml: string, seen = (part: XmlElement): XmlElement => part): Result<VerifiedBytes> {
  const assertion = elementOf(xml, 'Assertion');
  const { children } = elementOf(xml, 'Signature');
  const signature = { ...elementOf(xml, 'Signature'), children: children.map(seen) };
  const beside = assertion.children.filter(({ localName }) => localName !== 'Signature');
  const [issuer, ...others] = beside;
  if (issuer === undefined) throw new Error('no Issuer');
  const signed = { ...assertion, children: [issuer, signature, ...others] };
  return verifySignature(signed, signature, connection, NOW);
}

const DIFFERENT = { element: 'Assertion', reason: 'SignedInfo reads differently' };

function expectDifferent(result: Result<VerifiedBytes>): void {
  expect(codeOf(result)).toBe('signed_content_ambiguous');
  expect(detailsOf(result)).toEqual(DIFFERENT);
}

describe('the signed bytes of a SignedInfo', () => {
  it('are accepted where they say what the message says', () => {
    expect(verdictOn({}).ok).toBe(true);
  });

  it('are refused where they have a second Reference', () => {
    const reference = /<Reference.*<\/Reference>/.exec(forge(unsigned, ASSERTION_ID))?.[0] ?? '';
    expectDifferent(verdictOn({ reference: () => reference + reference }));
  });

  it('are refused where they do not fit the model', () => {
    expectDifferent(verdictOn({ signedInfo: (children) => `<SignedInfo x="y">${children}</SignedInfo>` }));
    const method = `<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"><x/></SignatureMethod>`;
    expectDifferent(verdictOn({ signatureMethod: method }));
  });

  it('are refused where their root is another element', () => {
    const renamed = (part: XmlElement): XmlElement =>
      part.localName === 'Manifest' ? { ...part, localName: 'SignedInfo' } : part;
    expectDifferent(verdictOn({ signedInfo: (children) => `<Manifest>${children}</Manifest>` }, renamed));
  });

  it('are refused where their root is in another namespace', () => {
    // Taken for one with a prefix, it is written without its namespace.
    const bare = (part: XmlElement): XmlElement =>
      part.localName === 'SignedInfo' ? { ...part, prefix: 'x' } : part;
    const xml = forge(unsigned, ASSERTION_ID);
    const octets = canonicalBytes(bare(elementOf(xml, 'SignedInfo')));
    expect(octets).toMatch(/^<SignedInfo xmlns:x="/);
    const value = sign('sha256', Buffer.from(octets, 'latin1'), keyPair.privateKeyPem).toString('base64');
    const signed = replaced(xml, /(?<=<SignatureValue>)[^<]*/, value);
    expect(codeOf(verdictOnSigned(signed))).toBe('signature_invalid');
    expectDifferent(verdictOnSigned(signed, bare));
  });

  it('are refused where they name another algorithm than the one that verified them', () => {
    const sound = elementOf(forge(unsigned, ASSERTION_ID), 'SignatureMethod');
    const withSoundMethod = (child: XmlElement): XmlElement => ({
      ...child,
      children: child.children.map((part) =>
        part.localName === 'SignatureMethod' ? { ...part, attributes: sound.attributes } : part,
      ),
    });
    const other = { signatureMethod: `<SignatureMethod Algorithm="${SHA512}"/>` };
    expect(codeOf(verdictOn(other))).toBe('signature_invalid');
    expect(verdictOn({}, withSoundMethod).ok).toBe(true);
    expectDifferent(verdictOn(other, withSoundMethod));
  });

  it('are refused where they are about something else', () => {
    const signed = forge(unsigned, ASSERTION_ID);
    const result = verifySignature(
      elementOf(signed, 'Response'),
      elementOf(signed, 'Signature'),
      connection,
      NOW,
    );
    expect(codeOf(result)).toBe('reference_not_parent');
    expect(detailsOf(result)).toEqual({ expected: `#${RESPONSE_ID}`, received: `#${ASSERTION_ID}` });
  });

  it('are refused where they cannot be read by themselves', () => {
    // Canonical form declares the prefixes where they are used, which takes this tag over the reader's limit.
    const prefixes = Array.from({ length: 10 }, (_, n) => `p${n}`);
    const declared = prefixes.map((prefix) => ` xmlns:${prefix}="${XSI}"`).join('');
    const used = Array.from({ length: 40 }, (_, n) => ` p${n % 10}:a${n}=""`).join('');
    const xml = forge(unsigned, ASSERTION_ID, {
      signedInfo: (children) =>
        `<SignedInfo${declared}>${replaced(children, '<SignatureMethod', `<SignatureMethod${used}`)}</SignedInfo>`,
    });
    expect(codeOf(validate(xml))).toBe('signed_content_ambiguous');
    expect(detailsOf(validate(xml))).toEqual({
      element: 'Assertion',
      reason: expect.stringMatching(/^xml_limit_exceeded: /),
    });
  });
});

describe('a canonical form that is too long', () => {
  const limit = { limit: 'canonicalBytes', maximum: 1_048_576, offset: expect.any(Number) };

  it('of SignedInfo is refused', () => {
    const xml = replaced(
      forge(unsigned, ASSERTION_ID),
      '<DigestValue>',
      `<DigestValue>${'>'.repeat(270_000)}`,
    );
    expect(codeOf(verdictOnSigned(xml))).toBe('xml_limit_exceeded');
    expect(detailsOf(verdictOnSigned(xml))).toEqual(limit);
  });

  it('of what is signed is refused', () => {
    const xml = replaced(
      replaced(mint(), '<Assertion ', `<Assertion xmlns:p="urn:${'n'.repeat(1_000)}" `),
      '</AttributeValue>',
      `${'<p:a/>'.repeat(1_100)}</AttributeValue>`,
    );
    expect(codeOf(validate(xml))).toBe('xml_limit_exceeded');
    expect(detailsOf(validate(xml))).toEqual(limit);
  });
});

describe('a PrefixList', () => {
  const list = (prefixes: string): string => `<InclusiveNamespaces xmlns="${EXC}" PrefixList="${prefixes}"/>`;
  const transforms = (prefixes: string): string =>
    `<Transform Algorithm="${DSIG}enveloped-signature"/><Transform Algorithm="${EXC}">${list(prefixes)}</Transform>`;
  /** An assertion with a prefix, in a Response with a default namespace and a prefix that it has no use for. */
  const prefixed = replaced(
    unsigned.replace(/<Assertion .*<\/Assertion>/, (xml) =>
      replaced(xml, ' xmlns="', ' xmlns:a="')
        .replace(/<(\/?)(?=[A-Z])(?!Issuer)/g, '<$1a:')
        .replace('<Issuer>', `<Issuer xmlns="${ASSERTION}">`),
    ),
    '<samlp:Response',
    '<samlp:Response xmlns="urn:default" xmlns:é="urn:e"',
  );

  it('of #default means the default namespace, whether it is used or not', () => {
    expect(prefixed).toContain('<a:Assertion ');
    for (const [prefixes, inclusive, code] of [
      ['#default', [''], 'ok'],
      ['#default', [], 'digest_mismatch'],
      ['default', [''], 'digest_mismatch'],
      ['default', [], 'ok'],
      ['  none  other  ', [], 'ok'],
      ['é', ['\u00c3\u00a9'], 'ok'],
      ['é', [], 'digest_mismatch'],
    ] as const) {
      const plan = { prefixes: inclusive, transforms: transforms(prefixes) };
      expect([prefixes, inclusive, codeOf(validate(forge(prefixed, ASSERTION_ID, plan)))]).toEqual([
        prefixes,
        inclusive,
        code,
      ]);
    }
  });
});
