import { scimGroupFunctions } from './0002-scim-groups.js';
import { scimUserFunctions } from './0002-scim-users.js';

/**
 * The writes of users and groups. Each is one statement, a call; within it every step sees what was committed until then,
 * so that what is locked first is looked at afterwards. All lock in this order, and so do not wait in a circle: members
 * that come, the resource itself, groups that it leaves, the member of the organisation, the counts. Groups may be in each
 * other, so that what is deleted and what it leaves have no order: deletions of an organisation are one after the other.
 */
export function scimFunctions(schema: string): string {
  return `${shared(schema)}${scimUserFunctions(schema)}${scimGroupFunctions(schema)}`;
}

function shared(schema: string): string {
  return `
  CREATE FUNCTION ${schema}.scim_log(entries jsonb) RETURNS void LANGUAGE sql AS $function$
    INSERT INTO ${schema}.audit (id, at, organization_id, type, actor, connection_id, code, reference, data)
    SELECT e.entry->>'id', (e.entry->>'at')::timestamptz, e.entry->>'organizationId', e.entry->>'type',
      e.entry->>'actor', e.entry->>'connectionId', e.entry->>'code', e.entry->>'reference', e.entry->'data'
    FROM jsonb_array_elements(entries) WITH ORDINALITY AS e (entry, place) ORDER BY e.place
  $function$;

  CREATE FUNCTION ${schema}.scim_put_changes(changes jsonb) RETURNS void LANGUAGE sql AS $function$
    INSERT INTO ${schema}.scim_changes
      (organization_id, type, resource_id, member_resource_id, member_id, changed_attributes, at)
    SELECT c.change->>'organizationId', c.change->>'type', c.change->>'resourceId', c.change->>'memberResourceId',
      c.change->>'memberId', c.change->'changedAttributes', (c.change->>'at')::timestamptz
    FROM jsonb_array_elements(changes) WITH ORDINALITY AS c (change, place) ORDER BY c.place
  $function$;

  CREATE FUNCTION ${schema}.scim_count(of_organization text, more_users integer, more_groups integer)
  RETURNS void LANGUAGE sql AS $function$
    INSERT INTO ${schema}.scim_organizations AS o (organization_id, users, groups)
    VALUES (of_organization, greatest(more_users, 0), greatest(more_groups, 0))
    ON CONFLICT (organization_id) DO UPDATE SET users = o.users + more_users, groups = o.groups + more_groups
  $function$;

  CREATE FUNCTION ${schema}.scim_insert_resource(given jsonb) RETURNS void LANGUAGE sql AS $function$
    INSERT INTO ${schema}.scim_resources
      (organization_id, id, kind, name, name_key, name_hash, external_id, external_id_hash, active, member_id,
       member_count, resource, folded, lookup_hashes, created, last_modified, version)
    VALUES (given->>'organizationId', given->>'id', given->>'kind', given->>'name', given->>'nameKey',
      given->>'nameHash', given->>'externalId', given->>'externalIdHash', (given->>'active')::boolean,
      given->>'memberId', 0, given->'resource', given->'folded',
      ARRAY(SELECT jsonb_array_elements_text(given->'lookupHashes')), (given->>'created')::timestamptz,
      (given->>'lastModified')::timestamptz, (given->>'version')::bigint)
  $function$;

  CREATE FUNCTION ${schema}.scim_member_changes
    (of_organization text, of_group text, change_type text, ids text[], changed_at timestamptz)
  RETURNS void LANGUAGE sql AS $function$
    INSERT INTO ${schema}.scim_changes
      (transaction_number, organization_id, type, resource_id, member_resource_id, member_id, changed_attributes, at)
    SELECT s.stands_at, of_organization, change_type, of_group, i.id, r.member_id, '[]', changed_at
    FROM (SELECT ${schema}.scim_change_transaction() AS stands_at OFFSET 0) s
    CROSS JOIN unnest(ids) WITH ORDINALITY AS i (id, place)
    LEFT JOIN ${schema}.scim_resources r ON r.organization_id = of_organization AND r.id = i.id
    ORDER BY i.place
  $function$;

  CREATE FUNCTION ${schema}.scim_delete_in_turn(of_organization text) RETURNS void LANGUAGE sql AS $function$
    SELECT pg_advisory_xact_lock(hashtextextended('${schema}.scim_delete ' || of_organization, 0))
  $function$;

  CREATE FUNCTION ${schema}.scim_leave_groups(of_organization text, leaving text, its_member text, at timestamptz)
  RETURNS void LANGUAGE plpgsql AS $function$
  BEGIN
    PERFORM 1 FROM ${schema}.scim_resources g
    WHERE g.organization_id = of_organization AND g.id IN (
      SELECT m.group_id FROM ${schema}.scim_memberships m
      WHERE m.organization_id = of_organization AND m.member_id = leaving)
    ORDER BY g.id FOR NO KEY UPDATE;
    WITH gone AS (
      DELETE FROM ${schema}.scim_memberships m
      WHERE m.organization_id = of_organization AND m.member_id = leaving RETURNING m.group_id),
    counted AS (
      UPDATE ${schema}.scim_resources g
      SET member_count = g.member_count - 1, version = g.version + 1, last_modified = scim_leave_groups.at
      FROM gone WHERE g.organization_id = of_organization AND g.id = gone.group_id RETURNING g.id)
    INSERT INTO ${schema}.scim_changes
      (organization_id, type, resource_id, member_resource_id, member_id, changed_attributes, at)
    SELECT of_organization, 'member.removed', counted.id, leaving, its_member, '[]', scim_leave_groups.at
    FROM counted ORDER BY counted.id;
  END
  $function$;
`;
}
