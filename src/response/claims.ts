import type { EmailAddress } from '../organizations/email-address.js';

/** Who signed in, as the identity provider asserts it: mapped claims and Entra's own by friendly names. */
export interface Claims {
  readonly email: EmailAddress;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** Entra: `http://schemas.microsoft.com/identity/claims/tenantid`, lower case. */
  readonly tenantId: string | null;
  /** Entra: `http://schemas.microsoft.com/identity/claims/objectidentifier`. */
  readonly objectId: string | null;
  readonly displayName: string | null;
  /** Entra: the STS that authenticated the person; another one than the Issuer for guests. */
  readonly identityProvider: string | null;
  /** Entra: `identityProvider` is there and is not the Issuer. */
  readonly isGuest: boolean;
  /** Values of the groups claim. Empty does not mean "in no group": see `groupsOverage`. */
  readonly groups: readonly string[];
  /** Entra left the groups out because there are too many (more than 150) and sent a link instead. */
  readonly groupsOverage: boolean;
  readonly roles: readonly string[];
  /** Every attribute by its Name, with its text values; nil and structured values are left out. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}
