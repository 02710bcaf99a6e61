import type { ScimGroupWrite, ScimGroupWritten, ScimMemberChange, ScimStore } from '../../interfaces/scim.js';
import { auditParameter } from '../audit-entries.js';
import { type Database, violatedConstraint } from '../queries.js';
import { Row } from '../row.js';
import { areStorable, instant } from '../values.js';
import { groupAttributesParameter, groupParameter, readGroup } from './resource-row.js';
import { changesParameter, idsParameter } from './write-parameters.js';

const IDS = (parameter: number): string =>
  `ARRAY(SELECT jsonb_array_elements_text($${parameter}::text::jsonb))`;

/** The writes of groups: a call of a function each. Parameters are of the size of the change, and so is the work. */
export function scimGroupWrites({
  rows,
  schema,
}: Database): Pick<ScimStore, 'insertGroup' | 'changeGroup' | 'deleteGroup'> {
  const insert = `
    SELECT ${schema}.scim_insert_group($1::text::jsonb, ${IDS(2)}, $3::integer, $4::timestamptz, $5::text::jsonb->0,
      $6::text::jsonb) AS row`;
  const change = `
    SELECT coalesce(${schema}.scim_change_group($1::text, $2::text, $3::bigint, $4::text::jsonb, $5::boolean, ${IDS(6)},
      ${IDS(7)}, $8::integer, $9::timestamptz, $10::text::jsonb->0, $11::text::jsonb), 'null') AS row`;
  const remove = `
    SELECT to_json(${schema}.scim_delete_group($1::text, $2::text, $3::bigint, $4::timestamptz, $5::text::jsonb->0,
      $6::text::jsonb))::text AS row`;
  return {
    async insertGroup(group, memberIds, write) {
      const { ids, unstorable } = idsParameter(memberIds);
      const values = [groupParameter(group), JSON.stringify(ids), unstorable.length, ...writeValues(write)];
      return ended(async () => writtenOf((await rows(insert, values))[0], unstorable));
    },
    async changeGroup(organizationId, groupId, { attributes, expectedVersion, members }, write) {
      if (!areStorable(organizationId, groupId)) return 'changed';
      const { ids, unstorable } = idsParameter(wantedOf(members));
      const unwanted = idsParameter(members?.kind === 'delta' ? members.remove : []);
      const values = [
        ...[organizationId, groupId, expectedVersion],
        groupAttributesParameter(organizationId, attributes),
        members?.kind === 'set',
        ...[JSON.stringify(ids), JSON.stringify(unwanted.ids), unstorable.length],
        ...writeValues(write),
      ];
      return ended(async () => {
        const [found] = await rows(change, values);
        return found === null ? 'changed' : writtenOf(found, unstorable);
      });
    },
    async deleteGroup(organizationId, groupId, expectedVersion, write) {
      if (!areStorable(organizationId, groupId)) return 'changed';
      const values = [organizationId, groupId, expectedVersion, ...writeValues(write)];
      return (await rows(remove, values))[0] === 'deleted' ? 'deleted' : 'changed';
    },
  };
}

function wantedOf(members: ScimMemberChange | null): readonly string[] {
  if (members === null) return [];
  return members.kind === 'set' ? members.ids : members.add;
}

function writeValues({ at, change, entry }: ScimGroupWrite): readonly unknown[] {
  return [instant(at), auditParameter(entry), changesParameter(change === null ? [] : [change])];
}

function writtenOf(found: unknown, unstorable: readonly string[]): ScimGroupWritten {
  const row = new Row('written group', found);
  return {
    group: readGroup(Object.fromEntries(row.row('group').entries())),
    added: row.texts('added'),
    removed: row.texts('removed'),
    unknown: [...row.texts('unknown'), ...unstorable],
  };
}

async function ended<Outcome>(write: () => Promise<Outcome>): Promise<Outcome | 'display-name-taken'> {
  try {
    return await write();
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint === 'scim_groups_one_per_display_name') return 'display-name-taken';
    if (constraint !== 'scim_resources_pkey') throw error;
    throw new TypeError('A resource with this id is there already.');
  }
}
