import { html } from './html.js';
import { page } from './layout.js';

export interface PostPage {
  readonly applicationName: string;
  readonly assertionConsumerServiceUrl: string;
  readonly samlResponse: string;
  readonly relayState: string | null;
  /** The XML, for the developer to look at. */
  readonly xml: string;
}

/** Carries the answer to the application with the HTTP-POST binding (saml-bindings 3.5.4), without script. */
export function postPage(content: PostPage): Response {
  const relayState =
    content.relayState === null
      ? html``
      : html`<input type="hidden" name="RelayState" value="${content.relayState}">`;
  return page(
    'Continue',
    html`<h1>Continue to ${content.applicationName}</h1><p>Your browser now carries the answer to <code>${content.assertionConsumerServiceUrl}</code>.</p><form method="post" action="${content.assertionConsumerServiceUrl}"><input type="hidden" name="SAMLResponse" value="${content.samlResponse}">${relayState}<button type="submit" autofocus>Continue</button></form><details><summary>What is posted</summary><pre tabindex="0">${content.xml}</pre></details>`,
    { formAction: content.assertionConsumerServiceUrl },
  );
}
