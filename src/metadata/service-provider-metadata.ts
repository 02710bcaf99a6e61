import { createHash } from 'node:crypto';
import { loadNodeSaml } from './load-node-saml.cjs';
import {
  requireCertificate,
  requireEntityId,
  requireText,
  requireUri,
  requireWebUrl,
} from './metadata-values.js';

/** What a service provider says of itself. Times are UTC; certificates are PEM, RSA of 2048 bits or more. */
export interface ServiceProviderMetadataOptions {
  /** Identifier (Entity ID): an absolute URI of at most 1024 characters. */
  readonly entityId: string;
  /** Reply URL: https (http on a loopback host only), bound to HTTP-POST. */
  readonly assertionConsumerServiceUrl: string;
  /** Logout URL: https, bound to HTTP-Redirect, which is Entra's only one, and HTTP-POST. Default: none. */
  readonly logoutUrl?: string;
  /** URI of the NameID format that is wanted; null names none. Default `…:nameid-format:unspecified`. */
  readonly nameIdFormat?: string | null;
  /** Keys that requests may be signed with: the current one first, then the next. */
  readonly signingCertificates?: readonly string[];
  /** Keys that assertions may be encrypted to: the current one first, then the next. */
  readonly encryptionCertificates?: readonly string[];
  /** Whether every AuthnRequest is signed. Default: whether there is a signing certificate. */
  readonly authnRequestsSigned?: boolean;
  /** Whether assertions themselves should be signed, as Entra does by default. Default true. */
  readonly wantAssertionsSigned?: boolean;
  /** The document must not be used after this time. Default: none. */
  readonly validUntil?: Date;
  /** How long a consumer may keep the document, in whole seconds. Default: not said. */
  readonly cacheDurationSeconds?: number;
  readonly organization?: {
    readonly name: string;
    /** Default: the name. */
    readonly displayName?: string;
    readonly url: string;
    /** Language tag of the two names. Default `en`. */
    readonly language?: string;
  };
  /** Address for technical questions, without `mailto:`. */
  readonly technicalContactEmail?: string;
}

/** What node-saml names the encryption keys' descriptor; repeated for each further key. */
const ENCRYPTION_DESCRIPTOR = /^ *<KeyDescriptor use="encryption">$[\s\S]*?^ *<\/KeyDescriptor>\n/mu;
// node-saml lists a certificate only beside its private key, which it does not read as it signs nothing here.
const PRIVATE_KEY_IS_ELSEWHERE = 'not needed to publish a certificate';

/**
 * Makes the SAML 2.0 metadata of a service provider, which Entra takes under *Upload metadata file*.
 * The same options give the same bytes. Throws `TypeError` for values that cannot stand in metadata.
 * See saml-metadata 2.3.2 and 2.4.4.
 */
export function serviceProviderMetadata(options: ServiceProviderMetadataOptions): string {
  const signing = certificates('signingCertificates', options.signingCertificates);
  const encryption = certificates('encryptionCertificates', options.encryptionCertificates);
  const xml = buildWithNodeSaml(options, signing, encryption[0]);
  const complete = withLogoutByRedirect(withFurtherEncryptionKeys(xml, encryption), options.logoutUrl);
  return withFlags(complete, options, signing.length > 0);
}

function certificates(name: string, pems: readonly string[] | undefined): readonly string[] {
  return (pems ?? []).map((pem) => requireCertificate(name, pem));
}

function buildWithNodeSaml(
  options: ServiceProviderMetadataOptions,
  signing: readonly string[],
  encryption: string | undefined,
): string {
  const entityId = requireEntityId(options.entityId);
  const acsUrl = requireWebUrl('assertionConsumerServiceUrl', options.assertionConsumerServiceUrl);
  const { nameIdFormat = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified' } = options;
  if (nameIdFormat !== null) requireUri('nameIdFormat', nameIdFormat);
  return loadNodeSaml().generateServiceProviderMetadata({
    issuer: entityId,
    callbackUrl: acsUrl,
    ...(options.logoutUrl === undefined
      ? {}
      : { logoutCallbackUrl: requireWebUrl('logoutUrl', options.logoutUrl) }),
    identifierFormat: nameIdFormat,
    wantAssertionsSigned: options.wantAssertionsSigned ?? true,
    generateUniqueId: () => documentId(entityId, acsUrl),
    ...(signing.length === 0 ? {} : { publicCerts: [...signing], privateKey: PRIVATE_KEY_IS_ELSEWHERE }),
    ...(encryption === undefined
      ? {}
      : { decryptionCert: encryption, decryptionPvk: PRIVATE_KEY_IS_ELSEWHERE }),
    ...organization(options.organization),
    ...technicalContact(options.technicalContactEmail),
  });
}

/** An xs:ID that stays the same as long as the two addresses do, so that the document can be compared. */
function documentId(entityId: string, acsUrl: string): string {
  const hash = createHash('sha256').update(`${entityId}\n${acsUrl}`);
  return `_${hash.digest('hex').slice(0, 32)}`;
}

function organization(given: ServiceProviderMetadataOptions['organization']) {
  if (given === undefined) return {};
  const language = given.language ?? 'en';
  if (!/^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8}$/u.test(language)) {
    throw new TypeError('organization.language must be a language tag such as “en” or “de-CH”');
  }
  const name = requireText('organization.name', given.name);
  const displayName = requireText('organization.displayName', given.displayName ?? name);
  const url = requireWebUrl('organization.url', given.url);
  const localized = (text: string) => [{ '@xml:lang': language, '#text': text }];
  return {
    metadataOrganization: {
      OrganizationName: localized(name),
      OrganizationDisplayName: localized(displayName),
      OrganizationURL: localized(url),
    },
  };
}

function technicalContact(email: string | undefined) {
  if (email === undefined) return {};
  if (!/^[^\s@:?#]{1,64}@[^\s@:?#]{1,255}$/u.test(email)) {
    throw new TypeError('technicalContactEmail must be an address without “mailto:”');
  }
  requireUri('technicalContactEmail', `mailto:${email}`);
  const contactType = 'technical' as const;
  return {
    metadataContactPerson: [
      { '@contactType': contactType, EmailAddress: [`mailto:${email}`] satisfies [string] },
    ],
  };
}

function withFurtherEncryptionKeys(xml: string, encryption: readonly string[]): string {
  const [first, ...further] = encryption;
  if (first === undefined || further.length === 0) return xml;
  const descriptor = ENCRYPTION_DESCRIPTOR.exec(xml)?.[0];
  if (descriptor === undefined) throw new Error('node-saml wrote no KeyDescriptor for the encryption key');
  const copies = further.map((certificate) => replaceOnce(descriptor, first, certificate));
  return replaceOnce(xml, descriptor, `${descriptor}${copies.join('')}`);
}

/** node-saml knows the HTTP-POST binding of single logout only; the first one that is listed is preferred. */
function withLogoutByRedirect(xml: string, logoutUrl: string | undefined): string {
  if (logoutUrl === undefined) return xml;
  const endpoint = /^ *<SingleLogoutService [^>]*\/>\n/mu.exec(xml)?.[0];
  if (endpoint === undefined) throw new Error('node-saml wrote no SingleLogoutService');
  const byRedirect = replaceOnce(endpoint, 'bindings:HTTP-POST', 'bindings:HTTP-Redirect');
  return replaceOnce(xml, endpoint, `${byRedirect}${endpoint}`);
}

function withFlags(xml: string, options: ServiceProviderMetadataOptions, signs: boolean): string {
  const times = `${validUntil(options.validUntil)}${cacheDuration(options.cacheDurationSeconds)}`;
  const withTimes = times === '' ? xml : replaceOnce(xml, '<EntityDescriptor ', `<EntityDescriptor${times} `);
  const { authnRequestsSigned = signs } = options;
  if (authnRequestsSigned && !signs)
    throw new TypeError('authnRequestsSigned needs at least one certificate in signingCertificates');
  if (authnRequestsSigned === signs) return withTimes;
  return replaceOnce(withTimes, ' AuthnRequestsSigned="true"', ' AuthnRequestsSigned="false"');
}

function validUntil(time: Date | undefined): string {
  if (time === undefined) return '';
  const year = time.getUTCFullYear();
  if (Number.isNaN(year) || year < 1970 || year > 9999)
    throw new TypeError('validUntil must be a valid Date');
  return ` validUntil="${time.toISOString().slice(0, 19)}Z"`;
}

function cacheDuration(seconds: number | undefined): string {
  if (seconds === undefined) return '';
  if (!Number.isSafeInteger(seconds) || seconds < 1) {
    throw new TypeError('cacheDurationSeconds must be a whole number above 0');
  }
  return ` cacheDuration="PT${seconds}S"`;
}

/** Replaces the only place where `part` stands; a node-saml that writes otherwise must not go unnoticed. */
function replaceOnce(text: string, part: string, replacement: string): string {
  const [before, after, ...more] = text.split(part);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`node-saml writes metadata in another shape than expected near ${JSON.stringify(part)}`);
  }
  return `${before}${replacement}${after}`;
}
