import { sign } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { parseServiceProviderKey } from '../../src/certificates/service-provider-key.js';
import type { Success } from '../../src/errors/index.js';
import type { Connection, ConnectionInput } from '../../src/organizations/connection.js';
import type { EndSessions, LogoutStep, ReceivedLogout } from '../../src/service-provider/logout.js';
import type { ReferencedRefusal } from '../../src/service-provider/refused.js';
import type { ServiceProviderOptions } from '../../src/service-provider/settings.js';
import type { SignIn } from '../../src/service-provider/sign-in.js';
import type { IndexedSession } from '../../src/stores/interfaces/sign-in.js';
import { memorySessionIndexStore } from '../../src/stores/memory/index.js';
import { type MintOptions, TEST_TENANT_ID } from '../../src/testing/index.js';
import { createTestKeyPair, type TestKeyPair } from '../../src/testing/test-key-pair.js';
import {
  accepted,
  answerTo,
  connection,
  createSite,
  finish,
  NOW,
  type Site,
  start,
} from '../service-provider/site.js';

// An identity provider that writes logout messages as Entra does, and an application that takes them.

const notBefore = new Date('2026-01-01T00:00:00Z');
export const idpKey: TestKeyPair = createTestKeyPair({ notBefore });
export const ourKey: TestKeyPair = createTestKeyPair({ notBefore });
export const ISSUER: string = `https://sts.windows.net/${TEST_TENANT_ID}/`;
export const LOGOUT_URL = 'https://app.example.com/saml/contoso/logout';
export const PLACE: readonly [string, string] = ['org-contoso', 'contoso'];
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

export interface RequestContent {
  readonly id?: string;
  readonly issuer?: string;
  readonly issueInstant?: Date;
  readonly nameId?: string;
  readonly sessionIndexes?: readonly string[];
  /** Default our Logout URL of Contoso; null leaves it out. */
  readonly destination?: string | null;
  /** Further attributes of the root. */
  readonly attributes?: string;
  /** Instead of NameID and SessionIndex. */
  readonly content?: string;
}

let messages = 0;

export function logoutRequest(content: RequestContent = {}): string {
  messages += 1;
  const { id = `_request-${messages}`, issuer = ISSUER, issueInstant = NOW, attributes = '' } = content;
  const { destination = LOGOUT_URL, nameId = 'pairwise', sessionIndexes = [] } = content;
  const address = destination === null ? '' : ` Destination="${destination}"`;
  const indexes = sessionIndexes.map((each) => `<samlp:SessionIndex>${each}</samlp:SessionIndex>`);
  const subject = `<NameID xmlns="urn:oasis:names:tc:SAML:2.0:assertion">${nameId}</NameID>${indexes.join('')}`;
  return `<samlp:LogoutRequest ID="${id}" Version="2.0" IssueInstant="${issueInstant.toISOString()}"${address}${attributes} xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"><Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">${issuer}</Issuer>${content.content ?? subject}</samlp:LogoutRequest>`;
}

export function logoutResponse(
  inResponseTo: string | null,
  content: { issuer?: string; status?: string; attributes?: string; issueInstant?: Date } = {},
): string {
  messages += 1;
  const { issuer = `https://login.microsoftonline.com/${TEST_TENANT_ID}/`, issueInstant = NOW } = content;
  const status = content.status ?? '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/>';
  const answered = inResponseTo === null ? '' : ` InResponseTo="${inResponseTo}"`;
  return `<samlp:LogoutResponse ID="_response-${messages}" Version="2.0" IssueInstant="${issueInstant.toISOString()}"${answered}${content.attributes ?? ''} xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"><Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">${issuer}</Issuer><samlp:Status>${status}</samlp:Status></samlp:LogoutResponse>`;
}

/** Percent-encoding with lower-case escapes, as .NET writes it. */
export function lowerCase(value: string): string {
  return encodeURIComponent(value).replace(/%[0-9A-F]{2}/gu, (octet) => octet.toLowerCase());
}

export interface QueryPlan {
  readonly field?: 'SAMLRequest' | 'SAMLResponse';
  readonly relayState?: string | null;
  readonly encode?: (value: string) => string;
  readonly algorithm?: string;
  readonly hash?: string;
  readonly privateKeyPem?: string;
  readonly deflated?: Buffer;
}

/** The signed query of a redirect. */
export function queryOf(xml: string, plan: QueryPlan = {}): string {
  const { encode = lowerCase, field = xml.includes('LogoutRequest ') ? 'SAMLRequest' : 'SAMLResponse' } =
    plan;
  const message = (plan.deflated ?? deflateRawSync(Buffer.from(xml))).toString('base64');
  const relayState = plan.relayState == null ? '' : `&RelayState=${encode(plan.relayState)}`;
  const signed = `${field}=${encode(message)}${relayState}&SigAlg=${encode(plan.algorithm ?? RSA_SHA256)}`;
  const key = plan.privateKeyPem ?? idpKey.privateKeyPem;
  return `${signed}&Signature=${encode(sign(plan.hash ?? 'sha256', Buffer.from(signed), key).toString('base64'))}`;
}

export interface LogoutSite extends Site {
  readonly sessions: ReturnType<typeof memorySessionIndexStore>;
  /** Keys of the sessions that the application was told to end. */
  readonly ended: string[];
}

export function contoso(input: Partial<ConnectionInput> = {}): Connection {
  const current = accepted(parseServiceProviderKey(ourKey));
  return connection({ certificates: [idpKey.certificatePem], keys: { current }, ...input });
}

export function logoutSite(
  options: Partial<ServiceProviderOptions> = {},
  connections: readonly Connection[] = [contoso()],
): LogoutSite {
  const clock = (): Date => site.now;
  const sessions = memorySessionIndexStore({ now: clock });
  const site: Site = createSite({ sessions, ...options }, connections);
  return Object.assign(site, { sessions, ended: [] });
}

/** A person who signed in, and the session that the application made of it. */
export async function signedIn(
  site: LogoutSite,
  sessionKey = 'session-1',
  mint: Partial<MintOptions> = {},
): Promise<{ readonly signIn: SignIn; readonly session: IndexedSession }> {
  const started = await start(site);
  const signIn = accepted(await finish(site, started, answerTo(site, started, { keyPair: idpKey, ...mint })));
  const expiresAt = new Date(site.now.getTime() + 3_600_000);
  return {
    signIn,
    session: accepted(await site.serviceProvider.addSession(signIn, { sessionKey, expiresAt })),
  };
}

type Step = Success<LogoutStep> | ReferencedRefusal;

export function receive(site: LogoutSite, received: ReceivedLogout, end?: EndSessions): Promise<Step> {
  const note: EndSessions = (sessions) => {
    site.ended.push(...sessions.map(({ sessionKey }) => sessionKey));
  };
  return site.serviceProvider.receiveLogout(received, end ?? note);
}

export function redirect(site: LogoutSite, query: string, end?: EndSessions): Promise<Step> {
  return receive(site, { binding: 'redirect', query, connectionId: 'contoso' }, end);
}

export function posted(site: LogoutSite, fields: Record<string, string>): Promise<Step> {
  return receive(site, { binding: 'post', form: new URLSearchParams(fields), connectionId: 'contoso' });
}

/** What becomes of a message: the status that is answered, `finished`, or the code of the refusal. */
export async function outcomeOf(step: Promise<Step>): Promise<string> {
  const result = await step;
  if (!result.ok) return result.error.code;
  return result.value.kind === 'finished' ? 'finished' : result.value.status;
}

/** The code of the last refusal in the log. */
export function refusedCode(site: Site): string | null {
  const event = site.events.findLast(({ type }) => type === 'logout_refused');
  return event?.type === 'logout_refused' ? event.code : null;
}
