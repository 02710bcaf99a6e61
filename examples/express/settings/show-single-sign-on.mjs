import { entraSettings } from 'claimgate';
import { singleSignOnPage } from '../pages/settings/single-sign-on-page.mjs';
import { leadOnTo, visitorOf } from './guard.mjs';
import { isStale, orThrow, ownProblem, staleConnection, statusOf } from './problems.mjs';

const HERE = '/settings/access-security/single-sign-on';

export const NO_DOMAIN = ownProblem(
  null,
  'Single sign-on works for claimed domains only, and no domain of yours is verified.',
  'Open “Domain Claiming”, claim the domain of your email addresses and verify it.',
);

/** The tab as it is now, with what was typed and what was wrong with it. */
export async function showSingleSignOn(parts, req, res, { problems = [], typed = {} } = {}) {
  const { directory } = parts.access;
  const { organizationId } = req.session.member;
  const view = await connectionOf(parts, req);
  const tenant = parts.tenants[organizationId] ?? null;
  const page = {
    ...visitorOf(req),
    view,
    typed,
    problems,
    isStale: problems.some(isStale),
    hasVerifiedDomain: await hasVerifiedDomain(parts, organizationId),
    policy: orThrow(await directory.policy(organizationId)),
    urls: view === null ? null : ownUrls(parts, view),
    entra: view === null ? [] : entraRows(parts, view),
    tenant,
    canTest: typeof parts.access.serviceProvider.startTestSignIn === 'function',
    done: req.query.done,
  };
  if (view !== null) leadOnTo(res, view.record.settings.signInUrl);
  res.status(problems.length === 0 ? 200 : statusOf(problems)).send(singleSignOnPage(page));
}

/** The page again, as a fresh load, so that a reload repeats nothing. */
export function done(res, what) {
  res.redirect(303, `${HERE}?done=${what}`);
}

/** An organisation may have several; these pages are for one. Null before there is any. */
export async function connectionOf({ access }, req) {
  const [first = null] = orThrow(await access.connections.list(req.session.member.organizationId));
  return first;
}

/** In grace a domain still admits its people, until it is over. */
export function admits({ graceEndsAt, status }) {
  return status === 'verified' || (status === 'grace' && graceEndsAt !== null && graceEndsAt > new Date());
}

export async function hasVerifiedDomain({ access }, organizationId) {
  const claims = orThrow(await access.domainClaims.list(organizationId));
  return claims.some(admits);
}

/** Null where nobody wrote since the page was filled in. */
export function staleProblem({ record }, req) {
  return req.form.number('revision') === record.revision ? null : staleConnection();
}

/** What goes into Entra. */
export function ownUrls({ access }, { record }) {
  const { settings } = record;
  const urls = access.serviceProvider.urls(record.id, settings.addresses ?? 'own');
  return {
    ...urls,
    entityId: settings.entityId ?? urls.entityId,
    assertionConsumerServiceUrl: settings.assertionConsumerServiceUrl ?? urls.assertionConsumerServiceUrl,
  };
}

function entraRows(parts, view) {
  const { emailAttribute, firstNameAttribute, lastNameAttribute } = view.record.settings;
  const names = Object.entries({ emailAttribute, firstNameAttribute, lastNameAttribute });
  return entraSettings({
    ...ownUrls(parts, view),
    ...Object.fromEntries(names.filter(([, name]) => name !== undefined)),
  });
}
