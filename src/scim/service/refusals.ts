import type { ScimMemberRefusal } from '../../stores/interfaces/scim.js';
import { type ScimRefusal, scimRefusal } from '../scim-error.js';
import type { VersionMatch } from './outcome.js';

/** How often a write begins anew because somebody else wrote at the same moment. */
export const MOST_TRIES = 10;

/** The same words for what was never there, what is gone, and what is another organisation's. */
export function notFound(name: 'User' | 'Group'): ScimRefusal {
  return scimRefusal(404, null, `There is no ${name} with this id.`);
}

export function userNameTaken(): ScimRefusal {
  const detail =
    'A user with this userName exists already, without regard to case. A filter on userName finds it.';
  return scimRefusal(409, 'uniqueness', detail);
}

export function displayNameTaken(): ScimRefusal {
  const detail =
    'A group with this displayName exists already, without regard to case. A filter on displayName finds it.';
  return scimRefusal(409, 'uniqueness', detail);
}

export function preconditionFailed(): ScimRefusal {
  return scimRefusal(412, null, 'The resource has another version than If-Match names.');
}

export function contended(): ScimRefusal {
  return scimRefusal(503, null, 'The resource is being changed by others. Send the request again.');
}

/** Several changes of one user are made one after the other; whoever sends more than can wait is told to. */
export function busy(): ScimRefusal {
  const detail = 'Too many changes of this user are waiting. Send the request again later.';
  return { ok: false, error: { status: 429, code: 'scim_user_busy', detail } };
}

/** Told and not passed over: “deactivated” for somebody who still comes in would be a lie. */
export function lastOwner(): ScimRefusal {
  const detail =
    'The person is the only active owner of the organisation in the application. Make somebody else an owner there; then this succeeds.';
  return scimRefusal(409, null, detail);
}

/** Null where it is worth another try: the member is looked at anew. */
export function memberRefusal(outcome: ScimMemberRefusal): ScimRefusal | null {
  return outcome === 'last-owner' ? lastOwner() : null;
}

/** Null: no condition. Else whether the version is one that the client knows. */
export function matches(match: VersionMatch | null, version: number): boolean {
  return match === null || match === 'any' || match.includes(version);
}
