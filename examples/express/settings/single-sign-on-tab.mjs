import { Router } from 'express';
import { removeConnectionPage } from '../pages/settings/remove-page.mjs';
import { importMetadata, saveConnection, saveOptions, useCertificate } from './connection-forms.mjs';
import { visitorOf } from './guard.mjs';
import { savePolicy } from './policy-form.mjs';
import { problemOf } from './problems.mjs';
import {
  connectionOf,
  done,
  hasVerifiedDomain,
  NO_DOMAIN,
  ownUrls,
  showSingleSignOn,
  staleProblem,
} from './show-single-sign-on.mjs';
import { testSignIn } from './test-sign-in.mjs';

/** How people of the organisation sign in: the connection to its identity provider, and who may come in otherwise. */
export function singleSignOnTab(parts) {
  const tab = Router();
  tab.get('/', (req, res) => showSingleSignOn(parts, req, res));
  tab.post('/turn-on', (req, res) => turnOn(parts, req, res));
  tab.post('/connection', (req, res) => saveConnection(parts, req, res));
  tab.post('/metadata', (req, res) => importMetadata(parts, req, res));
  tab.post('/certificate', (req, res) => useCertificate(parts, req, res));
  tab.post('/options', (req, res) => saveOptions(parts, req, res));
  tab.post('/policy', (req, res) => savePolicy(parts, req, res));
  tab.post('/enable', (req, res) => changeStatus(parts, req, res, 'enable'));
  tab.post('/disable', (req, res) => changeStatus(parts, req, res, 'disable'));
  tab.get('/remove', (req, res, next) => askToRemove(parts, req, res, next));
  tab.post('/remove', (req, res) => remove(parts, req, res));
  tab.post('/test-tenant', (req, res) => enterInTestTenant(parts, req, res));
  tab.use('/test', testSignIn(parts));
  return tab;
}

/** The first step: a connection without anything in it yet, so that it has addresses to enter in Entra. */
async function turnOn(parts, req, res) {
  const { email, organizationId } = req.session.member;
  if ((await connectionOf(parts, req)) !== null) return done(res, 'turned-on');
  if (!(await hasVerifiedDomain(parts, organizationId))) {
    return showSingleSignOn(parts, req, res, { problems: [NO_DOMAIN] });
  }
  const created = await parts.access.connections.create(organizationId, {}, email);
  if (!created.ok) return showSingleSignOn(parts, req, res, { problems: [problemOf(created.error)] });
  done(res, 'turned-on');
}

async function changeStatus(parts, req, res, what) {
  const { email, organizationId } = req.session.member;
  const { connections } = parts.access;
  const id = req.form.text('connection');
  const refused = (problem) => showSingleSignOn(parts, req, res, { problems: [problem] });
  const found = await connections.get(organizationId, id);
  if (!found.ok) return refused(problemOf(found.error));
  if (what === 'enable') {
    if (!(await hasVerifiedDomain(parts, organizationId))) return refused(NO_DOMAIN);
    // What is enabled shall be what was looked at.
    const stale = staleProblem(found.value, req);
    if (stale !== null) return refused(stale);
  }
  const changed = await connections[what](organizationId, id, email);
  if (!changed.ok) return refused(problemOf(changed.error, { field: null }));
  done(res, `${what}d`);
}

async function askToRemove(parts, req, res, next) {
  const view = await connectionOf(parts, req);
  if (view === null || view.record.status === 'enabled') return next();
  res.send(removeConnectionPage({ ...visitorOf(req), view }));
}

async function remove(parts, req, res) {
  const { email, organizationId } = req.session.member;
  const removed = await parts.access.connections.remove(organizationId, req.form.text('connection'), email);
  if (removed.ok) return done(res, 'removed');
  showSingleSignOn(parts, req, res, { problems: [problemOf(removed.error)] });
}

/** What the administrator enters in Entra under *Basic SAML Configuration*; the test tenant has no page for it. */
async function enterInTestTenant(parts, req, res) {
  const { organizationId } = req.session.member;
  const found = await parts.access.connections.get(organizationId, req.form.text('connection'));
  if (!found.ok) return showSingleSignOn(parts, req, res, { problems: [problemOf(found.error)] });
  const tenant = parts.tenants[organizationId];
  if (tenant?.registerApplication === undefined) return done(res, 'saved');
  const { entityId, assertionConsumerServiceUrl, logoutUrl, signOnUrl } = ownUrls(parts, found.value);
  tenant.registerApplication({
    name: 'Claimgate example',
    identifier: entityId,
    replyUrls: [assertionConsumerServiceUrl],
    signOnUrl,
    logoutUrl,
    ...certificatesFor(found.value.connection?.keys ?? null),
  });
  done(res, 'entered');
}

/** Under *Token encryption* and *Verification certificates*, where the connection has keys. */
function certificatesFor(keys) {
  if (keys === null) return {};
  const all = [keys.current, keys.next].filter((key) => key !== null).map((key) => key.certificate.pem);
  return { encryptionCertificatePem: all[0], verificationCertificates: all };
}
