/** A logout message as a browser brought it, nothing of it believed yet. */
export type ReceivedLogoutMessage =
  | {
      readonly binding: 'redirect';
      /** The query exactly as it was received, without its question mark: the signature is over these octets. */
      readonly query: string;
    }
  | {
      readonly binding: 'post';
      /** The fields of the form, repeated ones repeated. */
      readonly form: URLSearchParams;
    };
