import type { MintOptions, MintSigning } from './mint-options.js';
import type { MintedResponse } from './mint-response.js';
import type { TestKeyPair } from './test-key-pair.js';
import type { TestPerson } from './test-person.js';

/** An enterprise application of the test tenant: what an administrator enters in Basic SAML Configuration. */
export interface FakeApplication {
  readonly name: string;
  /** Identifier (Entity ID). */
  readonly identifier: string;
  /** Reply URLs (Assertion Consumer Service URLs); the first is the default. */
  readonly replyUrls: readonly string[];
  /** Sign-on URL: where the tile leads. Without it the tile starts an IdP-initiated sign-in. */
  readonly signOnUrl?: string;
  /** Signing option; default `assertion`. */
  readonly sign?: MintSigning;
  /** Logout URL, which takes LogoutRequests and LogoutResponses by redirect. */
  readonly logoutUrl?: string;
  /** “Require verification certificates”: PEM; requests that none of them signed are refused with AADSTS76021. */
  readonly verificationCertificates?: readonly string[];
  /** Certificate (PEM) imported under *Token encryption*: the page of test users then offers to encrypt. */
  readonly encryptionCertificatePem?: string;
}

/** A test tenant of Entra's kind. */
export interface FakeEntraOptions {
  /** Where it is reached, such as `http://127.0.0.1:3001`, without path. */
  readonly baseUrl: string;
  /** Default `TEST_TENANT_ID`. */
  readonly tenantId?: string;
  /** Default: Adele Vance of contoso.com. */
  readonly people?: readonly TestPerson[];
  readonly applications?: readonly FakeApplication[];
  /** Default: a new one. */
  readonly keyPair?: TestKeyPair;
  /** Default: the clock of this machine. */
  readonly now?: () => Date;
}

/** What a fake Entra does without a browser: the parameters that its pages would ask for. */
export type AnswerOptions = Partial<MintOptions> & {
  /** Identifier of the application; default the first registered one. */
  readonly application?: string;
};

/** A session of an application that the test tenant logs out. */
export interface FakeLogout {
  /** Identifier of the application. */
  readonly application: string;
  /** Entra's may be another one than at the sign-in. Default: a pairwise one made of the application. */
  readonly nameId?: string;
  readonly sessionIndex: string;
  readonly relayState?: string;
}

/** An identity provider of Entra's kind, for tests and demonstrations. It authenticates nobody. */
export interface FakeEntra {
  readonly tenantId: string;
  /** “Microsoft Entra Identifier”: `https://sts.windows.net/<tenant id>/`. */
  readonly issuer: string;
  /** “Login URL”: `<base URL>/<tenant id>/saml2`. */
  readonly signInUrl: string;
  /** “App Federation Metadata Url”. */
  readonly metadataUrl: string;
  /** Download of “Certificate (Base64)”. */
  readonly certificateUrl: string;
  /** The active signing key; another one after `rollSigningKey`. */
  readonly keyPair: TestKeyPair;
  /** Signs with a new key from now on; the federation metadata list both. Nobody is told, as at Entra. */
  rollSigningKey(): TestKeyPair;
  /** Adds an application, or replaces the one with the same identifier. */
  registerApplication(application: FakeApplication): void;
  /** Answers for an application without any page, with this tenant's key, issuer and clock. */
  answer(options?: AnswerOptions): MintedResponse;
  /** Where to send a browser with this tenant's LogoutRequest, as Entra broadcasts it to an application. */
  logoutRequestUrl(logout: FakeLogout): string;
  /** Serves the pages and endpoints. */
  handle(request: Request): Promise<Response>;
}
