import { Router } from 'express';
import { groupPage, teamsPage } from '../pages/settings/teams-page.mjs';
import { teamOf, teams } from '../teams.mjs';
import { visitorOf } from './guard.mjs';
import { firstPageWhereWrong, isId } from './paging.mjs';

const ON_A_PAGE = 50;
/** Names beside a group; the others are on the page of the group. */
const FEW = 5;

/** The teams of the application with the groups that fill them, the other groups, and the people of a group. */
export function teamsPages({ access: { provisioned } }) {
  const pages = Router();
  pages.get('/', async (req, res) => {
    const { organizationId } = req.session.member;
    const filled = await Promise.all(
      teams.map(async (team) => ({ team, group: await shown(await groupOf(organizationId, team)) })),
    );
    const cursor = typeof req.query.groups === 'string' && req.query.groups !== '' ? req.query.groups : null;
    const found = await firstPageWhereWrong((after) => groupsFrom(organizationId, after), cursor);
    const rest = found.records.filter(({ displayName }) => teamOf(displayName) === null);
    const groups = await Promise.all(rest.map(shown));
    res.send(teamsPage({ ...visitorOf(req), filled, groups, next: found.next, isFirst: cursor === null }));
  });
  pages.get('/:group', async (req, res, next) => {
    const { organizationId } = req.session.member;
    const group = isId(req.params.group)
      ? await provisioned.getGroup(organizationId, req.params.group)
      : null;
    if (group === null) return next();
    const after = isId(req.query.after) ? req.query.after : null;
    const { names, next: more } = await peopleOf(group, after, ON_A_PAGE);
    res.send(groupPage({ ...visitorOf(req), group, names, next: more, isFirst: after === null }));
  });
  return pages;

  function groupsFrom(organizationId, after) {
    const page = { kind: 'cursor', after, count: ON_A_PAGE };
    return provisioned.queryGroups(organizationId, { filter: null, sort: null, page });
  }

  /** The key of a name in plain letters is the name in lower case. */
  function groupOf(organizationId, { name }) {
    return provisioned.findGroupByDisplayName(organizationId, name.toLowerCase());
  }

  async function shown(group) {
    return group === null ? null : { group, names: (await peopleOf(group, null, FEW)).names };
  }

  /** By member id, with the id where the next page begins. */
  async function peopleOf({ id, organizationId }, after, count) {
    const page = { after, limit: count + 1 };
    const found = await provisioned.listMemberships(organizationId, id, page);
    const memberships = found.slice(0, count);
    const names = await Promise.all(
      memberships.map(async ({ kind, memberId }) => {
        if (kind === 'Group')
          return (await provisioned.getGroup(organizationId, memberId))?.displayName ?? '–';
        return (await provisioned.getUser(organizationId, memberId))?.userName ?? '–';
      }),
    );
    return { names, next: found.length > count ? memberships.at(-1).memberId : null };
  }
}
