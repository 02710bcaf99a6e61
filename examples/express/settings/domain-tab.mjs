import { Router } from 'express';
import { addDomainPage } from '../pages/settings/add-domain-page.mjs';
import { domainPage } from '../pages/settings/domain-page.mjs';
import { removeDomainPage } from '../pages/settings/remove-page.mjs';
import { visitorOf } from './guard.mjs';
import { madeUpDns } from './made-up-dns.mjs';
import { orThrow, problemOf, statusOf } from './problems.mjs';
import { canProve, proofViolation, proveAgain } from './proof.mjs';

const HERE = '/settings/access-security/domain-claiming';

/** Which email domains belong to the organisation. */
export function domainTab(parts) {
  const tab = Router();
  const { domainClaims } = parts.access;
  const done = (res, what) => res.redirect(303, `${HERE}?done=${what}`);

  tab.get('/', (req, res) => show(parts, req, res));
  tab.get('/add', async (req, res) => res.send(await addPage(parts, req)));
  tab.post('/add', async (req, res) => {
    const domain = req.form.text('domain').trim();
    const again = async (problem) =>
      res.status(400).send(await addPage(parts, req, { domain, problems: [problem] }));
    const unproven = await proofViolation(parts, req);
    if (unproven !== null) return again(unproven);
    const { email, organizationId } = req.session.member;
    const claimed = await domainClaims.claim(organizationId, domain, email);
    if (!claimed.ok) return again(problemOf(claimed.error, { field: 'domain' }));
    done(res, 'claimed');
  });
  tab.post('/prove', (req, res) => proveAgain(parts, req, res, `${HERE}/add`));
  tab.post('/check', async (req, res) => {
    const { email, organizationId } = req.session.member;
    const domain = req.form.text('domain');
    const checked = await domainClaims.check(organizationId, domain, email);
    // What the DNS said is nowhere kept: it is shown at once. Checking again changes nothing that it should not.
    if (checked.ok) return show(parts, req, res, { checked: checked.value });
    show(parts, req, res, { problems: [problemOf(checked.error, { field: null, subject: domain })] });
  });
  tab.get('/remove', async (req, res, next) => {
    const claims = orThrow(await domainClaims.list(req.session.member.organizationId));
    const claim = claims.find(({ domain }) => domain === req.query.domain);
    if (claim === undefined) return next();
    res.send(removeDomainPage({ ...visitorOf(req), claim }));
  });
  tab.post('/remove', async (req, res) => {
    const { email, organizationId } = req.session.member;
    const removed = await domainClaims.remove(organizationId, req.form.text('domain'), email);
    if (removed.ok) return done(res, 'domain-removed');
    show(parts, req, res, { problems: [problemOf(removed.error, { field: null })] });
  });
  if (parts.stubDns !== null) tab.use('/made-up-dns', madeUpDns(parts, HERE));
  return tab;
}

async function show({ access, stubDns }, req, res, { checked = null, problems = [] } = {}) {
  const claims = orThrow(await access.domainClaims.list(req.session.member.organizationId));
  const rows = await Promise.all(
    claims.map(async (claim) => {
      const records = access.domainClaims.records(claim);
      const published = stubDns === null ? null : await stubDns.records(claim.domain);
      return { claim, records, published };
    }),
  );
  const page = { ...visitorOf(req), rows, checked, problems, done: req.query.done };
  res.status(problems.length === 0 ? 200 : statusOf(problems)).send(domainPage(page));
}

async function addPage(parts, req, { domain = '', problems = [] } = {}) {
  return addDomainPage({ ...visitorOf(req), domain, problems, proof: await canProve(parts, req) });
}
