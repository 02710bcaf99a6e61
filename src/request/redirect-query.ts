import { deflateRawSync } from 'node:zlib';
import { type MessageSigner, type OutgoingMessage, RSA_SHA256 } from './outgoing-message.js';

/**
 * The part of the query that the HTTP-Redirect binding defines: the message as raw DEFLATE, base64 and
 * URL-encoded, RelayState where there is one, and for a signer SigAlg and the signature over exactly the octets
 * before it. Encoded once, and so that no URL parser changes a letter of it (saml-bindings 3.4.4.1).
 */
export function redirectQuery(message: OutgoingMessage, signer: MessageSigner | null): string {
  const deflated = deflateRawSync(Buffer.from(message.xml, 'utf8')).toString('base64');
  const parameters = [parameter(message.field, deflated)];
  if (message.relayState !== null) parameters.push(parameter('RelayState', message.relayState));
  if (signer === null) return parameters.join('&');
  const signed = [...parameters, parameter('SigAlg', RSA_SHA256)].join('&');
  const signature = Buffer.from(signer.sign(Buffer.from(signed, 'ascii')));
  return `${signed}&${parameter('Signature', signature.toString('base64'))}`;
}

/**
 * One parameter of a query. By way of UTF-8, which replaces a lone surrogate, at which encodeURIComponent would
 * throw; with the apostrophe, which it leaves and URL parsers encode.
 */
export function parameter(name: string, value: string): string {
  const wellFormed = Buffer.from(value, 'utf8').toString('utf8');
  return `${name}=${encodeURIComponent(wellFormed).replaceAll("'", '%27')}`;
}
