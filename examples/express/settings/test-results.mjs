import { createHash } from 'node:crypto';
import { inspectSamlResponse } from 'claimgate/testing';
import { plainError } from '../kept.mjs';
import { admits } from './show-single-sign-on.mjs';

const KEPT_FOR = 10 * 60_000;
const RESULTS = '/settings/access-security/single-sign-on/test';

/**
 * How test sign-ins ended, with the report on the answer: for ten minutes, in the database. The answer is
 * posted by another site, so the session’s cookie is not sent along; the next page has it, and shows the report to the
 * session that began the test and to nobody else. The verdict itself is kept with the connection.
 */
export class TestResults {
  #access;
  #kept;

  constructor(access, kept) {
    this.#access = access;
    this.#kept = kept;
  }

  /** The `returnTo` of a test, which is kept at the server with the request. */
  placeFor({ key, member }) {
    return `${RESULTS}?${new URLSearchParams({ by: hashOf(key), actor: member.email })}`;
  }

  /** For `onTestSignIn` of `toExpress`. */
  async finish(test, { samlResponse, res }) {
    const query = new URL(test.returnTo, 'http://localhost').searchParams;
    const { connections } = this.#access;
    const { code, connectionId, organizationId, passed, publicKeyHash, reference, version } = test;
    const outcome = { version, passed, code, reference, publicKeyHash };
    // Refused where the connection was changed since: then the verdict is of yesterday, and the page says so.
    const recorded = await connections.recordTest(organizationId, connectionId, outcome, query.get('actor'));
    const report = await this.#inspect(test, samlResponse);
    const result = { by: query.get('by'), test: plainTest(test), report: plainReport(report) };
    const id = await this.#kept.put({ test: { ...result, isOutdated: !recorded.ok } }, KEPT_FOR);
    res.redirect(303, `${RESULTS}/${id}`);
  }

  /** Null for whoever did not begin the test. */
  async find(id, { key, member }) {
    const result = (await this.#kept.get(id))?.test ?? null;
    const isOwn = result?.by === hashOf(key) && result.test.organizationId === member.organizationId;
    if (!isOwn) return null;
    const { report } = result;
    return { ...result, report: report && { ...report, toString: () => report.text } };
  }

  /** The same answer once more, stage by stage. Null where the connection is incomplete by now. */
  async #inspect({ connectionId, organizationId }, samlResponse) {
    const { connections, domainClaims, serviceProvider } = this.#access;
    const view = await connections.get(organizationId, connectionId);
    const claims = await domainClaims.list(organizationId);
    if (!view.ok || !claims.ok || view.value.connection === null) return null;
    const { connection } = view.value;
    const { assertionConsumerServiceUrl, entityId } = serviceProvider.urls(
      connectionId,
      connection.addresses,
    );
    return inspectSamlResponse(samlResponse, {
      connection,
      entityId: connection.entityId ?? entityId,
      assertionConsumerServiceUrl: connection.assertionConsumerServiceUrl ?? assertionConsumerServiceUrl,
      at: 'now',
      claimedDomains: claims.value.filter(admits).map(({ domain }) => domain),
    });
  }
}

function plainTest(test) {
  return test.passed ? test : { ...test, error: plainError(test.error) };
}

function plainReport(report) {
  return report && { ...report, text: report.toString() };
}

function hashOf(key) {
  return createHash('sha256').update(key).digest('base64url');
}
