import type { PendingRequest } from '../interfaces/sign-in.js';
import { damaged, StoredMembers } from './stored-members.js';
import { timeOf } from './time.js';

const KIND = 'request';

export function encodeRequest(request: PendingRequest): string {
  return JSON.stringify({
    ...request,
    issuedAt: timeOf(request.issuedAt, 'issuedAt'),
    expiresAt: timeOf(request.expiresAt, 'expiresAt'),
  });
}

/** Throws unless it is a whole request of this id. */
export function decodeRequest(stored: string, id: string): PendingRequest {
  const members = StoredMembers.parse(stored, KIND);
  if (members.text('id') !== id) throw damaged(KIND);
  return Object.freeze({
    id,
    purpose: members.oneOf('purpose', ['sign-in', 'logout', 'test']),
    organizationId: members.text('organizationId'),
    connectionId: members.text('connectionId'),
    connectionVersion: members.whole('connectionVersion'),
    browserHash: members.text('browserHash'),
    relayState: members.text('relayState'),
    returnTo: members.text('returnTo'),
    forceAuthn: members.truth('forceAuthn'),
    issuedAt: members.date('issuedAt'),
    expiresAt: members.date('expiresAt'),
  });
}
