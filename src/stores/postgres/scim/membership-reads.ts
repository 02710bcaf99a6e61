import type { ScimMembership, ScimStore } from '../../interfaces/scim.js';
import type { Database } from '../queries.js';
import { Row } from '../row.js';
import { areStorable, storable } from '../values.js';

const MOST_MEMBERSHIPS = 10_000;
const MOST_ASKED = 1_000;

/** Who is in which group, and how many there are of each. */
export function scimMembershipReads({
  any,
  rows,
  schema,
}: Database): Pick<ScimStore, 'listMemberships' | 'isMember' | 'listGroupsOf' | 'countResources'> {
  const list = `
    SELECT row_to_json(m)::text AS row FROM ${schema}.scim_memberships m
    WHERE m.organization_id = $1::text AND m.group_id = $2::text AND ($3::text IS NULL OR m.member_id > $3::text)
    ORDER BY m.member_id LIMIT $4::integer`;
  const is = `
    SELECT 1 FROM ${schema}.scim_memberships m
    WHERE m.organization_id = $1::text AND m.group_id = $2::text AND m.member_id = $3::text`;
  const groupsOf = `
    SELECT row_to_json(f)::text AS row FROM (
      SELECT m.group_id, m.member_id, m.kind, g.name FROM ${schema}.scim_memberships m
      JOIN ${schema}.scim_resources g ON g.organization_id = m.organization_id AND g.id = m.group_id
      WHERE m.organization_id = $1::text
        AND m.member_id = ANY (ARRAY(SELECT jsonb_array_elements_text($2::text::jsonb)))
      ORDER BY m.member_id, m.group_id) f`;
  const count = `
    SELECT row_to_json(o)::text AS row FROM ${schema}.scim_organizations o WHERE o.organization_id = $1::text`;
  return {
    async listMemberships(organizationId, groupId, { after, limit }) {
      if (!Number.isSafeInteger(limit) || limit < 1 || limit > MOST_MEMBERSHIPS) {
        throw new TypeError(`limit must be a whole number from 1 to ${MOST_MEMBERSHIPS}.`);
      }
      if (!areStorable(organizationId, groupId)) return [];
      const found = await rows(list, [organizationId, groupId, storable(after), limit]);
      return found.map((row) => readMembership(new Row('membership', row)));
    },
    isMember: async (...names) => areStorable(...names) && any(is, names),
    async listGroupsOf(organizationId, memberIds) {
      if (memberIds.length > MOST_ASKED) {
        throw new TypeError(`At most ${MOST_ASKED} users or groups can be asked for.`);
      }
      if (!areStorable(organizationId)) return [];
      const ids = [...new Set(memberIds)].filter((id) => areStorable(id));
      return (await rows(groupsOf, [organizationId, JSON.stringify(ids)])).map((found) => {
        const row = new Row('membership', found);
        return { ...readMembership(row), displayName: row.text('name') };
      });
    },
    async countResources(organizationId) {
      if (!areStorable(organizationId)) return { users: 0, groups: 0 };
      const [found] = await rows(count, [organizationId]);
      if (found === undefined) return { users: 0, groups: 0 };
      const row = new Row('count', found);
      return { users: row.integer('users'), groups: row.integer('groups') };
    },
  };
}

function readMembership(row: Row): ScimMembership {
  return {
    groupId: row.text('group_id'),
    memberId: row.text('member_id'),
    kind: row.oneOf('kind', ['User', 'Group']),
  };
}
