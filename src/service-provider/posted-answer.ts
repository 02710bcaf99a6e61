/** What a browser posted to an Assertion Consumer Service (saml-bindings 3.5.4). */
export interface PostedAnswer {
  /** From the path of the Reply URL, never from the message; null at the shared Reply URL. */
  readonly connectionId: string | null;
  /** The form field as it was posted: base64. */
  readonly samlResponse: string;
  /** The form field, or null where the form has none. */
  readonly relayState: string | null;
  /** The value of a cookie of the browser. */
  readonly cookie: (name: string) => string | undefined;
}
