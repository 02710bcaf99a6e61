import type { MessageBinding } from '../organizations/connection.js';
import type { MessageSigner, OutgoingMessage } from './outgoing-message.js';
import { type PostForm, postForm } from './post-form.js';
import { type Hints, postUrl, redirectUrl } from './redirect-url.js';

/** How the browser carries a message of ours to the identity provider. */
export interface Delivery {
  /** Where the browser goes: by a redirect where `form` is null, else by posting that form. */
  readonly url: string;
  /** Null for the HTTP-Redirect binding. */
  readonly form: PostForm | null;
}

const NO_HINTS: Hints = { loginHint: null, domainHint: null };

/** Makes the redirect or the form that carries a message to an address of the identity provider. */
export async function deliverMessage(
  to: { readonly address: string; readonly binding: MessageBinding; readonly hints?: Hints },
  message: OutgoingMessage,
  signer: MessageSigner | null,
): Promise<Delivery> {
  const hints = to.hints ?? NO_HINTS;
  if (to.binding === 'redirect') {
    return { url: redirectUrl({ address: to.address, message, signer, ...hints }), form: null };
  }
  const url = postUrl(to.address, hints);
  return { url, form: await postForm(url, message, signer) };
}
