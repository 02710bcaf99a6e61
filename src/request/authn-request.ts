import type { SAML as NodeSaml } from '@node-saml/node-saml';
import type { Connection } from '../organizations/connection.js';
import { requireAuthnRequest } from './require-authn-request.js';

/** What one AuthnRequest says. */
export interface AuthnRequestOptions {
  readonly connection: Pick<Connection, 'signInUrl'>;
  /** Our entity ID: Identifier (Entity ID) in Entra, to the letter. */
  readonly entityId: string;
  /** Reply URL in Entra, to the letter. */
  readonly assertionConsumerServiceUrl: string;
  /** From `newRequestId`. */
  readonly id: string;
  readonly issuedAt: Date;
  /** The person must prove themselves anew. */
  readonly forceAuthn: boolean;
  /** The identity provider must not show anything. */
  readonly isPassive: boolean;
}

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const NAME_ID_POLICY = `<samlp:NameIDPolicy xmlns:samlp="${PROTOCOL}" AllowCreate="true"/>`;
const END = '</samlp:AuthnRequest>';
const ISSUE_INSTANT = / IssueInstant="[^"]*"/;
/** node-saml insists on a certificate, which it reads only when it checks a response. It checks none here. */
const NOT_READ = 'unused';

/**
 * Builds an AuthnRequest as Entra wants it: Issuer, ACS URL, answer by HTTP-POST, ForceAuthn and IsPassive where
 * asked for, and nothing else: no NameIDPolicy, RequestedAuthnContext, Subject, Scoping or ProviderName, each of
 * which takes a decision from the administrator or makes Entra refuse. IssueInstant is UTC with milliseconds.
 * Throws `TypeError` for values that cannot stand in the message. See saml-core 3.4.1, saml-profiles 4.1.4.1.
 */
export async function buildAuthnRequest(options: AuthnRequestOptions): Promise<string> {
  if (Number.isNaN(options.issuedAt.getTime())) throw new TypeError('issuedAt must be a valid date');
  const issueInstant = options.issuedAt.toISOString();
  const xml = withIssueInstant(withoutNameIdPolicy(await buildWithNodeSaml(options)), issueInstant);
  requireAuthnRequest(xml, expectedAttributes(options, issueInstant), options.entityId);
  return xml;
}

async function buildWithNodeSaml(options: AuthnRequestOptions): Promise<string> {
  // Loaded when the first sign-in starts: whoever only verifies responses never pays for it.
  const { SAML } = await import('@node-saml/node-saml');
  try {
    return await messageOf(SAML, options);
  } catch (cause) {
    throw new TypeError('An AuthnRequest cannot carry these values', { cause });
  }
}

async function messageOf(SAML: typeof NodeSaml, options: AuthnRequestOptions): Promise<string> {
  // An instance for each request, because node-saml takes ForceAuthn and IsPassive in its constructor only.
  const saml = new SAML({
    idpCert: NOT_READ,
    entryPoint: options.connection.signInUrl,
    issuer: options.entityId,
    callbackUrl: options.assertionConsumerServiceUrl,
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    forceAuthn: options.forceAuthn,
    passive: options.isPassive,
    skipRequestCompression: true,
    generateUniqueId: () => options.id,
  });
  const { SAMLRequest } = await saml.getAuthorizeMessageAsync('');
  return Buffer.from(String(SAMLRequest), 'base64').toString('utf8');
}

// node-saml has no option for either of the following; see docs/decisions/0004-authn-request.md.

function withoutNameIdPolicy(xml: string): string {
  if (!xml.endsWith(NAME_ID_POLICY + END)) throw new TypeError('node-saml wrote an unknown NameIDPolicy');
  return xml.slice(0, -(NAME_ID_POLICY + END).length) + END;
}

function withIssueInstant(xml: string, issueInstant: string): string {
  return xml.replace(ISSUE_INSTANT, () => ` IssueInstant="${issueInstant}"`);
}

function expectedAttributes(options: AuthnRequestOptions, issueInstant: string): ReadonlyMap<string, string> {
  const attributes = new Map([
    ['ID', options.id],
    ['Version', '2.0'],
    ['IssueInstant', issueInstant],
    ['ProtocolBinding', 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'],
    ['Destination', options.connection.signInUrl],
    ['AssertionConsumerServiceURL', options.assertionConsumerServiceUrl],
  ]);
  if (options.forceAuthn) attributes.set('ForceAuthn', 'true');
  if (options.isPassive) attributes.set('IsPassive', 'true');
  return attributes;
}
