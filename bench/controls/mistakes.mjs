// Validators that make one well-known mistake each, as control of the attacks that no published version falls for: an
// attack that a mistake lets in is really made as it is described, and its refusal proves something.
import { createVerify } from 'node:crypto';
import { createRequire } from 'node:module';
import { canonicalize, parse } from '../../fixtures/generate/canonicalize.mjs';
import { evil, idp } from '../../fixtures/generate/keys.mjs';

const DSIG = 'http://www.w3.org/2000/09/xmldsig#';

/**
 * `ask` by the name of the mistake. Besides, all of them read the document and not what was verified: the assertion that
 * is a child of the Response, the first and the last of the document, as different applications do.
 */
export const mistakes = {
  'any-signature-will-do': (libraries) => asking(libraries, 'xml-crypto-3.2.0', anyVerifies([idp])),
  'the-keys-of-all-customers': (libraries) => asking(libraries, 'xml-crypto-3.2.0', anyVerifies([idp, evil])),
  'no-signature-none-wrong': (libraries) => asking(libraries, 'xml-crypto-1.5.6', everyVerifies([idp])),
  'key-from-the-message': (libraries) => asking(libraries, 'xml-crypto-1.5.6', anyVerifies(null)),
  'references-not-looked-at': (libraries) => asking(libraries, 'xml-crypto-3.2.0', signedInfoVerifies),
};

function asking(libraries, name, verifies) {
  const require = createRequire(`${libraries}/`);
  const { SignedXml } = require(name);
  const { DOMParser } = require('@xmldom/xmldom');
  return async (_row, field) => {
    const xml = Buffer.from(field, 'base64').toString('utf8');
    const document = new DOMParser({ errorHandler: () => {} }).parseFromString(xml, 'text/xml');
    const signatures = [...elements(document, 'Signature')].filter(
      ({ namespaceURI }) => namespaceURI === DSIG,
    );
    if (!verifies({ SignedXml, signatures, xml })) throw new Error('not verified');
    const names = readAssertions(document).map((assertion) => subjectOf(assertion));
    return { nameId: names, values: names };
  };
}

function readAssertions(document) {
  const all = [...elements(document, 'Assertion')];
  const child = Array.from(document.documentElement.childNodes).find(
    ({ localName }) => localName === 'Assertion',
  );
  const read = [child, all[0], all.at(-1)].filter((assertion) => assertion !== undefined);
  if (read.length === 0) throw new Error('no assertion');
  return read;
}

/** The text of the NameID, up to the first node that is none. */
function subjectOf(assertion) {
  const subject = Array.from(assertion.childNodes).find(({ localName }) => localName === 'Subject');
  const [nameId] = elements(subject ?? assertion, 'NameID');
  return nameId.firstChild.data;
}

function anyVerifies(keys) {
  return ({ signatures, ...rest }) => signatures.some((signature) => verified(signature, keys, rest));
}

function everyVerifies(keys) {
  return ({ signatures, ...rest }) => signatures.every((signature) => verified(signature, keys, rest));
}

function verified(signature, keys, { SignedXml, xml }) {
  const certificates = (keys ?? [certificateIn(signature)]).map((key) => key.certificatePem);
  return certificates.some((certificate) => {
    const signed = new SignedXml();
    signed.keyInfoProvider = { getKey: () => certificate, getKeyInfo: () => '' };
    signed.publicCert = certificate;
    signed.signingCert = certificate;
    signed.loadSignature(signature);
    return signed.checkSignature(xml);
  });
}

function certificateIn(signature) {
  const [certificate] = elements(signature, 'X509Certificate');
  const lines = certificate.textContent.replace(/\s/g, '').match(/.{1,64}/g);
  return {
    certificatePem: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  };
}

function signedInfoVerifies({ xml }) {
  return [...elements(parse(xml), 'Signature')].some((signature) => {
    const [signedInfo] = elements(signature, 'SignedInfo');
    const [value] = elements(signature, 'SignatureValue');
    const verify = createVerify('sha256').update(canonicalize(signedInfo, {}), 'utf8');
    return verify.verify(idp.certificatePem, value.textContent, 'base64');
  });
}

/** Elements of a name within a node, in document order, in any namespace. */
function* elements(node, name) {
  for (const child of Array.from(node.childNodes ?? [])) {
    if (child.localName === name) yield child;
    yield* elements(child, name);
  }
}
