import { types } from 'node:util';
import type { IdpCertificate } from '../certificates/idp-certificate.js';
import { type Result, success } from '../errors/index.js';
import type { ConnectionInput } from '../organizations/connection.js';
import { attributeOf } from '../xml/lookup.js';
import { type MetadataWarning, signingCertificates } from './federation-certificates.js';
import { readFederationDocument } from './federation-document.js';
import { type FederationEndpoints, readEndpoints } from './federation-endpoints.js';
import { chooseEntity } from './federation-entity.js';
import { readLife } from './federation-life.js';
import { ownOptions } from './own-options.js';

export interface ParseFederationMetadataOptions {
  /** Which entity of several is meant; given for one, it must be that one. */
  readonly entityId?: string;
  /** Clock for `validUntil` and for the warnings about certificates; default the system's. */
  readonly now?: Date;
}

/** What the metadata of an identity provider say. */
export interface FederationMetadata {
  /** entityID: the Issuer of every assertion, “Microsoft Entra Identifier”. */
  readonly issuerUrl: string;
  /** SingleSignOnService for HTTP-Redirect, “Login URL”. */
  readonly signInUrl: string | null;
  /** SingleSignOnService for HTTP-POST. One of the two is always there. */
  readonly postSignInUrl: string | null;
  /** SingleLogoutService for HTTP-Redirect, “Logout URL”. */
  readonly signOutUrl: string | null;
  readonly postSignOutUrl: string | null;
  /** All certificates for signing, once each, at least one. Their order means nothing. */
  readonly certificates: readonly IdpCertificate[];
  readonly wantAuthnRequestsSigned: boolean;
  readonly validUntil: Date | null;
  /** cacheDuration in seconds. */
  readonly cacheSeconds: number | null;
  readonly warnings: readonly MetadataWarning[];
}

/**
 * Reads the SAML metadata of an identity provider, such as Entra's “Federation Metadata XML”.
 *
 * UTF-8 text or bytes of at most 1 MiB, with or without byte order mark, `EntityDescriptor` or `EntitiesDescriptor`.
 * Read is the one IDPSSODescriptor for SAML 2.0 only; certificates of the WS-Federation roles and of the document's
 * own signature are not. That signature is not verified: it is made with a key that the document itself carries, and
 * whoever can change the document can sign it again. What the document says is worth as much as the way it came, so
 * take it over https (`fetchFederationMetadata`) or from the administrator. Refuses documents past `validUntil`,
 * those of no tenant (`common`), addresses that are not https, and metadata without a usable certificate.
 * saml-metadata 2.3, 2.4.3.
 */
export function parseFederationMetadata(
  document: string | Uint8Array,
  options?: ParseFederationMetadataOptions,
): Result<FederationMetadata> {
  const { now, entityId } = readParseOptions(ownOptions(options));
  const read = readFederationDocument(document);
  if (!read.ok) return read;
  const entity = chooseEntity(read.value, entityId);
  if (!entity.ok) return entity;
  const { role, entityId: issuerUrl } = entity.value;
  const life = readLife(role, now);
  if (!life.ok) return life;
  const endpoints = readEndpoints(role, issuerUrl);
  if (!endpoints.ok) return endpoints;
  const keys = signingCertificates(role, issuerUrl, now);
  if (!keys.ok) return keys;
  const wantAuthnRequestsSigned = isTrue(attributeOf(role, 'WantAuthnRequestsSigned'));
  const warnings = [...keys.value.warnings, ...warningsOf(endpoints.value, wantAuthnRequestsSigned)];
  return success(
    Object.freeze({
      issuerUrl,
      ...endpoints.value,
      certificates: Object.freeze(keys.value.certificates),
      wantAuthnRequestsSigned,
      ...life.value,
      warnings: Object.freeze(warnings.map((warning) => Object.freeze(warning))),
    }),
  );
}

/** What metadata know of a connection. */
export type MetadataConnectionInput = Pick<
  ConnectionInput,
  'issuerUrl' | 'signInUrl' | 'certificates' | 'authnRequestBinding' | 'logoutUrl' | 'logoutBinding'
>;

/**
 * What metadata give of the input of `parseConnection`, which checks it as if it had been typed. HTTP-Redirect goes
 * before HTTP-POST, for signing in and for logging out. Whether requests are signed is not set: it needs keys.
 */
export function connectionInputFromMetadata(metadata: FederationMetadata): MetadataConnectionInput {
  const { issuerUrl, signInUrl, postSignInUrl, signOutUrl, postSignOutUrl, certificates } = metadata;
  const logoutUrl = signOutUrl ?? postSignOutUrl;
  return {
    issuerUrl,
    signInUrl: signInUrl ?? postSignInUrl ?? '',
    authnRequestBinding: signInUrl === null ? 'post' : 'redirect',
    certificates,
    ...(logoutUrl === null ? {} : { logoutUrl, logoutBinding: signOutUrl === null ? 'post' : 'redirect' }),
  };
}

function readParseOptions(options: ParseFederationMetadataOptions): {
  readonly now: Date;
  readonly entityId: string | null;
} {
  const { now = new Date(), entityId = null } = options;
  if (!types.isDate(now) || Number.isNaN(now.getTime())) {
    throw new TypeError('options.now is not a valid Date.');
  }
  if (entityId !== null && typeof entityId !== 'string') {
    throw new TypeError('options.entityId is not a string.');
  }
  return { now, entityId };
}

/** xs:boolean. */
function isTrue(value: string | null): boolean {
  return value === 'true' || value === '1';
}

function warningsOf(endpoints: FederationEndpoints, wantsSigned: boolean): readonly MetadataWarning[] {
  const warnings: MetadataWarning[] = [];
  if (endpoints.signInUrl === null) {
    const message = 'The identity provider takes requests by HTTP-POST only, not by HTTP-Redirect.';
    warnings.push({ code: 'sign_in_by_post_only', message });
  }
  if (wantsSigned) {
    const message = 'The identity provider wants AuthnRequests to be signed.';
    warnings.push({ code: 'wants_signed_requests', message });
  }
  return warnings;
}
