/** The writes of users, with what becomes of the member of the organisation. */
export function scimUserFunctions(schema: string): string {
  return `${memberEffect(schema)}${writes(schema)}`;
}

/** A refusal is an error with the name of a constraint: whatever was written until then is taken back. */
function memberEffect(schema: string): string {
  const set = (column: string, name: string): string =>
    `${column} = CASE WHEN changed ? '${name}' THEN changed->>'${name}' ELSE m.${column} END`;
  return `
  CREATE FUNCTION ${schema}.scim_affect_member(of_organization text, effect jsonb)
  RETURNS void LANGUAGE plpgsql AS $function$
  DECLARE
    given jsonb := effect->'member';
    changed jsonb := effect->'set';
  BEGIN
    IF effect->>'kind' = 'insert' THEN
      INSERT INTO ${schema}.members (organization_id, id, role, status, origin, email, first_name, last_name,
        scim_user_id, session_epoch, created_at, updated_at, last_sign_in_at, revision)
      VALUES (of_organization, given->>'id', given->>'role', given->>'status', given->>'origin', given->>'email',
        given->>'firstName', given->>'lastName', given->>'scimUserId', (given->>'sessionEpoch')::bigint,
        (given->>'createdAt')::timestamptz, (given->>'updatedAt')::timestamptz,
        (given->>'lastSignInAt')::timestamptz, (given->>'revision')::bigint);
    ELSIF effect->>'kind' = 'update' THEN
      UPDATE ${schema}.members m SET ${set('status', 'status')}, ${set('email', 'email')},
        ${set('first_name', 'firstName')}, ${set('last_name', 'lastName')}, ${set('scim_user_id', 'scimUserId')},
        session_epoch = m.session_epoch + CASE WHEN (effect->>'endSessions')::boolean THEN 1 ELSE 0 END,
        updated_at = (effect->>'at')::timestamptz, revision = m.revision + 1
      WHERE m.organization_id = of_organization AND m.id = effect->>'memberId'
        AND m.scim_user_id IS NOT DISTINCT FROM effect->>'expectedScimUserId'
        AND (effect->>'expectedRevision' IS NULL OR m.revision = (effect->>'expectedRevision')::bigint);
      IF NOT FOUND THEN
        RAISE EXCEPTION 'the member is not there, or not as expected'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'scim_member_changed';
      END IF;
      IF changed->>'scimUserId' IS NOT NULL THEN
        DELETE FROM ${schema}.scim_tombstones t
        WHERE t.organization_id = of_organization AND t.member_id = effect->>'memberId';
      END IF;
    END IF;
  END
  $function$;
`;
}

function writes(schema: string): string {
  return `
  CREATE FUNCTION ${schema}.scim_insert_user(given jsonb, effect jsonb, entries jsonb, changes jsonb)
  RETURNS text LANGUAGE plpgsql AS $function$
  BEGIN
    PERFORM ${schema}.scim_insert_resource(given);
    PERFORM ${schema}.scim_affect_member(given->>'organizationId', effect);
    PERFORM ${schema}.scim_log(entries);
    PERFORM ${schema}.scim_put_changes(changes);
    PERFORM ${schema}.scim_count(given->>'organizationId', 1, 0);
    RETURN 'inserted';
  END
  $function$;

  CREATE FUNCTION ${schema}.scim_replace_user
    (given jsonb, expected bigint, effect jsonb, entries jsonb, changes jsonb)
  RETURNS text LANGUAGE plpgsql AS $function$
  BEGIN
    UPDATE ${schema}.scim_resources r SET name = given->>'name', name_key = given->>'nameKey',
      name_hash = given->>'nameHash', external_id = given->>'externalId',
      external_id_hash = given->>'externalIdHash', active = (given->>'active')::boolean,
      member_id = given->>'memberId', resource = given->'resource', folded = given->'folded',
      lookup_hashes = ARRAY(SELECT jsonb_array_elements_text(given->'lookupHashes')),
      created = (given->>'created')::timestamptz, last_modified = (given->>'lastModified')::timestamptz,
      version = (given->>'version')::bigint
    WHERE r.organization_id = given->>'organizationId' AND r.id = given->>'id' AND r.kind = 'User'
      AND r.version = expected;
    IF NOT FOUND THEN
      RETURN 'changed';
    END IF;
    PERFORM ${schema}.scim_affect_member(given->>'organizationId', effect);
    PERFORM ${schema}.scim_log(entries);
    PERFORM ${schema}.scim_put_changes(changes);
    RETURN 'replaced';
  END
  $function$;

  CREATE FUNCTION ${schema}.scim_delete_user
    (of_organization text, of_user text, expected bigint, at timestamptz, effect jsonb, entries jsonb, changes jsonb)
  RETURNS text LANGUAGE plpgsql AS $function$
  DECLARE
    gone ${schema}.scim_resources;
  BEGIN
    PERFORM ${schema}.scim_delete_in_turn(of_organization);
    SELECT * INTO gone FROM ${schema}.scim_resources r
    WHERE r.organization_id = of_organization AND r.id = of_user AND r.kind = 'User' FOR UPDATE;
    IF NOT FOUND OR gone.version <> expected THEN
      RETURN 'changed';
    END IF;
    PERFORM ${schema}.scim_leave_groups(of_organization, of_user, gone.member_id, at);
    PERFORM ${schema}.scim_affect_member(of_organization, effect);
    PERFORM ${schema}.scim_log(entries);
    PERFORM ${schema}.scim_put_changes(changes);
    DELETE FROM ${schema}.scim_resources r WHERE r.organization_id = of_organization AND r.id = of_user;
    IF gone.external_id IS NOT NULL THEN
      INSERT INTO ${schema}.scim_tombstones
        (organization_id, user_id, external_id, external_id_hash, member_id, deleted_at)
      VALUES (of_organization, of_user, gone.external_id, gone.external_id_hash, gone.member_id, at);
      DELETE FROM ${schema}.scim_tombstones t
      WHERE t.organization_id = of_organization AND t.external_id_hash = gone.external_id_hash AND t.number <= (
        SELECT o.number FROM ${schema}.scim_tombstones o
        WHERE o.organization_id = of_organization AND o.external_id_hash = gone.external_id_hash
        ORDER BY o.number DESC OFFSET 100 LIMIT 1);
    END IF;
    PERFORM ${schema}.scim_count(of_organization, -1, 0);
    RETURN 'deleted';
  END
  $function$;
`;
}
