import { Router } from 'express';

const PREFIX = 'claimgate-domain-verify=';
const LONGEST = 300;
const MOST = 20;

/**
 * The name servers of the organisation’s domains, as far as this example makes them up: what the administrator would do
 * at their DNS provider. In an application of your own there is nothing of the kind.
 */
export function madeUpDns({ access, stubDns }, here) {
  const { domainClaims } = access;
  const dns = Router();
  const changeRecords = async (req, res, change) => {
    const { organizationId } = req.session.member;
    const claims = await domainClaims.list(organizationId);
    const claim = claims.ok
      ? claims.value.find(({ domain }) => domain === req.form.text('domain'))
      : undefined;
    if (claim === undefined) return res.redirect(303, here);
    const [{ name, value }] = domainClaims.records(claim);
    const before = await stubDns.records(name);
    await stubDns.set(name, change(before, value).slice(0, MOST));
    res.redirect(303, `${here}?done=dns`);
  };
  dns.post('/publish', (req, res) =>
    changeRecords(req, res, (before, value) => [...new Set([...before, value])]),
  );
  dns.post('/add', (req, res) => {
    const text = req.form.text('text').slice(0, LONGEST);
    return changeRecords(req, res, (before) => (text === '' ? before : [...new Set([...before, text])]));
  });
  dns.post('/remove', (req, res) => {
    const text = req.form.text('text');
    // Another organisation’s record stays: in life nobody but the owner of the domain could take it away.
    return changeRecords(req, res, (before, value) =>
      before.filter((each) => each !== text || isOfOthers(each, value)),
    );
  });
  return dns;
}

function isOfOthers(text, ownValue) {
  const lower = text.toLowerCase();
  return lower.includes(PREFIX) && !lower.includes(ownValue);
}
