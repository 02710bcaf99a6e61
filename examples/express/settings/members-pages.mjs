import { Router } from 'express';
import { membersPage } from '../pages/settings/members-page.mjs';
import { visitorOf } from './guard.mjs';
import { firstPageWhereWrong, isId } from './paging.mjs';
import { isUnlinked, whyOf } from './unlinked-users.mjs';

const ON_A_PAGE = 50;
/** Users that are looked at for one page of those who lead to nobody: they are few, and stand anywhere. */
const MOST_LOOKED_AT = 500;
const AT_ONCE = 50;

/** The members of the organisation, and the provisioned users who lead to no member; both by cursor. */
export function membersPages(parts) {
  const { members, provisioned } = parts.access;
  const pages = Router();
  pages.get('/', async (req, res) => {
    const { after, users } = req.query;
    const { organizationId } = req.session.member;
    const start = isId(after) ? after : null;
    // One more than is shown tells whether there are more.
    const found = await members.listMembers(organizationId, { after: start, limit: ON_A_PAGE + 1 });
    const shown = found.slice(0, ON_A_PAGE);
    const rows = await Promise.all(shown.map((member) => rowOf(parts, member)));
    const cursor = typeof users === 'string' && users !== '' ? users : null;
    const unlinked = await firstPageWhereWrong((at) => unlinkedFrom(organizationId, at), cursor);
    const withReasons = unlinked.users.map(async (user) => ({ user, why: await whyOf(parts, user) }));
    const page = {
      ...{ rows, start, next: found.length > ON_A_PAGE ? shown.at(-1).id : null },
      unlinked: { ...unlinked, rows: await Promise.all(withReasons) },
      done: req.query.done,
    };
    res.send(membersPage({ ...visitorOf(req), ...page }));
  });
  return pages;

  async function unlinkedFrom(organizationId, cursor) {
    const users = [];
    let next = cursor;
    for (let seen = 0; seen < MOST_LOOKED_AT && users.length < ON_A_PAGE; seen += AT_ONCE) {
      const page = { kind: 'cursor', after: next, count: AT_ONCE };
      const found = await provisioned.queryUsers(organizationId, { filter: null, sort: null, page });
      const areUnlinked = await Promise.all(found.records.map((user) => isUnlinked(members, user)));
      users.push(...found.records.filter((_user, index) => areUnlinked[index]));
      next = found.next;
      if (next === null) break;
    }
    return { users, next, start: cursor };
  }
}

/** A member with the provisioned user behind it, and why an active one does not let in. */
async function rowOf(parts, member) {
  const { organizationId, scimUserId, status } = member;
  if (scimUserId === null) return { member, user: null, why: null };
  const user = await parts.access.provisioned.getUser(organizationId, scimUserId);
  const isShutOut = user?.active === true && status === 'deactivated';
  return { member, user, why: isShutOut ? await whyOf(parts, user) : null };
}
