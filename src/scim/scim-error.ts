import type { ErrorCode, Success } from '../errors/index.js';

/** Keywords of RFC 7644 §3.12 (Table 9) and RFC 9865 §2.1 (Table 3). */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount';

/** What a SCIM client is told. `detail` is text of ours: it may name attributes, never a secret or an exception. */
export interface ScimError {
  /** HTTP status code, 400–599. */
  readonly status: number;
  readonly scimType?: ScimType;
  /** Of the catalogue, for the request log; not told to the client. */
  readonly code?: ErrorCode;
  readonly detail: string;
}

export interface ScimRefusal {
  readonly ok: false;
  readonly error: ScimError;
}

/** Success with a value, or what the client is to be answered. */
export type ScimResult<Value> = Success<Value> | ScimRefusal;

/** The body of an error response (RFC 7644 §3.12): `status` is a string there. */
export interface ScimErrorBody {
  readonly schemas: readonly ['urn:ietf:params:scim:api:messages:2.0:Error'];
  readonly status: string;
  readonly scimType?: ScimType;
  readonly detail: string;
}

/** A refusal with a keyword where the RFC has one for the case; `null` where it has none. */
export function scimRefusal(status: number, scimType: ScimType | null, detail: string): ScimRefusal {
  return { ok: false, error: scimType === null ? { status, detail } : { status, scimType, detail } };
}

export function scimErrorBody({ status, scimType, detail }: ScimError): ScimErrorBody {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    ...(scimType === undefined ? {} : { scimType }),
    detail,
  };
}
