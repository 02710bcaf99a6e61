import type { IdpCertificate } from '../certificates/idp-certificate.js';
import type { ServiceProviderKey, ServiceProviderKeyPem } from '../certificates/service-provider-key.js';

/**
 * Which signatures a Response must carry. Whatever the policy, every signature that is present must verify.
 * - `assertion-covered`: the assertion is signed itself or lies in a signed Response (Entra's default passes).
 * - `assertion`: the assertion itself must be signed. - `response`: the Response. - `both`: each of them.
 */
export type SignaturePolicy = 'assertion-covered' | 'assertion' | 'response' | 'both';

/**
 * Who confirms what the strict reader read from the signed bytes. `xmldom` reads the same bytes again;
 * `xml-crypto` verifies the posted document a second time as well; `dangerously-none` trusts one reader.
 */
export type SecondReader = 'xmldom' | 'xml-crypto' | 'dangerously-none';

/** HTTP-Redirect (saml-bindings 3.4) or HTTP-POST (3.5). */
export type MessageBinding = 'redirect' | 'post';

/**
 * What becomes of a message that was signed with an expired certificate. Entra goes on signing with one until a new
 * one is made, and the key is no worse for its date (IIP-MD12), so it verifies by default; `parseConnection` warns and
 * `certificateEvents` tells in time.
 */
export type ExpiredCertificates = 'accept-with-warning' | 'refuse';

/**
 * Which encrypted assertions are decrypted. `any`: Entra encrypts with AES-CBC and leaves the Response unsigned.
 * `signed-response-or-aead`: the ciphertext must not be changeable unnoticed, so the Response must be signed or the
 * cipher AES-GCM.
 */
export type EncryptionPolicy = 'any' | 'signed-response-or-aead';

/**
 * Whose entity ID and Reply URL a connection has. `own`: its own, so that the address says which connection an answer
 * is for, and two organisations in one tenant work. `shared`: one pair for all that say so; those of one Issuer then
 * have no proven key in common.
 */
export type Addresses = 'own' | 'shared';

/** Our keys of a connection: both decrypt and both are in the metadata; the current one signs. */
export interface ConnectionKeys {
  readonly current: ServiceProviderKey;
  readonly next: ServiceProviderKey | null;
}

/** Keys as they are given: made or parsed before, or as PEM text. */
export interface ConnectionKeysInput {
  readonly current: ServiceProviderKey | ServiceProviderKeyPem;
  /**
   * Announced in the metadata and tried for decryption, until it takes the place of `current`. Keep the former key here
   * for as long as the identity provider may still encrypt for it.
   */
  readonly next?: ServiceProviderKey | ServiceProviderKeyPem | null;
}

/** A Microsoft cloud, told by the hosts of the Issuer URL and the IdP Sign-in URL. */
export type MicrosoftCloud = 'global' | 'us-government' | 'china' | 'germany';

/** What an administrator and the application give for a connection. */
export interface ConnectionInput {
  /** 1–64 characters of `A–Z a–z 0–9 _ -`; part of the connection's URLs. */
  readonly id: string;
  readonly organizationId: string;
  /** “Microsoft Entra Identifier”, such as `https://sts.windows.net/<tenant id>/`; compared to the letter. */
  readonly issuerUrl: string;
  /** “Login URL”, such as `https://login.microsoftonline.com/<tenant id>/saml2`. */
  readonly signInUrl: string;
  /** One or more uploads (PEM, bare base64, DER) or certificates that were parsed before. All are tried. */
  readonly certificates: readonly (string | Uint8Array | IdpCertificate)[];
  /** Default true. */
  readonly enabled?: boolean;
  /** Changes with every change of the connection; a request started under another version is refused. Default 1. */
  readonly version?: number;
  /** Default `own`. With `shared`, neither `entityId` nor `assertionConsumerServiceUrl`. */
  readonly addresses?: Addresses;
  /** Our entity ID (Identifier in Entra) where it is not the one that the service provider derives. */
  readonly entityId?: string;
  /** Our Reply URL where it is not the one that the service provider derives. */
  readonly assertionConsumerServiceUrl?: string;
  /** Default `assertion-covered`. */
  readonly signaturePolicy?: SignaturePolicy;
  /** Accept RSA-SHA1 signatures and SHA-1 digests, which can be forged with effort. Default false. */
  readonly allowSha1?: boolean;
  /** Default `accept-with-warning`. */
  readonly expiredCertificates?: ExpiredCertificates;
  /** Our own keys, which decrypt assertions and sign requests. Default none. */
  readonly keys?: ConnectionKeysInput | null;
  /** Refuse assertions that are not encrypted; needs `keys`. Default false. */
  readonly requireEncryption?: boolean;
  /** Default `any`. */
  readonly encryptionPolicy?: EncryptionPolicy;
  /** 0–300, default 180. */
  readonly clockSkewSeconds?: number;
  /** Longest accepted life of an assertion, 60–86700 seconds, default 86700 (a day and Entra's five minutes). */
  readonly maxLifetimeSeconds?: number;
  /** Default `xmldom`. */
  readonly secondReader?: SecondReader;
  /** Attribute Name of the email claim, to the letter. Default `email` (empty namespace). */
  readonly emailAttribute?: string;
  /** Default `firstName`. */
  readonly firstNameAttribute?: string;
  /** Default `lastName`. */
  readonly lastNameAttribute?: string;
  /** Refuse an assertion without the tenantid claim. Default false; a tenantid claim that differs is always refused. */
  readonly requireTenantClaim?: boolean;
  /** Accept responses that answer no request (My Apps tile without Sign-on URL). Default false. */
  readonly allowIdpInitiated?: boolean;
  /** Path on our own site where a sign-in that nobody asked for leads, unless its RelayState names one. Default `/`. */
  readonly landingPath?: string;
  /** Sign every AuthnRequest (RSA-SHA256); needs `keys`. For “Require verification certificates” in Entra. Default false. */
  readonly signAuthnRequests?: boolean;
  /** How an AuthnRequest goes to the IdP Sign-in URL. Entra takes both; it documents `redirect`. Default `redirect`. */
  readonly authnRequestBinding?: MessageBinding;
  /** Where logout messages go. Default at Entra: the IdP Sign-in URL, which is its Logout URL too; elsewhere none. */
  readonly logoutUrl?: string;
  /** How logout messages go there. Entra takes `redirect` only. Default `redirect`. */
  readonly logoutBinding?: MessageBinding;
}

/** Something unlikely that may still be right, as other identity providers have other shapes. */
export interface ConnectionWarning {
  readonly code:
    | 'issuer_url_unusual_for_entra'
    | 'sign_in_url_unusual_for_entra'
    | 'sign_in_url_on_loopback'
    | 'not_entra'
    | 'sha1_allowed'
    | 'second_reader_disabled'
    | 'certificate_repeated'
    | 'certificate_warning';
  readonly field: string;
  readonly message: string;
}

/** A complete, validated connection: every option resolved, every key imported. Made by `parseConnection` only. */
export interface Connection {
  readonly id: string;
  readonly organizationId: string;
  readonly issuerUrl: string;
  readonly signInUrl: string;
  readonly certificates: readonly IdpCertificate[];
  readonly enabled: boolean;
  readonly version: number;
  readonly addresses: Addresses;
  readonly entityId: string | null;
  readonly assertionConsumerServiceUrl: string | null;
  readonly signaturePolicy: SignaturePolicy;
  readonly allowSha1: boolean;
  readonly expiredCertificates: ExpiredCertificates;
  readonly keys: ConnectionKeys | null;
  readonly requireEncryption: boolean;
  readonly encryptionPolicy: EncryptionPolicy;
  readonly clockSkewSeconds: number;
  readonly maxLifetimeSeconds: number;
  readonly secondReader: SecondReader;
  readonly emailAttribute: string;
  readonly firstNameAttribute: string;
  readonly lastNameAttribute: string;
  readonly requireTenantClaim: boolean;
  readonly allowIdpInitiated: boolean;
  readonly landingPath: string;
  readonly signAuthnRequests: boolean;
  readonly authnRequestBinding: MessageBinding;
  /** Null where the identity provider takes no logout messages. */
  readonly logoutUrl: string | null;
  readonly logoutBinding: MessageBinding;
  /** Lower-case GUID of the Entra tenant in the Issuer URL; null for other identity providers. */
  readonly tenantId: string | null;
  readonly cloud: MicrosoftCloud | null;
  readonly warnings: readonly ConnectionWarning[];
}
