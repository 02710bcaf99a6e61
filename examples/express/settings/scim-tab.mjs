import { Router } from 'express';
import { scimPage } from '../pages/settings/scim-page.mjs';
import { visitorOf } from './guard.mjs';
import { orThrow, problemOf, statusOf } from './problems.mjs';

const HERE = '/settings/access-security/scim';
const MOST_REQUESTS = 50;

/** Provisioning by SCIM: the credentials of the identity provider, and what it sent lately. */
export function scimTab(parts) {
  const { scimCredentials } = parts.access;
  const tab = Router();
  const actorOf = ({ session }) => [session.member.organizationId, session.member.email];
  const showIssued = async (req, res, issued) => {
    if (issued.ok) return show(parts, req, res, { issued: issued.value });
    await show(parts, req, res, { problems: [problemOf(issued.error)] });
  };

  tab.get('/', (req, res) => show(parts, req, res));
  tab.post('/generate', async (req, res) => {
    const [organizationId, email] = actorOf(req);
    const input = { label: req.form.text('label') };
    const isSecret = req.form.text('kind') === 'client-secret';
    const issued = isSecret
      ? await scimCredentials.issueClientSecret(organizationId, input, email)
      : await scimCredentials.issueBearer(organizationId, input, email);
    await showIssued(req, res, issued);
  });
  tab.post('/workload-identity', async (req, res) => {
    const [organizationId, email] = actorOf(req);
    const input = Object.fromEntries(
      ['label', 'tenantId', 'subject', 'applicationId'].map((name) => [name, req.form.text(name).trim()]),
    );
    await showIssued(req, res, await scimCredentials.addWorkloadIdentity(organizationId, input, email));
  });
  tab.post('/rotate', async (req, res) => {
    const [organizationId, email] = actorOf(req);
    await showIssued(
      req,
      res,
      await scimCredentials.rotate(organizationId, req.form.text('credential'), {}, email),
    );
  });
  tab.post('/revoke', async (req, res) => {
    const [organizationId, email] = actorOf(req);
    const revoked = await scimCredentials.revoke(organizationId, req.form.text('credential'), email);
    if (revoked.ok) return res.redirect(303, `${HERE}?done=scim-revoked`);
    await show(parts, req, res, { problems: [problemOf(revoked.error)] });
  });
  return tab;
}

/** A secret is shown by the answer that made it, and never again. */
async function show({ access }, req, res, { issued = null, problems = [] } = {}) {
  const { organizationId } = req.session.member;
  const credentials = orThrow(await access.scimCredentials.list(organizationId));
  const policy = orThrow(await access.directory.policy(organizationId));
  const requests = await access.scimRequests.list(organizationId, MOST_REQUESTS);
  const { baseUrl, tokenUrl } = access.scim;
  const page = scimPage({
    ...visitorOf(req),
    ...{ baseUrl, tokenUrl, credentials, requests, issued, problems },
    membership: policy.membership,
    done: req.query.done,
  });
  res.status(problems.length === 0 ? 200 : statusOf(problems)).send(page);
}
