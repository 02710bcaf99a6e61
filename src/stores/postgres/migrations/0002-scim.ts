import { scimChangeTables } from './0002-scim-changes.js';
import { scimFunctions } from './0002-scim-functions.js';

/** What of a text column is compared is compared by its octets, whatever the database's language. */
const TEXT = 'text COLLATE "C"';

/** Users and groups that were provisioned, the outbox of what changed, and the credentials of the clients. */
export function scimMigration(schema: string): string {
  return `${resources(schema)}${credentials(schema)}${scimChangeTables(schema, TEXT)}${scimFunctions(schema)}`;
}

/**
 * Users and groups are one table: an id is given once, and both can be members of a group. What a client chooses has any
 * length, so that indexes are over hashes. Nothing that changes with a membership is indexed: a write of the group's row
 * stays within its page.
 */
function resources(schema: string): string {
  return `
  CREATE TABLE ${schema}.scim_resources (
    organization_id ${TEXT} NOT NULL,
    id ${TEXT} NOT NULL,
    kind ${TEXT} NOT NULL,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    name_key ${TEXT} NOT NULL,
    name_hash ${TEXT} NOT NULL,
    external_id text,
    external_id_hash ${TEXT},
    active boolean,
    member_id text,
    member_count bigint NOT NULL,
    resource jsonb NOT NULL,
    folded jsonb NOT NULL,
    lookup_hashes ${TEXT.replace('text', 'text[]')} NOT NULL,
    created timestamptz NOT NULL,
    last_modified timestamptz NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (organization_id, id),
    CONSTRAINT scim_resources_kind CHECK (kind IN ('User', 'Group') AND (active IS NULL) = (kind = 'Group')),
    CONSTRAINT scim_resources_member_count CHECK (member_count >= 0)
  );
  CREATE UNIQUE INDEX scim_users_one_per_user_name ON ${schema}.scim_resources (organization_id, name_hash)
    WHERE kind = 'User';
  CREATE UNIQUE INDEX scim_groups_one_per_display_name ON ${schema}.scim_resources (organization_id, name_hash)
    WHERE kind = 'Group';
  CREATE UNIQUE INDEX scim_resources_seq ON ${schema}.scim_resources (organization_id, kind, seq);
  CREATE INDEX scim_resources_external_id ON ${schema}.scim_resources (external_id_hash)
    WHERE external_id_hash IS NOT NULL;
  CREATE INDEX scim_resources_lookup ON ${schema}.scim_resources USING gin (lookup_hashes) WITH (fastupdate = off);

  CREATE TABLE ${schema}.scim_memberships (
    organization_id ${TEXT} NOT NULL,
    group_id ${TEXT} NOT NULL,
    member_id ${TEXT} NOT NULL,
    kind ${TEXT} NOT NULL,
    PRIMARY KEY (organization_id, group_id, member_id),
    CONSTRAINT scim_memberships_group FOREIGN KEY (organization_id, group_id)
      REFERENCES ${schema}.scim_resources (organization_id, id),
    CONSTRAINT scim_memberships_member FOREIGN KEY (organization_id, member_id)
      REFERENCES ${schema}.scim_resources (organization_id, id),
    CONSTRAINT scim_memberships_not_itself CHECK (group_id <> member_id)
  );
  CREATE INDEX scim_memberships_member ON ${schema}.scim_memberships (organization_id, member_id, group_id);

  CREATE TABLE ${schema}.scim_organizations (
    organization_id ${TEXT} PRIMARY KEY,
    users bigint NOT NULL,
    groups bigint NOT NULL,
    CONSTRAINT scim_organizations_counts CHECK (users >= 0 AND groups >= 0)
  );

  CREATE TABLE ${schema}.scim_tombstones (
    organization_id ${TEXT} NOT NULL,
    user_id ${TEXT} NOT NULL,
    external_id text NOT NULL,
    external_id_hash ${TEXT} NOT NULL,
    member_id ${TEXT},
    deleted_at timestamptz NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (organization_id, user_id)
  );
  CREATE INDEX scim_tombstones_external_id ON ${schema}.scim_tombstones (external_id_hash, number);
  CREATE INDEX scim_tombstones_member ON ${schema}.scim_tombstones (organization_id, member_id);
`;
}

function credentials(schema: string): string {
  return `
  CREATE TABLE ${schema}.scim_credentials (
    id ${TEXT} PRIMARY KEY,
    organization_id ${TEXT} NOT NULL,
    kind text NOT NULL,
    label text NOT NULL,
    client_id text,
    secret_hash text,
    scopes jsonb NOT NULL,
    workload_identity jsonb,
    created_at timestamptz NOT NULL,
    created_by text,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    number bigint GENERATED ALWAYS AS IDENTITY,
    CONSTRAINT scim_credentials_kind CHECK (kind IN ('bearer', 'client-secret', 'workload-identity'))
  );
  CREATE INDEX scim_credentials_organization ON ${schema}.scim_credentials (organization_id, created_at, number);

  CREATE TABLE ${schema}.scim_access_tokens (
    id ${TEXT} PRIMARY KEY,
    organization_id ${TEXT} NOT NULL,
    credential_id ${TEXT} NOT NULL REFERENCES ${schema}.scim_credentials (id) ON DELETE CASCADE,
    secret_hash text NOT NULL,
    scopes jsonb NOT NULL,
    expires_at timestamptz NOT NULL
  );
  CREATE INDEX scim_access_tokens_credential ON ${schema}.scim_access_tokens (credential_id);
  CREATE INDEX scim_access_tokens_expires_at ON ${schema}.scim_access_tokens (expires_at);

  CREATE TABLE ${schema}.scim_requests (
    organization_id ${TEXT} NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    id text NOT NULL,
    at timestamptz NOT NULL,
    credential_id text,
    method text NOT NULL,
    path text NOT NULL,
    status integer NOT NULL,
    code text,
    detail text,
    milliseconds double precision NOT NULL,
    PRIMARY KEY (organization_id, number)
  );
`;
}
