import { createHash } from 'node:crypto';

/** The names of all keys that the stores use. */
export interface Keys {
  request(id: string): string;
  reservation(key: string): string;
  /** Every key of a connection shares one hash slot, so that one script may touch several of them. */
  ofConnection(organizationId: string, connectionId: string): ConnectionKeys;
}

export interface ConnectionKeys {
  /** How `sessionKey` stands in the groups. */
  member(sessionKey: string): string;
  session(member: string): string;
  bySessionIndex(sessionIndex: string): string;
  byNameId(nameId: string): string;
  logout(key: string): string;
}

// No braces: the first pair in a key is the hash tag, and that is ours. No glob characters, so that whoever writes
// the prefix into an ACL rule or a SCAN pattern finds these keys and no others.
const PREFIX = /^[A-Za-z0-9:._-]{1,64}$/u;

/** Throws TypeError for a prefix that is not 1 to 64 letters, digits or `:._-`. */
export function keysWith(prefix: string): Keys {
  if (typeof prefix !== 'string' || !PREFIX.test(prefix)) {
    throw new TypeError('prefix must be 1 to 64 letters, digits or : . _ -');
  }
  return {
    request: (id) => `${prefix}request:{${digest([id])}}`,
    reservation: (key) => `${prefix}replay:{${digest([key])}}`,
    ofConnection(organizationId, connectionId) {
      const tag = `{${digest([organizationId, connectionId])}}`;
      return {
        member: (sessionKey) => digest([sessionKey]),
        session: (member) => `${prefix}session:${tag}:${member}`,
        bySessionIndex: (sessionIndex) => `${prefix}by-session-index:${tag}:${digest([sessionIndex])}`,
        byNameId: (nameId) => `${prefix}by-name-id:${tag}:${digest([nameId])}`,
        logout: (key) => `${prefix}logout:${tag}:${digest([key])}`,
      };
    },
  };
}

/**
 * Names come from outside and may hold anything. Their SHA-256 has one length and no special character, and two lists
 * of names never have one JSON text: an unpaired surrogate is escaped in it and not replaced, as UTF-8 would do.
 */
function digest(names: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(names)).digest('base64url');
}
