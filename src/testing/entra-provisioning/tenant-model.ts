import type { EntraGroup, EntraGroupState, EntraUser, EntraUserState } from './provisioning-types.js';

/** A user of the tenant, and what the provisioning service remembers of it. */
export interface ModelUser {
  user: EntraUser;
  assigned: boolean;
  enabled: boolean;
  deleted: 'no' | 'soft' | 'hard';
  managerId: string | null;
  /** Changed since the last successful visit. */
  dirty: boolean;
  targetId: string | null;
  /** Last values that were sent, by target attribute. */
  sent: ReadonlyMap<string, string>;
  /** Id at the application of the manager that was sent. */
  sentManager: string | null;
}

export interface ModelGroup {
  readonly objectId: string;
  displayName: string;
  assigned: boolean;
  deleted: boolean;
  readonly members: Set<string>;
  dirty: boolean;
  targetId: string | null;
  /** Ids at the application of the members that it has there by our doing, by object id. */
  readonly sentMembers: Map<string, string>;
  /** Whether it may have other members: it was found and not created. */
  found: boolean;
}

/** The tenant: who is in it, who is assigned, and what is known of the application. */
export class TenantModel {
  readonly users: Map<string, ModelUser> = new Map();
  readonly groups: Map<string, ModelGroup> = new Map();

  user(objectId: string): ModelUser {
    const found = this.users.get(objectId);
    if (found === undefined) throw new TypeError(`The tenant has no user ${objectId}.`);
    return found;
  }

  group(objectId: string): ModelGroup {
    const found = this.groups.get(objectId);
    if (found === undefined) throw new TypeError(`The tenant has no group ${objectId}.`);
    return found;
  }

  putUser(user: EntraUser): ModelUser {
    const before = this.users.get(user.objectId);
    const made: ModelUser = before ?? {
      user,
      assigned: false,
      enabled: true,
      deleted: 'no',
      managerId: null,
      dirty: true,
      targetId: null,
      sent: new Map(),
      sentManager: null,
    };
    made.user = { ...user };
    made.dirty = true;
    // A purged user whose place is taken again is another one.
    if (made.deleted === 'hard') made.deleted = 'no';
    this.users.set(user.objectId, made);
    return made;
  }

  putGroup({ displayName, members = [], objectId }: EntraGroup): ModelGroup {
    for (const memberId of members) this.requireObject(memberId);
    const before = this.groups.get(objectId);
    const group: ModelGroup = before ?? {
      objectId,
      displayName,
      assigned: false,
      deleted: false,
      members: new Set(),
      dirty: true,
      targetId: null,
      sentMembers: new Map(),
      found: false,
    };
    this.touchMembers(group);
    Object.assign(group, { displayName, deleted: false, dirty: true });
    group.members.clear();
    for (const memberId of members) group.members.add(memberId);
    this.groups.set(objectId, group);
    this.touchMembers(group);
    return group;
  }

  requireObject(objectId: string): void {
    if (!this.users.has(objectId) && !this.groups.has(objectId)) {
      throw new TypeError(`The tenant has no user or group ${objectId}.`);
    }
  }

  /** Whose scope a change of the group may have changed. */
  touchMembers({ members }: ModelGroup): void {
    for (const memberId of members) {
      const user = this.users.get(memberId);
      if (user !== undefined) user.dirty = true;
    }
  }

  /** Assigned, or a direct member of an assigned group: Entra does not look into groups within groups. */
  isInScope({ assigned, user: { objectId } }: ModelUser): boolean {
    return assigned || this.assignedGroups().some(({ members }) => members.has(objectId));
  }

  assignedGroups(): readonly ModelGroup[] {
    return [...this.groups.values()].filter(({ assigned, deleted }) => assigned && !deleted);
  }

  targetIdOf(objectId: string): string | null {
    return this.users.get(objectId)?.targetId ?? this.groups.get(objectId)?.targetId ?? null;
  }

  /** As *Restart provisioning* does: nothing of the application is known any more. */
  forgetTargets(): void {
    for (const user of this.users.values()) {
      Object.assign(user, { dirty: true, targetId: null, sent: new Map(), sentManager: null });
    }
    for (const group of this.groups.values()) forgetGroupTarget(group);
  }

  userStates(): readonly EntraUserState[] {
    return [...this.users.values()].map((each) => ({
      user: each.user,
      inScope: this.isInScope(each),
      assigned: each.assigned,
      enabled: each.enabled,
      softDeleted: each.deleted === 'soft',
      managerId: each.managerId,
      targetId: each.targetId,
    }));
  }

  groupStates(): readonly EntraGroupState[] {
    return [...this.groups.values()].map(({ assigned, displayName, members, objectId, targetId }) => ({
      objectId,
      displayName,
      assigned,
      members: [...members],
      targetId,
    }));
  }
}

/** The group is to be matched or created anew. */
export function forgetGroupTarget(group: ModelGroup): void {
  Object.assign(group, { dirty: true, targetId: null, found: false });
  group.sentMembers.clear();
}
