/**
 * The outbox. The later change of a resource stands later, though a transaction may have its number long before it gets
 * the resource: a change stands at the latest transaction that had ended when it was written, or at its own where that is
 * later. It was written while its resource was locked, so the one before has ended. And its own transaction is never
 * later than that, so who reads below the oldest transaction under way skips none.
 */
export function scimChangeTables(schema: string, text: string): string {
  return `
  CREATE FUNCTION ${schema}.scim_change_transaction() RETURNS bigint LANGUAGE sql AS $function$
    SELECT greatest(pg_current_xact_id()::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1)
      + s.transaction_offset
    FROM ${schema}.audit_state s
  $function$;

  CREATE TABLE ${schema}.scim_changes (
    transaction_number bigint NOT NULL DEFAULT ${schema}.scim_change_transaction(),
    number bigint GENERATED ALWAYS AS IDENTITY,
    organization_id ${text} NOT NULL,
    type text NOT NULL,
    resource_id text NOT NULL,
    member_resource_id text,
    member_id text,
    changed_attributes jsonb NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (transaction_number, number)
  );
  CREATE INDEX scim_changes_at ON ${schema}.scim_changes (at);

  CREATE TABLE ${schema}.scim_change_consumers (
    consumer ${text} PRIMARY KEY,
    transaction_number bigint NOT NULL,
    number bigint NOT NULL
  );
`;
}
