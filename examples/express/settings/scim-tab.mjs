import { Router } from 'express';
import { credentialQuestionPage, workloadPage } from '../pages/settings/scim-credential-pages.mjs';
import { scimPage } from '../pages/settings/scim-page.mjs';
import { visitorOf } from './guard.mjs';
import { orThrow, problemOf, statusOf } from './problems.mjs';
import { canProve, proofViolation, proveAgain } from './proof.mjs';

const HERE = '/settings/access-security/scim';
const MOST_REQUESTS = 50;
const IDENTITY = ['label', 'tenantId', 'subject', 'applicationId'];
const NO_IDENTITY = { label: 'Entra workload identity', tenantId: '', subject: '', applicationId: '' };

/**
 * Provisioning by SCIM: the credentials of the identity provider, what it sent lately, and how people are recognised. Who
 * makes or ends a credential shows once more who they are: a token lets its holder deactivate everybody.
 */
export function scimTab(parts) {
  const { scimCredentials } = parts.access;
  const tab = Router();

  tab.get('/', (req, res) => show(parts, req, res));
  tab.post('/prove', (req, res) => proveAgain(parts, req, res, HERE));
  tab.post('/generate', async (req, res) => {
    const generating = { label: req.form.text('label'), kind: req.form.text('kind') };
    const unproven = await proofViolation(parts, req);
    if (unproven !== null) return show(parts, req, res, { problems: [unproven], generating });
    const [organizationId, email] = actorOf(req);
    const input = { label: generating.label };
    const issued =
      generating.kind === 'client-secret'
        ? await scimCredentials.issueClientSecret(organizationId, input, email)
        : await scimCredentials.issueBearer(organizationId, input, email);
    if (issued.ok) return show(parts, req, res, { issued: issued.value });
    await show(parts, req, res, { problems: [problemOf(issued.error)], generating });
  });
  tab.get('/workload-identity', (req, res) => showWorkload(parts, req, res));
  tab.post('/workload-identity', async (req, res) => {
    const values = Object.fromEntries(IDENTITY.map((name) => [name, req.form.text(name).trim()]));
    const unproven = await proofViolation(parts, req);
    if (unproven !== null) return showWorkload(parts, req, res, { values, problems: [unproven] });
    const [organizationId, email] = actorOf(req);
    const added = await scimCredentials.addWorkloadIdentity(organizationId, values, email);
    if (added.ok) return show(parts, req, res, { issued: added.value });
    const { details } = added.error;
    const about = IDENTITY.includes(details.field) ? { field: details.field } : {};
    await showWorkload(parts, req, res, { values, problems: [problemOf(added.error, about)] });
  });
  tab.get('/rotate', (req, res, next) => ask(parts, req, res, next, 'rotate'));
  tab.post('/rotate', async (req, res, next) => {
    const unproven = await proofViolation(parts, req);
    if (unproven !== null) return ask(parts, req, res, next, 'rotate', [unproven]);
    const [organizationId, email] = actorOf(req);
    const id = req.form.text('credential');
    const issued = await scimCredentials.rotate(organizationId, id, {}, email);
    if (issued.ok) return show(parts, req, res, { issued: issued.value });
    await show(parts, req, res, { problems: [problemOf(issued.error)] });
  });
  tab.get('/revoke', (req, res, next) => ask(parts, req, res, next, 'revoke'));
  tab.post('/revoke', async (req, res, next) => {
    const unproven = await proofViolation(parts, req);
    if (unproven !== null) return ask(parts, req, res, next, 'revoke', [unproven]);
    const [organizationId, email] = actorOf(req);
    const revoked = await scimCredentials.revoke(organizationId, req.form.text('credential'), email);
    if (revoked.ok) return res.redirect(303, `${HERE}?done=scim-revoked`);
    await show(parts, req, res, { problems: [problemOf(revoked.error)] });
  });
  return tab;
}

function actorOf({ session }) {
  return [session.member.organizationId, session.member.email];
}

/** A secret is shown by the answer that made it, and never again. */
async function show(parts, req, res, { issued = null, problems = [], generating } = {}) {
  const { access, provisioningNotes } = parts;
  const { organizationId } = req.session.member;
  const credentials = orThrow(await access.scimCredentials.list(organizationId));
  const policy = orThrow(await access.directory.policy(organizationId));
  const requests = await access.scimRequests.list(organizationId, MOST_REQUESTS);
  const { baseUrl, tokenUrl } = access.scim;
  const page = scimPage({
    ...visitorOf(req),
    ...{ baseUrl, tokenUrl, credentials, requests, issued, problems },
    generating: generating ?? { label: 'Entra', kind: 'bearer' },
    matching: await provisioningNotes.matching(organizationId),
    membership: policy.membership,
    proof: await canProve(parts, req),
    done: req.query.done,
  });
  res.status(problems.length === 0 ? 200 : statusOf(problems)).send(page);
}

async function showWorkload(parts, req, res, { values = NO_IDENTITY, problems = [] } = {}) {
  const proof = await canProve(parts, req);
  const page = workloadPage({ ...visitorOf(req), values, problems, proof });
  res.status(problems.length === 0 ? 200 : statusOf(problems)).send(page);
}

/** Asks once more, about a credential of this organisation that is not revoked. */
async function ask(parts, req, res, next, verb, problems = []) {
  const id = problems.length === 0 ? req.query.credential : req.form.text('credential');
  const credentials = orThrow(await parts.access.scimCredentials.list(req.session.member.organizationId));
  const credential = credentials.find((each) => each.id === id && each.state !== 'revoked');
  if (credential === undefined) return next();
  const proof = await canProve(parts, req);
  const page = credentialQuestionPage({ ...visitorOf(req), verb, credential, problems, proof });
  res.status(problems.length === 0 ? 200 : statusOf(problems)).send(page);
}
