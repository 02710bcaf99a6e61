import type { Mapper } from './attribute-mapping.js';
import type { PatchStyle } from './operations.js';
import type { EntraLogEntry } from './provisioning-types.js';
import type { ScimClient } from './scim-client.js';
import type { TenantModel } from './tenant-model.js';

/** What provisioning one object came to; null where there was nothing to do and nothing is to be told. */
export type Outcome = Pick<EntraLogEntry, 'action' | 'status' | 'statusCode' | 'detail'> | null;

/** What every visit of an object needs. */
export interface Visit {
  readonly model: TenantModel;
  readonly client: ScimClient;
  readonly style: PatchStyle;
  readonly mapper: Mapper;
  /** At most so many changes of members of a group; null for any number. */
  readonly mostMembers: number | null;
}

export function success(
  action: EntraLogEntry['action'],
  statusCode: number | null,
  detail: string,
): NonNullable<Outcome> {
  return { action, status: 'success', statusCode, detail };
}

export function skipped(detail: string): NonNullable<Outcome> {
  return { action: 'other', status: 'skipped', statusCode: null, detail };
}
