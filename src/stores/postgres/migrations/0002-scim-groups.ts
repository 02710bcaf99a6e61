/**
 * The writes of groups. Whoever comes in is locked against being deleted before the group is, and the members are looked
 * at once the group is locked: a set of members and an addition at the same moment are one after the other.
 */
export function scimGroupFunctions(schema: string): string {
  return `${members(schema)}${insertion(schema)}${change(schema)}${deletion(schema)}`;
}

function members(schema: string): string {
  return `
  CREATE FUNCTION ${schema}.scim_lock_members(of_organization text, of_group text, wanted text[])
  RETURNS text[] LANGUAGE sql AS $function$
    SELECT coalesce(array_agg(k.id), '{}') FROM (
      SELECT r.id FROM ${schema}.scim_resources r
      WHERE r.organization_id = of_organization AND r.id = ANY (wanted) AND r.id <> of_group
      ORDER BY r.id FOR KEY SHARE) k
  $function$;

  CREATE FUNCTION ${schema}.scim_add_members(of_organization text, of_group text, known text[])
  RETURNS text[] LANGUAGE sql AS $function$
    WITH added AS (
      INSERT INTO ${schema}.scim_memberships (organization_id, group_id, member_id, kind)
      SELECT of_organization, of_group, r.id, r.kind FROM ${schema}.scim_resources r
      WHERE r.organization_id = of_organization AND r.id = ANY (known)
      ON CONFLICT DO NOTHING RETURNING member_id)
    SELECT coalesce(array_agg(added.member_id ORDER BY added.member_id), '{}') FROM added
  $function$;

  CREATE FUNCTION ${schema}.scim_group_written
    (of_organization text, of_group text, wanted text[], known text[], added text[], removed text[])
  RETURNS text LANGUAGE sql AS $function$
    SELECT json_build_object('group', json_build_object('organization_id', g.organization_id, 'id', g.id,
      'name', g.name, 'name_key', g.name_key, 'external_id', g.external_id, 'resource', g.resource,
      'created', g.created, 'last_modified', g.last_modified, 'version', g.version, 'member_count', g.member_count),
      'added', to_json(added), 'removed', to_json(removed),
      'unknown', to_json(ARRAY(SELECT w.id FROM unnest(wanted) w (id) EXCEPT SELECT k.id FROM unnest(known) k (id))))
      ::text
    FROM ${schema}.scim_resources g WHERE g.organization_id = of_organization AND g.id = of_group
  $function$;

  CREATE FUNCTION ${schema}.scim_log_group
    (entry jsonb, added integer, removed integer, unknown integer) RETURNS void LANGUAGE sql AS $function$
    SELECT ${schema}.scim_log(jsonb_build_array(jsonb_set(entry, '{data}', (entry->'data')
      || jsonb_build_object('added', added, 'removed', removed, 'unknown', unknown))))
  $function$;
`;
}

function insertion(schema: string): string {
  return `
  CREATE FUNCTION ${schema}.scim_insert_group
    (given jsonb, wanted text[], unstorable integer, at timestamptz, entry jsonb, changes jsonb)
  RETURNS text LANGUAGE plpgsql AS $function$
  DECLARE
    own text := given->>'organizationId';
    of_group text := given->>'id';
    known text[] := ${schema}.scim_lock_members(own, of_group, wanted);
    added text[];
  BEGIN
    PERFORM ${schema}.scim_insert_resource(given);
    added := ${schema}.scim_add_members(own, of_group, known);
    UPDATE ${schema}.scim_resources g SET member_count = cardinality(added)
    WHERE g.organization_id = own AND g.id = of_group AND cardinality(added) > 0;
    PERFORM ${schema}.scim_log_group(entry, cardinality(added), 0,
      unstorable + cardinality(wanted) - cardinality(known));
    PERFORM ${schema}.scim_put_changes(changes);
    PERFORM ${schema}.scim_member_changes(own, of_group, 'member.added', added, at);
    PERFORM ${schema}.scim_count(own, 0, 1);
    RETURN ${schema}.scim_group_written(own, of_group, wanted, known, added, '{}');
  END
  $function$;
`;
}

function change(schema: string): string {
  return `
  CREATE FUNCTION ${schema}.scim_change_group
    (of_organization text, of_group text, expected bigint, given jsonb, is_set boolean, wanted text[],
     unwanted text[], unstorable integer, at timestamptz, entry jsonb, changes jsonb)
  RETURNS text LANGUAGE plpgsql AS $function$
  DECLARE
    known text[] := ${schema}.scim_lock_members(of_organization, of_group, wanted);
    current bigint;
    added text[];
    removed text[];
  BEGIN
    SELECT g.version INTO current FROM ${schema}.scim_resources g
    WHERE g.organization_id = of_organization AND g.id = of_group AND g.kind = 'Group' FOR NO KEY UPDATE;
    IF NOT FOUND OR current <> expected THEN
      RETURN NULL;
    END IF;
    IF is_set THEN
      WITH gone AS (
        DELETE FROM ${schema}.scim_memberships m
        WHERE m.organization_id = of_organization AND m.group_id = of_group
          AND NOT EXISTS (SELECT FROM unnest(known) k (id) WHERE k.id = m.member_id)
        RETURNING m.member_id)
      SELECT coalesce(array_agg(gone.member_id ORDER BY gone.member_id), '{}') INTO removed FROM gone;
    ELSE
      WITH gone AS (
        DELETE FROM ${schema}.scim_memberships m
        WHERE m.organization_id = of_organization AND m.group_id = of_group AND m.member_id = ANY (unwanted)
        RETURNING m.member_id)
      SELECT coalesce(array_agg(gone.member_id ORDER BY gone.member_id), '{}') INTO removed FROM gone;
    END IF;
    added := ${schema}.scim_add_members(of_organization, of_group, known);
    IF given IS NOT NULL OR cardinality(added) > 0 OR cardinality(removed) > 0 THEN
      UPDATE ${schema}.scim_resources g SET version = g.version + 1, last_modified = scim_change_group.at,
        member_count = g.member_count + cardinality(added) - cardinality(removed)
      WHERE g.organization_id = of_organization AND g.id = of_group;
      IF given IS NOT NULL THEN
        UPDATE ${schema}.scim_resources g SET name = given->>'name', name_key = given->>'nameKey',
          name_hash = given->>'nameHash', external_id = given->>'externalId',
          external_id_hash = given->>'externalIdHash', resource = given->'resource', folded = given->'folded'
        WHERE g.organization_id = of_organization AND g.id = of_group;
      END IF;
      PERFORM ${schema}.scim_log_group(entry, cardinality(added), cardinality(removed),
        unstorable + cardinality(wanted) - cardinality(known));
      PERFORM ${schema}.scim_put_changes(changes);
      PERFORM ${schema}.scim_member_changes(of_organization, of_group, 'member.removed', removed, at);
      PERFORM ${schema}.scim_member_changes(of_organization, of_group, 'member.added', added, at);
    END IF;
    RETURN ${schema}.scim_group_written(of_organization, of_group, wanted, known, added, removed);
  END
  $function$;
`;
}

function deletion(schema: string): string {
  return `
  CREATE FUNCTION ${schema}.scim_delete_group
    (of_organization text, of_group text, expected bigint, at timestamptz, entry jsonb, changes jsonb)
  RETURNS text LANGUAGE plpgsql AS $function$
  DECLARE
    current bigint;
    removed integer;
  BEGIN
    PERFORM ${schema}.scim_delete_in_turn(of_organization);
    SELECT g.version INTO current FROM ${schema}.scim_resources g
    WHERE g.organization_id = of_organization AND g.id = of_group AND g.kind = 'Group' FOR UPDATE;
    IF NOT FOUND OR current <> expected THEN
      RETURN 'changed';
    END IF;
    PERFORM ${schema}.scim_leave_groups(of_organization, of_group, NULL, at);
    DELETE FROM ${schema}.scim_memberships m WHERE m.organization_id = of_organization AND m.group_id = of_group;
    GET DIAGNOSTICS removed = ROW_COUNT;
    PERFORM ${schema}.scim_log_group(entry, 0, removed, 0);
    PERFORM ${schema}.scim_put_changes(changes);
    DELETE FROM ${schema}.scim_resources g WHERE g.organization_id = of_organization AND g.id = of_group;
    PERFORM ${schema}.scim_count(of_organization, 0, -1);
    RETURN 'deleted';
  END
  $function$;
`;
}
