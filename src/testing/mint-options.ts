import type { Deviation } from './deviations.js';
import type { MintEncryption } from './encrypt-assertion.js';
import type { SignatureHash } from './sign-element.js';
import type { TestPerson } from './test-person.js';

/** A time in a message: a Date, text that is written as it is, or null to leave the attribute out. */
export type MintTime = Date | string | null;

/** Attributes by Name; a null value becomes an AttributeValue with `xsi:nil="true"`. */
export type MintAttributes =
  | ReadonlyMap<string, string | readonly (string | null)[]>
  | Readonly<Record<string, string | readonly (string | null)[]>>;

/** Which elements carry a Signature, as Entra's *Signing Option* says. */
export type MintSigning = 'assertion' | 'response' | 'both' | 'none';

/** What `mintResponse` shall write. Only the key, its certificate, the ACS URL and an audience must be given. */
export interface MintOptions {
  /** Key and certificate that sign, such as `createTestKeyPair` makes. */
  readonly keyPair: { readonly privateKeyPem: string; readonly certificatePem: string };
  /** Destination of the Response and Recipient of the subject confirmation. */
  readonly assertionConsumerServiceUrl: string;
  /** Our entity ID: the one Audience. */
  readonly entityId: string;
  /** ID of the AuthnRequest; null (default) for an unsolicited Response, which carries no InResponseTo. */
  readonly inResponseTo?: string | null;
  /** Default `assertion`, as Entra. */
  readonly sign?: MintSigning;
  /** Default `11111111-2222-4333-8444-555555555555`. */
  readonly tenantId?: string;
  /** Default `https://sts.windows.net/<tenantId>/`. */
  readonly issuer?: string;
  /** IssueInstant; default: the clock of this machine. */
  readonly now?: Date;
  /** Who signs in; default Adele Vance of contoso.com. */
  readonly person?: TestPerson;
  /** All attributes, instead of those that follow from `person`. */
  readonly attributes?: MintAttributes;
  /** One named fault, as an administrator or an attacker makes it. */
  readonly deviation?: Deviation | null;

  /** Default `_` and a random GUID. */
  readonly responseId?: string;
  readonly assertionId?: string;
  /** Where they shall differ from `issuer`; null leaves the Response's Issuer out. */
  readonly responseIssuer?: string | null;
  readonly assertionIssuer?: string;
  /** Where they shall differ from the ACS URL; null leaves the attribute out. */
  readonly destination?: string | null;
  readonly recipient?: string | null;
  /** Audiences of the one restriction; null leaves the AudienceRestriction out. */
  readonly audiences?: readonly string[] | null;
  /** Where they shall differ from `inResponseTo`; null leaves the attribute out. */
  readonly responseInResponseTo?: string | null;
  readonly subjectInResponseTo?: string | null;
  /** Format null leaves the attribute out. Default: the person's UPN as an emailAddress. */
  readonly nameId?: { readonly value: string; readonly format?: string | null };
  readonly confirmationMethod?: string;
  readonly authnContextClassRef?: string;
  /** Null leaves the attribute out. Default: the assertion's ID. */
  readonly sessionIndex?: string | null;
  /** Default Success. Any other code is written without an assertion, as Entra's errors are. */
  readonly status?: MintStatus;

  /** Default `now`. */
  readonly responseIssueInstant?: MintTime;
  readonly issueInstant?: MintTime;
  /** Default five minutes before `now`. */
  readonly notBefore?: MintTime;
  /** Default an hour after `now`. */
  readonly notOnOrAfter?: MintTime;
  /** NotOnOrAfter of the subject confirmation; default that of the conditions. */
  readonly subjectNotOnOrAfter?: MintTime;
  /** Default a minute before `now`. */
  readonly authnInstant?: MintTime;
  /** Default left out, as Entra. */
  readonly sessionNotOnOrAfter?: MintTime;

  /** Default true. */
  readonly includeKeyInfo?: boolean;
  /** Base64 DER of the certificates in KeyInfo, instead of the signing one. */
  readonly keyInfoCertificates?: readonly string[];
  /** Default `sha256`. */
  readonly signatureHash?: SignatureHash;
  /** Default: that of the signature. */
  readonly digestHash?: SignatureHash;
  readonly inclusiveNamespaces?: readonly string[];
  readonly signaturePrefix?: string;
  /** Encrypts the assertion, after it was signed and before the Response is. Default: not encrypted. */
  readonly encrypt?: MintEncryption;

  /** Changes the unsigned document; what it returns is signed. */
  readonly editBeforeSigning?: (xml: string) => string;
  /** Changes the signed document. */
  readonly editAfterSigning?: (xml: string) => string;
}

/** Status of a Response. */
export interface MintStatus {
  /** Such as `urn:oasis:names:tc:SAML:2.0:status:Requester`. */
  readonly code: string;
  readonly secondLevel?: string;
  readonly message?: string;
}
