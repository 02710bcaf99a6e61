import { X509Certificate } from 'node:crypto';
import { deviate } from './deviate.js';
import { encryptAssertion } from './encrypt-assertion.js';
import { messageContent, SUCCESS } from './message-content.js';
import type { MintOptions, MintSigning } from './mint-options.js';
import { type MessageContent, responseXml } from './response-template.js';
import { signElement } from './sign-element.js';

/** A minted Response. */
export interface MintedResponse {
  readonly xml: string;
  /** The XML as base64: the value of the form field `SAMLResponse`. */
  readonly samlResponse: string;
  readonly responseId: string;
  /** Null for an error Response, which has no assertion. */
  readonly assertionId: string | null;
}

/**
 * Makes a SAML Response as Entra writes it, byte for byte in shape: one line, no XML declaration, `samlp:`
 * prefix, default namespaces for the assertion and the Signature. Everything can be overridden, left out (null)
 * or edited before and after signing; `deviation` builds in one named fault. Deterministic when ids, `now` and
 * the key are given (but for the deviation `wrong-key`, whose key is made at first use). Throws
 * TypeError for an unknown deviation, and an Error for what cannot be signed: no key, a time that is none, an edited
 * text that is no XML.
 */
export function mintResponse(options: MintOptions): MintedResponse {
  const decided = deviate(options);
  const content = messageContent(decided);
  const unsigned = responseXml(content);
  const toSign = decided.editBeforeSigning?.(unsigned) ?? unsigned;
  const signed = sign(toSign, content, decided);
  const xml = decided.editAfterSigning?.(signed) ?? signed;
  return {
    xml,
    samlResponse: Buffer.from(xml, 'utf8').toString('base64'),
    responseId: content.responseId,
    assertionId: content.assertion?.id ?? null,
  };
}

/** The assertion first: the signature over the Response covers that of the assertion. */
function sign(xml: string, content: MessageContent, options: MintOptions): string {
  const signing = options.sign ?? defaultSigning(content);
  let signed = xml;
  if (content.assertion !== null && (signing === 'assertion' || signing === 'both')) {
    signed = signedElement(signed, content.assertion.id, options);
  }
  if (content.assertion !== null && options.encrypt !== undefined) {
    signed = encryptAssertion(signed, options.encrypt);
  }
  if (signing === 'response' || signing === 'both') {
    signed = signedElement(signed, content.responseId, options);
  }
  return signed;
}

/** Entra does not sign the errors that it posts. */
function defaultSigning(content: MessageContent): MintSigning {
  return content.status.code === SUCCESS ? 'assertion' : 'none';
}

function signedElement(xml: string, elementId: string, options: MintOptions): string {
  const { keyPair, signatureHash, digestHash, inclusiveNamespaces, signaturePrefix } = options;
  return signElement(xml, {
    elementId,
    privateKeyPem: keyPair.privateKeyPem,
    keyInfoCertificates: keyInfoCertificates(options),
    ...(signatureHash === undefined ? {} : { signatureHash }),
    ...(digestHash === undefined ? {} : { digestHash }),
    ...(inclusiveNamespaces === undefined ? {} : { inclusiveNamespaces }),
    ...(signaturePrefix === undefined ? {} : { signaturePrefix }),
  });
}

function keyInfoCertificates(options: MintOptions): readonly string[] {
  if (options.includeKeyInfo === false) return [];
  if (options.keyInfoCertificates !== undefined) return options.keyInfoCertificates;
  return [new X509Certificate(options.keyPair.certificatePem).raw.toString('base64')];
}
