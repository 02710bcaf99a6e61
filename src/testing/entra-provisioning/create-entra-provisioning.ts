import { randomUUID } from 'node:crypto';
import { createMapper } from './attribute-mapping.js';
import { CycleRunner } from './cycle-runner.js';
import type {
  EntraConnectionTest,
  EntraProvisioning,
  EntraProvisioningDialect,
  EntraProvisioningOptions,
} from './provisioning-types.js';
import { ProvisioningFailure, quoted, ScimClient } from './scim-client.js';
import { TenantModel } from './tenant-model.js';

const DIALECTS: readonly EntraProvisioningDialect[] = ['default', 'aadOptscim062020', 'on-demand'];

/**
 * Makes a provisioning service of Entra's kind: a tenant whose users and groups are assigned, changed and deleted by the
 * methods, and cycles that send what Entra sends for that, in the dialect of its choice. Throws TypeError for a Tenant URL
 * or a mapping that cannot be.
 */
export function createEntraProvisioning(options: EntraProvisioningOptions): EntraProvisioning {
  const client = new ScimClient(options);
  const dialect = options.dialect ?? (client.hasFlag ? 'aadOptscim062020' : 'default');
  if (!DIALECTS.includes(dialect)) throw new TypeError(`There is no dialect ${dialect}.`);
  const model = new TenantModel();
  const mapper = createMapper(options.mapping);
  const now = options.now ?? (() => new Date());
  const runner = new CycleRunner({ model, client, mapper, dialect, now });
  return {
    dialect,
    ...people(model),
    ...groups(model),
    get users() {
      return model.userStates();
    },
    get groups() {
      return model.groupStates();
    },
    get log() {
      return [...runner.log];
    },
    get escrow() {
      return [...runner.escrow.values()];
    },
    get quarantine() {
      return runner.quarantine;
    },
    testConnection: () => testConnection(client),
    initialCycle: () => runner.run('initial'),
    incrementalCycle: () => runner.run('incremental'),
    provisionOnDemand: (objectId) => runner.provisionOnDemand(objectId),
  };
}

type PeopleMethods =
  | 'addUser'
  | 'assign'
  | 'unassign'
  | 'update'
  | 'disable'
  | 'enable'
  | 'softDelete'
  | 'restore'
  | 'hardDelete'
  | 'setManager';

function people(model: TenantModel): Pick<EntraProvisioning, PeopleMethods> {
  const change = (objectId: string, changes: Partial<ReturnType<TenantModel['user']>>): void => {
    Object.assign(model.user(objectId), changes, { dirty: true });
  };
  return {
    addUser: (user) => void model.putUser(user),
    assign(user) {
      const { objectId } = (typeof user === 'string' ? model.user(user) : model.putUser(user)).user;
      change(objectId, { assigned: true });
    },
    unassign: (objectId) => change(objectId, { assigned: false }),
    update: (objectId, changes) =>
      change(objectId, { user: { ...model.user(objectId).user, ...changes, objectId } }),
    disable: (objectId) => change(objectId, { enabled: false }),
    enable: (objectId) => change(objectId, { enabled: true }),
    softDelete: (objectId) => change(objectId, { deleted: 'soft' }),
    restore: (objectId) => change(objectId, { deleted: 'no' }),
    hardDelete: (objectId) => change(objectId, { deleted: 'hard' }),
    setManager(objectId, managerId) {
      if (managerId !== null) model.user(managerId);
      change(objectId, { managerId });
    },
  };
}

type GroupMethods =
  | 'addGroup'
  | 'assignGroup'
  | 'unassignGroup'
  | 'addMember'
  | 'removeMember'
  | 'renameGroup'
  | 'deleteGroup';

function groups(model: TenantModel): Pick<EntraProvisioning, GroupMethods> {
  const change = (objectId: string, changes: Partial<ReturnType<TenantModel['group']>>): void => {
    const group = Object.assign(model.group(objectId), changes, { dirty: true });
    model.touchMembers(group);
  };
  return {
    addGroup: (group) => void model.putGroup(group),
    assignGroup(group) {
      const { objectId } = typeof group === 'string' ? model.group(group) : model.putGroup(group);
      change(objectId, { assigned: true });
    },
    unassignGroup: (objectId) => change(objectId, { assigned: false }),
    addMember(groupId, memberId) {
      model.requireObject(memberId);
      model.group(groupId).members.add(memberId);
      change(groupId, {});
    },
    removeMember(groupId, memberId) {
      change(groupId, {});
      model.group(groupId).members.delete(memberId);
    },
    renameGroup: (groupId, displayName) => change(groupId, { displayName }),
    deleteGroup: (groupId) => change(groupId, { deleted: true }),
  };
}

async function testConnection(client: ScimClient): Promise<EntraConnectionTest> {
  try {
    const found = await client.find('/Users', `userName eq ${quoted(randomUUID())}`);
    if (found.length === 0) return { ok: true, statusCode: 200, detail: 'The credentials are accepted.' };
    return {
      ok: false,
      statusCode: 200,
      detail: 'A user was found that cannot exist: the filter has no effect.',
    };
  } catch (error) {
    if (!(error instanceof ProvisioningFailure)) throw error;
    return { ok: false, statusCode: error.statusCode, detail: error.message };
  } finally {
    client.takeExchanges();
  }
}
