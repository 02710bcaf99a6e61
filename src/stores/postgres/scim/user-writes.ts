import type { ScimMemberRefusal, ScimStore, ScimUserRecord, ScimUserWrite } from '../../interfaces/scim.js';
import { auditParameter } from '../audit-entries.js';
import { type Database, violatedConstraint } from '../queries.js';
import { areStorable, instant } from '../values.js';
import { userParameter } from './resource-row.js';
import { changesParameter, effectParameter } from './write-parameters.js';

/** The writes of users: a call of a function each, which locks, checks and writes all of it or nothing. */
export function scimUserWrites({
  rows,
  schema,
}: Database): Pick<ScimStore, 'insertUser' | 'replaceUser' | 'deleteUser'> {
  const call = (name: string, parameters: string): string =>
    `SELECT to_json(${schema}.${name}(${parameters}))::text AS row`;
  const json = (from: number): string =>
    [from, from + 1, from + 2].map((n) => `$${n}::text::jsonb`).join(', ');
  const insert = call('scim_insert_user', `$1::text::jsonb, ${json(2)}`);
  const replace = call('scim_replace_user', `$1::text::jsonb, $2::bigint, ${json(3)}`);
  const remove = call('scim_delete_user', `$1::text, $2::text, $3::bigint, $4::timestamptz, ${json(5)}`);
  return {
    async insertUser(user, write) {
      requireSameMember(user, write);
      const values = [userParameter(user), ...writeValues(user.organizationId, write)];
      return ended(async () => {
        await rows(insert, values);
        return 'inserted' as const;
      });
    },
    async replaceUser(user, expectedVersion, write) {
      requireSameMember(user, write);
      if (user.version !== expectedVersion + 1) {
        throw new TypeError('The version must follow the expected one.');
      }
      const values = [userParameter(user), expectedVersion, ...writeValues(user.organizationId, write)];
      return ended(async () => ((await rows(replace, values))[0] === 'replaced' ? 'replaced' : 'changed'));
    },
    async deleteUser(organizationId, userId, expectedVersion, at, write) {
      if (!areStorable(organizationId, userId)) return 'changed';
      const place = [organizationId, userId, expectedVersion, instant(at)];
      const values = [...place, ...writeValues(organizationId, write)];
      const outcome = await ended(async () =>
        (await rows(remove, values))[0] === 'deleted' ? 'deleted' : 'changed',
      );
      if (outcome === 'user-name-taken') throw new Error('A deletion cannot take a name.');
      return outcome;
    },
  };
}

/** Member first, then the user, as they are told of. */
function writeValues(organizationId: string, { changes, entry, member }: ScimUserWrite): readonly unknown[] {
  return [
    effectParameter(organizationId, member),
    auditParameter(member?.entry ?? null, entry),
    changesParameter(changes),
  ];
}

async function ended<Outcome>(
  write: () => Promise<Outcome>,
): Promise<Outcome | ScimMemberRefusal | 'user-name-taken'> {
  try {
    return await write();
  } catch (error) {
    switch (violatedConstraint(error)) {
      case 'scim_users_one_per_user_name':
        return 'user-name-taken';
      case 'scim_member_changed':
        return 'member-changed';
      case 'members_last_owner':
        return 'last-owner';
      case 'members_one_per_email':
        return 'email-taken';
      case 'members_one_per_scim_user':
        return 'scim-user-taken';
      case 'scim_resources_pkey':
        throw new TypeError('A resource with this id is there already.');
      default:
        throw error;
    }
  }
}

/** Record and member lead to each other, or the one who deactivates the one would miss the other. */
function requireSameMember(user: ScimUserRecord, { member }: ScimUserWrite): void {
  if (member === null) return;
  const memberId = member.kind === 'insert' ? member.member.id : member.memberId;
  const scimUserId = member.kind === 'insert' ? member.member.scimUserId : member.set.scimUserId;
  const isLeaving = scimUserId === null && user.memberId === null;
  if (isLeaving || (user.memberId === memberId && (scimUserId ?? user.id) === user.id)) return;
  throw new TypeError('The record must lead to the member of its write, and the member to the record.');
}
