/** Claims, connections, members and policies, with the rules over several rows that the database holds. */
export function organizationTables(schema: string, text: string): string {
  return `
  CREATE TABLE ${schema}.domain_claims (
    organization_id ${text} NOT NULL,
    domain ${text} NOT NULL,
    token text NOT NULL,
    status text NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text,
    verified_at timestamptz,
    last_checked_at timestamptz,
    last_outcome text,
    next_check_at timestamptz NOT NULL,
    grace_ends_at timestamptz,
    unverified_at timestamptz,
    revision bigint NOT NULL,
    PRIMARY KEY (organization_id, domain),
    CONSTRAINT domain_claims_status CHECK (status IN ('pending', 'verified', 'grace', 'unverified'))
  );
  CREATE UNIQUE INDEX domain_claims_one_holder ON ${schema}.domain_claims (domain)
    WHERE status IN ('verified', 'grace');
  CREATE INDEX domain_claims_next_check_at ON ${schema}.domain_claims (next_check_at);

  CREATE TABLE ${schema}.connections (
    id ${text} PRIMARY KEY,
    organization_id ${text} NOT NULL,
    status text NOT NULL,
    settings jsonb NOT NULL,
    certificates jsonb NOT NULL,
    last_test jsonb,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text,
    updated_at timestamptz NOT NULL,
    shared_issuer_hash ${text},
    revision bigint NOT NULL,
    reminded_until timestamptz,
    CONSTRAINT connections_status CHECK (status IN ('draft', 'complete', 'enabled', 'disabled'))
  );
  CREATE INDEX connections_organization ON ${schema}.connections (organization_id, id);
  CREATE INDEX connections_shared_issuer ON ${schema}.connections (shared_issuer_hash)
    WHERE shared_issuer_hash IS NOT NULL;
  CREATE TABLE ${schema}.shared_issuer_keys (
    issuer_hash ${text} NOT NULL,
    public_key_hash ${text} NOT NULL,
    connection_id ${text} NOT NULL REFERENCES ${schema}.connections (id) ON DELETE CASCADE,
    PRIMARY KEY (issuer_hash, public_key_hash)
  );
  CREATE INDEX shared_issuer_keys_connection ON ${schema}.shared_issuer_keys (connection_id);

  CREATE TABLE ${schema}.members (
    organization_id ${text} NOT NULL,
    id ${text} NOT NULL,
    role text NOT NULL,
    status text NOT NULL,
    origin text NOT NULL,
    email ${text} NOT NULL,
    first_name text,
    last_name text,
    scim_user_id ${text},
    session_epoch bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    last_sign_in_at timestamptz,
    revision bigint NOT NULL,
    PRIMARY KEY (organization_id, id),
    CONSTRAINT members_role CHECK (role IN ('owner', 'admin', 'member')),
    CONSTRAINT members_status CHECK (status IN ('invited', 'active', 'deactivated'))
  );
  CREATE UNIQUE INDEX members_one_per_email ON ${schema}.members (organization_id, lower(email));
  CREATE UNIQUE INDEX members_one_per_scim_user ON ${schema}.members (organization_id, scim_user_id);
  CREATE TABLE ${schema}.member_identities (
    organization_id ${text} NOT NULL,
    identity_hash ${text} NOT NULL,
    identity_key text NOT NULL,
    connection_id ${text} NOT NULL,
    member_id ${text} NOT NULL,
    linked_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, identity_hash),
    CONSTRAINT member_identities_one_per_connection UNIQUE (organization_id, member_id, connection_id),
    CONSTRAINT member_identities_member FOREIGN KEY (organization_id, member_id)
      REFERENCES ${schema}.members (organization_id, id) ON DELETE CASCADE
  );

  CREATE TABLE ${schema}.access_policies (
    organization_id ${text} PRIMARY KEY,
    membership text NOT NULL,
    require_sso boolean NOT NULL,
    session_epoch bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    revision bigint NOT NULL,
    CONSTRAINT access_policies_membership CHECK (membership IN ('invited', 'jit', 'scim'))
  );
${ownerTrigger(schema, text)}`;
}

/**
 * The count of active owners is a row of its own: of two owners who leave at once, the second waits for the row and then
 * sees what the first left. An organisation whose count was deleted is being removed; its members may go.
 */
function ownerTrigger(schema: string, text: string): string {
  return `
  CREATE TABLE ${schema}.organizations (
    organization_id ${text} PRIMARY KEY,
    active_owners integer NOT NULL CHECK (active_owners >= 0)
  );
  CREATE FUNCTION ${schema}.count_active_owners() RETURNS trigger LANGUAGE plpgsql AS $function$
  DECLARE
    was_owner boolean := TG_OP <> 'INSERT' AND OLD.role = 'owner' AND OLD.status = 'active';
    is_owner boolean := TG_OP <> 'DELETE' AND NEW.role = 'owner' AND NEW.status = 'active';
    owners integer;
  BEGIN
    IF is_owner AND NOT was_owner THEN
      INSERT INTO ${schema}.organizations AS o (organization_id, active_owners) VALUES (NEW.organization_id, 1)
      ON CONFLICT (organization_id) DO UPDATE SET active_owners = o.active_owners + 1;
    ELSIF was_owner AND NOT is_owner THEN
      SELECT o.active_owners INTO owners FROM ${schema}.organizations o
      WHERE o.organization_id = OLD.organization_id FOR UPDATE;
      IF owners <= 1 THEN
        RAISE EXCEPTION 'an organisation that has an active owner keeps one'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'members_last_owner';
      END IF;
      UPDATE ${schema}.organizations o SET active_owners = o.active_owners - 1
      WHERE o.organization_id = OLD.organization_id;
    END IF;
    RETURN NULL;
  END
  $function$;
  CREATE TRIGGER count_active_owners AFTER INSERT OR DELETE OR UPDATE OF role, status ON ${schema}.members
    FOR EACH ROW EXECUTE FUNCTION ${schema}.count_active_owners();
`;
}
