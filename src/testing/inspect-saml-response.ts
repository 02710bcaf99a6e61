import { types } from 'node:util';
import { type AnySsoError, errorCatalogue, type Result, refusal, success } from '../errors/index.js';
import type { Connection } from '../organizations/connection.js';
import { parseClaimedDomain } from '../organizations/email-domain.js';
import { type Claims, readClaims } from '../response/claims.js';
import { bytesOf, decodeResponse } from '../response/decode.js';
import type { Expectations } from '../response/expectations.js';
import { validateResponse } from '../response/validate-response.js';
import { readXml } from '../xml/read-xml.js';
import { comparisons } from './inspect/comparisons.js';
import {
  failedStage,
  isEncryptedMessage,
  type ReportedStage,
  reportedStages,
} from './inspect/failed-stage.js';
import type { InspectedCertificate, InspectedFailure, InspectedStage } from './inspect/findings.js';
import { InspectReport } from './inspect/inspect-report.js';
import { readPasted } from './inspect/read-pasted.js';
import { issueInstantOf, type ReceivedMessage, receivedMessage } from './inspect/received-message.js';

/** What a pasted message is held against. */
export interface InspectOptions {
  /** From `parseConnection`. */
  readonly connection: Connection;
  /** Our entity ID; default the connection's own. */
  readonly entityId?: string;
  /** Where the message was sent to; default the connection's own. */
  readonly assertionConsumerServiceUrl?: string;
  /**
   * ID of the request; null for an unsolicited message; `any` (default) takes the message's own value, whatever it
   * is. Only an inspection may do that, and the report says so.
   */
  readonly inResponseTo?: string | null;
  /**
   * When the message is judged: `now` (default), a given time, or `issue-instant`: the message's own time. Only an
   * inspection may do that, and the report says so.
   */
  readonly at?: Date | 'now' | 'issue-instant';
  /** Verified domains of the organisation; without them its membership is not asked. */
  readonly claimedDomains?: readonly string[];
  /** Stop before the claims. Default false. */
  readonly responseOnly?: boolean;
}

interface Clock {
  readonly at: Date;
  readonly atFrom: 'clock' | 'given' | 'message';
}

/**
 * Tells stage by stage what claimgate makes of a message that somebody pasted: base64, URL-encoded base64, a form
 * body, a HAR file, lines of developer tools, an HTML form or XML. Never throws for whatever was pasted; wrong
 * options throw a TypeError. The verdict is that of `validateResponse` and `readClaims`; that the request is
 * outstanding and the assertion unused is not looked at.
 */
export function inspectSamlResponse(pasted: string, options: InspectOptions): InspectReport {
  const claimedDomains = domainsOf(options);
  const { samlResponse, pastedAs, notes } = readPasted(pasted);
  const received = readReceived(samlResponse);
  const clock = clockOf(options, received);
  const inResponseTo = options.inResponseTo === undefined ? 'any' : options.inResponseTo;
  const expectations: Expectations = {
    connection: options.connection,
    entityId: options.entityId ?? options.connection.entityId ?? '',
    assertionConsumerServiceUrl:
      options.assertionConsumerServiceUrl ?? options.connection.assertionConsumerServiceUrl ?? '',
    inResponseTo: inResponseTo === 'any' ? received?.inResponseTo || null : inResponseTo,
    authnInstantNotBefore: null,
    now: clock.at,
  };

  // Only who holds the keys can look: nobody else learns from the report whether a decryption failed.
  const validated = validateResponse(samlResponse, expectations, { decryption: 'dangerously-unreserved' });
  const asked: readonly ReportedStage[] = options.responseOnly
    ? []
    : claimedDomains === null
      ? ['claims']
      : ['claims', 'organization'];
  const encrypted = isEncryptedMessage(samlResponse);
  const claims = validated.ok && asked.includes('claims') ? readClaims(validated.value) : null;
  const member = claims?.ok && claimedDomains !== null ? membership(claims.value, claimedDomains) : null;
  const error = [validated, claims, member].flatMap((result) =>
    result?.ok === false ? [result.error] : [],
  )[0];
  const failedAt = !validated.ok
    ? failedStage(samlResponse, expectations)
    : claims?.ok === false
      ? 'claims'
      : member?.ok === false
        ? 'organization'
        : null;
  return new InspectReport({
    valid: error === undefined && failedAt === null && validated.ok,
    responseValid: validated.ok,
    stages: stagesOf(failedAt, encrypted ? ['decrypt', ...asked] : asked),
    failure: error === undefined || failedAt === null ? null : failureOf(error, failedAt),
    notes: [...ownValueNotes(clock, inResponseTo, expectations), ...notes],
    pastedAs,
    length: samlResponse.length,
    expectations: {
      issuerUrl: options.connection.issuerUrl,
      entityId: expectations.entityId,
      assertionConsumerServiceUrl: expectations.assertionConsumerServiceUrl,
      inResponseTo: expectations.inResponseTo,
      inResponseToFrom: inResponseTo === 'any' ? 'message' : 'given',
      ...clock,
    },
    certificates: certificatesOf(options.connection, received, clock.at),
    comparisons: received === null ? [] : comparisons(received, expectations),
    received,
    assertion: validated.ok ? validated.value.assertion : null,
    claims: claims?.ok ? claims.value : null,
  });
}

function domainsOf({ claimedDomains, responseOnly }: InspectOptions): readonly string[] | null {
  if (claimedDomains === undefined) return null;
  if (responseOnly) throw new TypeError('claimedDomains cannot be looked at with responseOnly');
  return claimedDomains.map((domain) => {
    const parsed = parseClaimedDomain(domain);
    if (!parsed.ok) throw new TypeError(`claimedDomains: ${parsed.error.message}`);
    return parsed.value;
  });
}

function readReceived(samlResponse: string): ReceivedMessage | null {
  const decoded = decodeResponse(samlResponse);
  const document = decoded.ok ? readXml(bytesOf(decoded.value)) : null;
  return document?.ok ? receivedMessage(document.value) : null;
}

function clockOf({ at = 'now' }: InspectOptions, received: ReceivedMessage | null): Clock {
  if (types.isDate(at)) return { at, atFrom: 'given' };
  const issued = at === 'issue-instant' ? issueInstantOf(received) : null;
  return issued === null ? { at: new Date(), atFrom: 'clock' } : { at: issued, atFrom: 'message' };
}

/** As `resolveClaimedDomain` judges: exact match, sub-domains are claims of their own. */
function membership({ email }: Claims, claimedDomains: readonly string[]): Result<string> {
  return claimedDomains.includes(email.domain)
    ? success(email.domain)
    : refusal('email_domain_not_claimed', { emailDomain: email.domain, claimedDomains });
}

function stagesOf(
  failedAt: ReportedStage | null,
  asked: readonly ReportedStage[],
): readonly InspectedStage[] {
  const failedIndex = failedAt === null ? reportedStages.length : reportedStages.indexOf(failedAt);
  // Told only where there is something to decrypt, or should have been.
  const told = reportedStages.filter(
    (stage) => stage !== 'decrypt' || stage === failedAt || asked.includes(stage),
  );
  return told.map((stage) => {
    const index = reportedStages.indexOf(stage);
    if (index > reportedStages.indexOf('check') && !asked.includes(stage)) {
      return { stage, outcome: 'not asked' };
    }
    if (index === failedIndex) return { stage, outcome: 'failed' };
    return { stage, outcome: index < failedIndex ? 'passed' : 'not reached' };
  });
}

function failureOf(error: AnySsoError, stage: ReportedStage): InspectedFailure {
  const row = errorCatalogue.get(error.code);
  return {
    code: error.code,
    stage,
    meaning: row?.meaning ?? error.message,
    remedy: error.remedy,
    reference: row?.reference ?? null,
    details: error.details,
  };
}

function ownValueNotes(
  { at, atFrom }: Clock,
  inResponseTo: string | null,
  expectations: Expectations,
): readonly string[] {
  const notes: string[] = [];
  if (atFrom === 'message') {
    notes.push(
      `The clock was set to the message’s own time, ${at.toISOString()}. A real sign-in uses the present time.`,
    );
  }
  if (inResponseTo === 'any') {
    const own = expectations.inResponseTo;
    notes.push(
      own === null
        ? `The message answers no request and was judged as unsolicited (IdP-initiated), which this connection ${expectations.connection.allowIdpInitiated ? 'allows' : 'does not allow: a real sign-in would be refused'}.`
        : `The message’s own InResponseTo ${own} was taken for the request. A real sign-in must have sent it, from the same browser.`,
    );
  }
  return notes;
}

function certificatesOf(
  { certificates }: Connection,
  received: ReceivedMessage | null,
  now: Date,
): readonly InspectedCertificate[] {
  const named = new Set(received?.signatures.map(({ certificate }) => certificate?.sha256Thumbprint));
  return certificates.map(({ subject, sha1Thumbprint, sha256Thumbprint, notAfter }) => ({
    subject,
    sha1Thumbprint,
    sha256Thumbprint,
    notAfter,
    expired: notAfter.getTime() <= now.getTime(),
    namedInMessage: named.has(sha256Thumbprint),
  }));
}
