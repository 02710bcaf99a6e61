/** What a resolver said of the TXT records of one name. */
export type TxtAnswer =
  | {
      readonly kind: 'records';
      /** Each record with its character-strings joined (RFC 1035 §3.3.14), otherwise as it was received. */
      readonly records: readonly string[];
    }
  /** The name does not exist, or it has no TXT record, and the resolver knows that from the zone itself. */
  | { readonly kind: 'absent'; readonly reason: 'NXDOMAIN' | 'NODATA' }
  /** Nothing is known: an error, a timeout, an answer that cannot be trusted. */
  | { readonly kind: 'inconclusive'; readonly reason: string };

/** One vantage point from which TXT records are looked up. */
export interface TxtResolver {
  /** As administrators and logs read it; unique among the resolvers of one `createDomainClaims`. */
  readonly name: string;
  /** `name` is a domain name of A-labels. What it throws counts as inconclusive, as does an answer after `signal`. */
  resolveTxt(name: string, signal: AbortSignal): Promise<TxtAnswer>;
}
