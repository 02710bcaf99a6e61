import { Router } from 'express';
import { auditTab } from './audit-tab.mjs';
import { domainTab } from './domain-tab.mjs';
import { administratorsOnly, ownForms, settingsPolicy } from './guard.mjs';
import { linkUserPages } from './link-user-pages.mjs';
import { membersPages } from './members-pages.mjs';
import { scimTab } from './scim-tab.mjs';
import { singleSignOnTab } from './single-sign-on-tab.mjs';
import { teamsPages } from './teams-pages.mjs';

const FIRST_TAB = '/settings/access-security/single-sign-on';

/**
 * The settings pages *Access Security* of an organisation, for its owners and admins. Which organisation it is says the
 * session alone; what a form names beside it is looked up among what that organisation has.
 */
export function settingsPages(parts) {
  const pages = Router();
  pages.use(administratorsOnly, settingsPolicy, ownForms(parts.baseUrl));
  pages.get(['/', '/access-security'], (_req, res) => res.redirect(303, FIRST_TAB));
  pages.use('/access-security/single-sign-on', singleSignOnTab(parts));
  pages.use('/access-security/domain-claiming', domainTab(parts));
  pages.use('/access-security/scim', scimTab(parts));
  pages.use('/access-security/audit', auditTab(parts));
  pages.use('/members/link', linkUserPages(parts));
  pages.use('/members', membersPages(parts));
  pages.use('/teams', teamsPages(parts));
  return pages;
}
