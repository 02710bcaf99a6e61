import { type Result, refusal, success } from '../../errors/index.js';
import type {
  EntraCloud,
  ScimScope,
  ScimWorkloadIdentity,
} from '../../stores/interfaces/scim-credentials.js';

/** What every kind of credential is made of. */
export interface CredentialInput {
  /** What the administrator calls it; 1–100 characters. */
  readonly label: string;
  /** 1–1095 days, default 365. Null, for one that never ends, only where somebody insists: RFC 7644 §7.4. */
  readonly expiresInDays?: number | null;
  /** Default all. */
  readonly scopes?: readonly ScimScope[];
}

export interface WorkloadIdentityInput extends CredentialInput {
  /** Default `global`. */
  readonly cloud?: EntraCloud;
  /** Tenant id of the customer, a UUID. */
  readonly tenantId: string;
  /** Object id of the workload identity of Entra’s provisioning service, a UUID. */
  readonly subject: string;
  /** Application id that assertions are made for, a UUID. */
  readonly applicationId: string;
}

export interface ReadCredentialInput {
  readonly label: string;
  readonly expiresAt: Date | null;
  readonly scopes: readonly ScimScope[];
}

export const ALL_SCOPES: readonly ScimScope[] = ['users:read', 'users:write', 'groups:read', 'groups:write'];

const DAY = 24 * 3_600_000;
const MOST_DAYS = 1095;
const LONGEST_LABEL = 100;
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
const CLOUDS: readonly string[] = ['global', 'us-government', 'china'] satisfies EntraCloud[];

/** Reads what an administrator entered for a credential; refuses `scim_credential_invalid`. */
export function readCredentialInput(input: CredentialInput, now: Date): Result<ReadCredentialInput> {
  const { label, expiresInDays = 365, scopes = ALL_SCOPES } = input;
  const text = typeof label === 'string' ? label.trim() : '';
  if (text === '' || text.length > LONGEST_LABEL)
    return invalid('label', `not 1 to ${LONGEST_LABEL} characters`);
  if (UNSEEN.test(text)) return invalid('label', 'a character that cannot be seen');
  const isDays = Number.isSafeInteger(expiresInDays) && Number(expiresInDays) >= 1;
  if (expiresInDays !== null && !(isDays && Number(expiresInDays) <= MOST_DAYS)) {
    return invalid('expiresInDays', `not 1 to ${MOST_DAYS} days`);
  }
  const isScopes =
    Array.isArray(scopes) && scopes.length > 0 && scopes.every((each) => ALL_SCOPES.includes(each));
  if (!isScopes) return invalid('scopes', 'not a list of known scopes');
  const expiresAt = expiresInDays === null ? null : new Date(now.getTime() + expiresInDays * DAY);
  return success({ label: text, expiresAt, scopes: ALL_SCOPES.filter((each) => scopes.includes(each)) });
}

/** Reads whose assertions are accepted. UUIDs in any case; refuses `scim_credential_invalid`. */
export function readWorkloadIdentity(input: WorkloadIdentityInput): Result<ScimWorkloadIdentity> {
  const { cloud = 'global' } = input;
  if (!CLOUDS.includes(cloud)) return invalid('cloud', 'not a known cloud');
  const read = (value: unknown) => (typeof value === 'string' ? value.trim().toLowerCase() : '');
  const [tenantId, subject, applicationId] = [input.tenantId, input.subject, input.applicationId].map(read);
  const uuids = { tenantId: tenantId ?? '', subject: subject ?? '', applicationId: applicationId ?? '' };
  const wrong = Object.entries(uuids).find(([, value]) => !UUID.test(value));
  return wrong === undefined ? success({ cloud, ...uuids }) : invalid(wrong[0], 'not a UUID');
}

function invalid(field: string, reason: string): Result<never> {
  return refusal('scim_credential_invalid', { field, reason });
}
