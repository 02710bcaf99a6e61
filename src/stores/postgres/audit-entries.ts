import type { AuditData, AuditEntry } from '../interfaces/audit.js';
import { instant, legible } from './values.js';

/**
 * An INSERT that writes entries, one JSON text of them as parameter `$parameter`, for each row of `from`: a change and
 * its entry are one statement, so both are there or neither.
 */
export function insertAudit(schema: string, parameter: number, from?: string): string {
  return `
    INSERT INTO ${schema}.audit
      (id, at, organization_id, type, actor, connection_id, code, reference, data)
    SELECT e.entry->>'id', (e.entry->>'at')::timestamptz, e.entry->>'organizationId', e.entry->>'type',
      e.entry->>'actor', e.entry->>'connectionId', e.entry->>'code', e.entry->>'reference', e.entry->'data'
    FROM ${from === undefined ? '' : `${from} CROSS JOIN `}jsonb_array_elements($${parameter}::text::jsonb)
      WITH ORDINALITY AS e (entry, place)
    ORDER BY e.place`;
}

/** The parameter for `insertAudit`. */
export function auditParameter(...entries: readonly (AuditEntry | null)[]): string {
  return JSON.stringify(entries.filter((entry) => entry !== null).map(plainEntry));
}

function plainEntry(entry: AuditEntry): Record<string, unknown> {
  return {
    id: legible(entry.id),
    at: instant(entry.at),
    organizationId: legible(entry.organizationId),
    type: legible(entry.type),
    actor: legible(entry.actor),
    connectionId: legible(entry.connectionId),
    code: legible(entry.code),
    reference: legible(entry.reference),
    data: plainData(entry.data),
  };
}

/** Throws TypeError for a value that the log does not hold. */
function plainData(data: AuditData): Record<string, unknown> {
  const plain: [string, unknown][] = [];
  for (const [name, value] of Object.entries(data)) {
    if (value === undefined) continue;
    if (!isAuditValue(value)) throw new TypeError(`The audit log does not hold a value such as ${name}.`);
    plain.push([legible(name), cleaned(value)]);
  }
  return Object.fromEntries(plain);
}

/** What data of an entry may hold. */
export function isAuditValue(value: unknown): value is AuditData[string] {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string');
  return (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value))
  );
}

function cleaned(value: AuditData[string]): AuditData[string] {
  if (typeof value === 'string') return legible(value);
  return Array.isArray(value) ? value.map((item: string) => legible(item)) : value;
}
