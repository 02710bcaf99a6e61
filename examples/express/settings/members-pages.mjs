import { Router } from 'express';
import { membersPage } from '../pages/settings/members-page.mjs';
import { teamsPage } from '../pages/settings/teams-page.mjs';
import { visitorOf } from './guard.mjs';

// More than the demonstration has; an application pages.
const MOST = 200;
const FIRST_PAGE = { filter: null, sort: null, page: { kind: 'index', startIndex: 1, count: MOST } };

/** The members and the teams of the organisation, and what provisioning brought of both. */
export function membersPages({ access: { members, provisioned } }) {
  const pages = Router();
  pages.get('/members', async (req, res) => {
    const { organizationId } = req.session.member;
    const listed = await members.listMembers(organizationId, { after: null, limit: MOST });
    const users = await usersOf(organizationId);
    res.send(membersPage({ ...visitorOf(req), members: listed, users }));
  });
  pages.get('/teams', async (req, res) => {
    const { organizationId } = req.session.member;
    const users = new Map((await usersOf(organizationId)).map(({ id, userName }) => [id, userName]));
    const found = await provisioned.queryGroups(organizationId, FIRST_PAGE);
    const groups = await Promise.all(
      (found === 'too-many' ? [] : found.records).map(async (group) => {
        const page = { after: null, limit: MOST };
        const memberships = await provisioned.listMemberships(organizationId, group.id, page);
        const names = memberships.map(({ memberId }) => users.get(memberId) ?? 'a group');
        return { name: group.displayName, memberCount: group.memberCount, names: names.sort() };
      }),
    );
    res.send(teamsPage({ ...visitorOf(req), groups }));
  });
  return pages;

  async function usersOf(organizationId) {
    const found = await provisioned.queryUsers(organizationId, FIRST_PAGE);
    return found === 'too-many' ? [] : found.records;
  }
}
