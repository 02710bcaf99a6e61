import type { MessageSigner, OutgoingMessage } from './outgoing-message.js';
import { signMessage } from './sign-message.js';

/** A form of the HTTP-POST binding, for the browser to post (saml-bindings 3.5.4). */
export interface PostForm {
  readonly action: string;
  /** Names and values of its fields; escape them when writing HTML. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** Puts a message into a form: base64, not deflated, with an enveloped signature for a signer (3.5.4, 3.5.5.2). */
export async function postForm(
  action: string,
  message: OutgoingMessage,
  signer: MessageSigner | null,
): Promise<PostForm> {
  const xml = signer === null ? message.xml : await signMessage(message.xml, signer);
  const fields: (readonly [string, string])[] = [
    [message.field, Buffer.from(xml, 'utf8').toString('base64')],
  ];
  if (message.relayState !== null) fields.push(['RelayState', message.relayState]);
  return { action, fields };
}
