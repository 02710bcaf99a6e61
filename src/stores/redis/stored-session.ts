import type { IndexedSession } from '../interfaces/sign-in.js';
import { damaged, StoredMembers } from './stored-members.js';
import { timeOf } from './time.js';

const KIND = 'session';

export function encodeSession(session: IndexedSession): string {
  return JSON.stringify({ ...session, expiresAt: timeOf(session.expiresAt, 'expiresAt') });
}

/** Throws unless it is a whole session of this organisation and connection. */
export function decodeSession(stored: string, organizationId: string, connectionId: string): IndexedSession {
  const members = StoredMembers.parse(stored, KIND);
  if (members.text('organizationId') !== organizationId || members.text('connectionId') !== connectionId) {
    throw damaged(KIND);
  }
  const nameId = members.members('nameId');
  return Object.freeze({
    organizationId,
    connectionId,
    sessionKey: members.text('sessionKey'),
    identityKey: members.text('identityKey'),
    nameId: Object.freeze({
      value: nameId.text('value'),
      format: nameId.textOrNull('format'),
      nameQualifier: nameId.textOrNull('nameQualifier'),
      spNameQualifier: nameId.textOrNull('spNameQualifier'),
    }),
    sessionIndexes: members.texts('sessionIndexes'),
    expiresAt: members.date('expiresAt'),
  });
}
