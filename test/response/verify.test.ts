import { describe, expect, it } from 'vitest';
import { readUnverifiedResponse } from '../../src/response/structure.js';
import { signedPartsOf, verifyResponse } from '../../src/response/verify.js';
import { forge } from './forge.js';
import {
  ASSERTION_ID,
  accepted,
  anotherKeyPair,
  codeOf,
  connection,
  connectionWith,
  detailsOf,
  keyPair,
  mint,
  NOW,
  posted,
  RESPONSE_ID,
  replaced,
  validate,
  verdict,
} from './message.js';

const POLICIES = ['assertion-covered', 'assertion', 'response', 'both'] as const;

describe('signature policies', () => {
  it.each([
    ['assertion-covered', { none: 'signature_missing', assertion: 'ok', response: 'ok', both: 'ok' }],
    [
      'assertion',
      { none: 'signature_missing', assertion: 'ok', response: 'signature_policy_unsatisfied', both: 'ok' },
    ],
    [
      'response',
      { none: 'signature_missing', assertion: 'signature_policy_unsatisfied', response: 'ok', both: 'ok' },
    ],
    [
      'both',
      {
        none: 'signature_missing',
        assertion: 'signature_policy_unsatisfied',
        response: 'signature_policy_unsatisfied',
        both: 'ok',
      },
    ],
  ] as const)('%s', (signaturePolicy, verdicts) => {
    const strict = connectionWith({ signaturePolicy });
    for (const sign of ['none', 'assertion', 'response', 'both'] as const) {
      expect(verdict({ sign }, {}, strict), sign).toBe(verdicts[sign]);
    }
  });

  it('tell what was signed', () => {
    const strict = connectionWith({ signaturePolicy: 'both' });
    expect(detailsOf(validate(mint(), {}, strict))).toEqual({ policy: 'both', signed: ['Assertion'] });
  });
});

describe('two signatures', () => {
  const other = anotherKeyPair();
  const bare = mint({ sign: 'none' });
  const inner = (plan = {}): string => forge(bare, ASSERTION_ID, plan);

  it('must both verify', () => {
    expect(codeOf(validate(forge(inner(), RESPONSE_ID)))).toBe('ok');
    expect(
      detailsOf(validate(forge(inner({ privateKeyPem: other.privateKeyPem }), RESPONSE_ID))),
    ).toMatchObject({ element: 'Assertion' });
    expect(
      detailsOf(validate(forge(inner(), RESPONSE_ID, { privateKeyPem: other.privateKeyPem }))),
    ).toMatchObject({ element: 'Response' });
  });

  it.each(POLICIES)('must both verify, whatever the policy (%s) asks for', (signaturePolicy) => {
    const to = connectionWith({ signaturePolicy });
    const foreign = { privateKeyPem: other.privateKeyPem };
    expect(codeOf(validate(forge(inner(foreign), RESPONSE_ID), {}, to))).toBe('signature_invalid');
    expect(codeOf(validate(forge(inner(), RESPONSE_ID, foreign), {}, to))).toBe('signature_invalid');
  });

  it('one that was stripped breaks the other', () => {
    const both = mint({ sign: 'both' });
    expect(
      codeOf(
        validate(
          replaced(both, /(?<=<Assertion [^>]*><Issuer>[^<]*<\/Issuer>)<Signature.*?<\/Signature>/, ''),
        ),
      ),
    ).toBe('digest_mismatch');
    expect(codeOf(validate(replaced(both, /<Signature.*?<\/Signature>/, '')))).toBe('ok');
  });

  it('the signature of the assertion may be put in after the Response was signed by nobody', () => {
    const responseFirst = forge(forge(bare, RESPONSE_ID), ASSERTION_ID);
    expect(codeOf(validate(responseFirst))).toBe('digest_mismatch');
  });

  it('may be made by two certificates of the connection', () => {
    const to = connectionWith({ certificates: [keyPair.certificatePem, other.certificatePem] });
    expect(codeOf(validate(forge(inner({ privateKeyPem: other.privateKeyPem }), RESPONSE_ID), {}, to))).toBe(
      'ok',
    );
  });

  it('may differ in their PrefixLists', () => {
    const list = (prefixes: string): string =>
      `<Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"><InclusiveNamespaces xmlns="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="${prefixes}"/></Transform>`;
    const signed = forge(bare, ASSERTION_ID, { prefixes: ['samlp'], transforms: list('samlp') });
    expect(codeOf(validate(forge(signed, RESPONSE_ID)))).toBe('ok');
    expect(
      codeOf(validate(forge(signed, RESPONSE_ID), {}, connectionWith({ signaturePolicy: 'both' }))),
    ).toBe('ok');
  });
});

describe('what is handed on', () => {
  const parts = (xml: string) =>
    signedPartsOf(accepted(verifyResponse(accepted(readUnverifiedResponse(posted(xml))), connection, NOW)));

  it('is the signed assertion alone where only it is signed', () => {
    const { document, assertion, envelopeIsSigned } = parts(mint());
    expect(document.root).toBe(assertion);
    expect(document.source).not.toContain('Signature');
    expect(envelopeIsSigned).toBe(false);
  });

  it.each(['response', 'both'] as const)('is the signed Response where that is signed (%s)', (sign) => {
    const { document, assertion, envelopeIsSigned, envelope } = parts(mint({ sign }));
    expect(document.root.localName).toBe('Response');
    expect(assertion.parent).toBe(document.root);
    expect(envelopeIsSigned).toBe(true);
    expect(envelope.id).toBe(RESPONSE_ID);
  });

  it('is never the posted document', () => {
    const unverified = accepted(readUnverifiedResponse(posted(mint())));
    const { assertion, posted: response } = signedPartsOf(
      accepted(verifyResponse(unverified, connection, NOW)),
    );
    expect(assertion.document).not.toBe(response.document);
  });

  it('needs a Response of success', () => {
    const failed = accepted(readUnverifiedResponse(posted(mint({ deviation: 'provider-error' }))));
    expect(() => verifyResponse(failed, connection, NOW)).toThrow(TypeError);
  });

  it('forged proofs throw', () => {
    expect(() => signedPartsOf({} as never)).toThrow(TypeError);
    expect(() => verifyResponse({} as never, connection, NOW)).toThrow(TypeError);
  });
});

describe('the second reader', () => {
  const sign = ['assertion', 'response', 'both'] as const;
  it.each(['xmldom', 'xml-crypto', 'dangerously-none'] as const)(
    '%s confirms what is sound',
    (secondReader) => {
      const to = connectionWith({
        secondReader,
        certificates: [anotherKeyPair().certificatePem, keyPair.certificatePem],
      });
      for (const each of sign) {
        for (const signatureHash of ['sha256', 'sha384', 'sha512'] as const) {
          expect(verdict({ sign: each, signatureHash }, {}, to), `${each} ${signatureHash}`).toBe('ok');
        }
      }
    },
  );

  it('xml-crypto confirms odd, but sound documents too', () => {
    const to = connectionWith({ secondReader: 'xml-crypto' });
    const odd = (xml: string): string =>
      `\uFEFF<?xml version='1.0' encoding="UTF-8"?>\r\n${xml.replaceAll('Adele Vance', 'caf\u00e9 \u{1F600} a\u0085b\u2028c&#xD;&#65;')}`;
    for (const each of sign) expect(verdict({ sign: each, editBeforeSigning: odd }, {}, to), each).toBe('ok');
  });

  it('xml-crypto refuses SHA-1 no more than the connection does', () => {
    const to = connectionWith({ secondReader: 'xml-crypto', allowSha1: true });
    expect(verdict({ signatureHash: 'sha1' }, {}, to)).toBe('ok');
  });
});
