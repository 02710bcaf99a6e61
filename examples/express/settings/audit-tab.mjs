import { Router } from 'express';
import { auditPage } from '../pages/settings/audit-page.mjs';
import { visitorOf } from './guard.mjs';

const ON_A_PAGE = 50;
const MOST_LOOKED_AT = 2000;
const POSITION = /^\d{1,40}(?:\.\d{1,40})?$/u;

/** The audit log of the organisation, the newest first. */
export function auditTab({ access }) {
  const tab = Router();
  tab.get('/', async (req, res) => {
    const { before, only } = req.query;
    const isRefusedOnly = only === 'refused';
    const start = typeof before === 'string' && POSITION.test(before) ? before : null;
    const { organizationId } = req.session.member;
    const list = (page) => access.auditLog.list(organizationId, page);
    const found = await entriesOf(list, start, isRefusedOnly);
    res.send(auditPage({ ...visitorOf(req), ...found, isRefusedOnly, isNewest: start === null }));
  });
  return tab;
}

/** A page of entries and the position where the next one begins; null at the end of the log. */
async function entriesOf(list, start, isRefusedOnly) {
  const entries = [];
  let before = start;
  for (let seen = 0; seen < MOST_LOOKED_AT; seen += ON_A_PAGE) {
    const page = await list({ before, limit: ON_A_PAGE });
    for (const entry of page) {
      if (entries.length === ON_A_PAGE) return { entries, next: before };
      before = entry.position;
      if (!isRefusedOnly || entry.code !== null) entries.push(entry);
    }
    if (page.length < ON_A_PAGE) return { entries, next: null };
  }
  return { entries, next: before };
}
