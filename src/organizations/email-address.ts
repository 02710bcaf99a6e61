/** An address that passed the strict grammar. Only `parseEmailAddress` makes one. */
export interface EmailAddress {
  /** Local part as received, then `@`, then the domain as A-labels in lower case. */
  readonly address: string;
  readonly localPart: string;
  /** A-labels, lower case, no trailing dot: what is compared with claimed domains. */
  readonly domain: string;
}
