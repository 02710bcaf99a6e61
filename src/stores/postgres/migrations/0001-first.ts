import { organizationTables } from './0001-organizations.js';

/** What of a text column is compared is compared by its octets, whatever the database's language. */
const TEXT = 'text COLLATE "C"';

/** The tables of the walk and of the audit log; those of organisations are beside it. */
export function firstMigration(schema: string): string {
  return `
  CREATE TABLE ${schema}.requests (
    id ${TEXT} PRIMARY KEY,
    purpose text NOT NULL,
    organization_id ${TEXT} NOT NULL,
    connection_id ${TEXT} NOT NULL,
    connection_version bigint NOT NULL,
    browser_hash text NOT NULL,
    relay_state text NOT NULL,
    return_to text NOT NULL,
    force_authn boolean NOT NULL,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    consumed_at timestamptz,
    kept_until timestamptz NOT NULL
  );
  CREATE INDEX requests_kept_until ON ${schema}.requests (kept_until);

  CREATE TABLE ${schema}.replays (
    key_hash ${TEXT} PRIMARY KEY,
    taken_until timestamptz NOT NULL
  );
  CREATE INDEX replays_taken_until ON ${schema}.replays (taken_until);

  CREATE TABLE ${schema}.sessions (
    organization_id ${TEXT} NOT NULL,
    connection_id ${TEXT} NOT NULL,
    session_hash ${TEXT} PRIMARY KEY,
    name_id_hash ${TEXT} NOT NULL,
    session_index_hashes ${TEXT.replace('text', 'text[]')} NOT NULL,
    session_key text NOT NULL,
    identity_key text NOT NULL,
    name_id jsonb NOT NULL,
    session_indexes jsonb NOT NULL,
    expires_at timestamptz NOT NULL
  );
  CREATE INDEX sessions_name_id ON ${schema}.sessions (name_id_hash);
  CREATE INDEX sessions_session_indexes ON ${schema}.sessions USING gin (session_index_hashes)
    WITH (fastupdate = off);
  CREATE INDEX sessions_expires_at ON ${schema}.sessions (expires_at);

  CREATE TABLE ${schema}.session_logouts (
    organization_id ${TEXT} NOT NULL,
    connection_id ${TEXT} NOT NULL,
    key_hash ${TEXT} PRIMARY KEY,
    logged_out_at timestamptz NOT NULL,
    kept_until timestamptz NOT NULL
  );
  CREATE INDEX session_logouts_kept_until ON ${schema}.session_logouts (kept_until);

  CREATE TABLE ${schema}.metadata_refreshes (
    connection_id ${TEXT} PRIMARY KEY,
    revision bigint NOT NULL,
    state jsonb NOT NULL
  );
${auditTables(schema)}${organizationTables(schema, TEXT)}`;
}

/** Entries stand in the order of the transactions that wrote them; the offset keeps it so in another cluster. */
function auditTables(schema: string): string {
  return `
  CREATE TABLE ${schema}.audit_state (
    is_single boolean PRIMARY KEY DEFAULT true CHECK (is_single),
    transaction_offset bigint NOT NULL DEFAULT 0
  );
  INSERT INTO ${schema}.audit_state DEFAULT VALUES;
  CREATE FUNCTION ${schema}.audit_transaction_number() RETURNS bigint LANGUAGE sql AS $function$
    SELECT pg_current_xact_id()::text::bigint + s.transaction_offset FROM ${schema}.audit_state s
  $function$;

  CREATE TABLE ${schema}.audit (
    transaction_number bigint NOT NULL DEFAULT ${schema}.audit_transaction_number(),
    number bigint GENERATED ALWAYS AS IDENTITY,
    id ${TEXT} NOT NULL,
    at timestamptz NOT NULL,
    organization_id ${TEXT},
    type text NOT NULL,
    actor text,
    connection_id text,
    code text,
    reference text,
    data jsonb NOT NULL,
    PRIMARY KEY (transaction_number, number)
  );
  CREATE UNIQUE INDEX audit_number ON ${schema}.audit (number);
  CREATE UNIQUE INDEX audit_id ON ${schema}.audit (id);
  CREATE INDEX audit_organization ON ${schema}.audit (organization_id, transaction_number, number);
  CREATE INDEX audit_at ON ${schema}.audit (at);
  CREATE FUNCTION ${schema}.audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $function$
  BEGIN
    RAISE EXCEPTION 'entries of the audit log are never changed';
  END
  $function$;
  CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON ${schema}.audit
    FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.audit_is_append_only();
`;
}
