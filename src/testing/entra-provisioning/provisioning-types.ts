import type { TestPerson } from '../test-person.js';

/**
 * How Entra writes its requests. `default`: capital operations, one per attribute, booleans as strings. `aadOptscim062020`:
 * the feature flag at the end of the Tenant URL, with RFC 7644's operations and objects without path. `on-demand`: what
 * *Provision on demand* does with a Tenant URL that carries the flag: the flag is sent and has no effect.
 */
export type EntraProvisioningDialect = 'default' | 'aadOptscim062020' | 'on-demand';

/** A user of the tenant with the attributes that Entra's default mapping reads. Null is the same as absent. */
export interface EntraUser extends Omit<TestPerson, 'groups' | 'roles' | 'homeTenantId'> {
  /** Default: the user principal name up to its `@`. */
  readonly mailNickname?: string | null;
  readonly jobTitle?: string | null;
  readonly department?: string | null;
  readonly employeeId?: string | null;
  readonly preferredLanguage?: string | null;
  readonly telephoneNumber?: string | null;
  readonly mobile?: string | null;
  readonly facsimileTelephoneNumber?: string | null;
  readonly physicalDeliveryOfficeName?: string | null;
  readonly streetAddress?: string | null;
  readonly city?: string | null;
  readonly state?: string | null;
  readonly postalCode?: string | null;
  readonly country?: string | null;
}

export interface EntraGroup {
  /** GUID. */
  readonly objectId: string;
  readonly displayName: string;
  /** Object ids of users and groups. */
  readonly members?: readonly string[];
}

export interface EntraMapping {
  /** Which property of a user goes to `externalId`. Default `mailNickname`, as at Entra. */
  readonly externalId?: 'objectId' | 'mailNickname';
  /** Further mappings, by target attribute such as `roles[primary eq "True"].value` or `urn:…:User:tag`. */
  readonly further?: Readonly<Record<string, (user: EntraUser) => string | null>>;
}

export interface EntraProvisioningOptions {
  /** Tenant URL, such as `https://app.example.com/scim/v2`. It may end with `?aadOptscim062020`. */
  readonly baseUrl: string;
  /** Secret Token, or what gives an access token for each request. */
  readonly token: string | (() => string | Promise<string>);
  /** Default: as the Tenant URL says. */
  readonly dialect?: EntraProvisioningDialect;
  /** Default: that of this process. */
  readonly fetch?: (request: Request) => Promise<Response>;
  readonly mapping?: EntraMapping;
  /** Default: the clock of this machine. */
  readonly now?: () => Date;
  /** Waits where an answer of 429 or 503 says Retry-After. Default: really. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/** A request that was sent, and how it was answered. */
export interface EntraExchange {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the Tenant URL, with its query, not encoded. */
  readonly path: string;
  readonly body: unknown;
  /** Null where no answer came. */
  readonly statusCode: number | null;
}

/** A line of the provisioning log. */
export interface EntraLogEntry {
  readonly at: Date;
  /** Number of the cycle; null for on-demand. */
  readonly cycle: number | null;
  readonly objectType: 'User' | 'Group';
  readonly objectId: string;
  readonly name: string;
  /** Id at the application, where it is known. */
  readonly targetId: string | null;
  readonly action: 'create' | 'update' | 'disable' | 'delete' | 'other';
  readonly status: 'success' | 'failure' | 'skipped';
  /** Of the answer that decided; null where nothing was sent or no answer came. */
  readonly statusCode: number | null;
  readonly detail: string;
  /** All that was sent for it, in order. */
  readonly exchanges: readonly EntraExchange[];
}

/** What could not be provisioned and is tried again in the next cycle, for 28 days. */
export interface EntraEscrow {
  readonly objectType: 'User' | 'Group';
  readonly objectId: string;
  /** `reference`: the object itself is there; its manager or some of its members are not. */
  readonly kind: 'object' | 'reference';
  readonly since: Date;
  readonly attempts: number;
  readonly detail: string;
}

/** Why Entra slows the provisioning down to once a day, and since when. */
export interface EntraQuarantine {
  readonly reason: 'invalid-credentials' | 'not-scim' | 'too-many-failures';
  readonly since: Date;
  readonly detail: string;
}

/** What a cycle did. */
export interface EntraCycle {
  readonly number: number;
  readonly kind: 'initial' | 'incremental';
  readonly log: readonly EntraLogEntry[];
  readonly quarantine: EntraQuarantine | null;
}

export interface EntraConnectionTest {
  readonly ok: boolean;
  readonly statusCode: number | null;
  readonly detail: string;
}

/** A user of the tenant as the provisioning service sees it. */
export interface EntraUserState {
  readonly user: EntraUser;
  /** Assigned itself, or a member of an assigned group. */
  readonly inScope: boolean;
  readonly assigned: boolean;
  readonly enabled: boolean;
  readonly softDeleted: boolean;
  readonly managerId: string | null;
  /** Id at the application; null where it is not managed. */
  readonly targetId: string | null;
}

export interface EntraGroupState {
  readonly objectId: string;
  readonly displayName: string;
  readonly assigned: boolean;
  readonly members: readonly string[];
  readonly targetId: string | null;
}

/** The provisioning service of a tenant, for one application. Methods throw TypeError for ids that the tenant lacks. */
export interface EntraProvisioning {
  readonly dialect: EntraProvisioningDialect;
  readonly users: readonly EntraUserState[];
  readonly groups: readonly EntraGroupState[];
  /** The oldest first. */
  readonly log: readonly EntraLogEntry[];
  readonly escrow: readonly EntraEscrow[];
  readonly quarantine: EntraQuarantine | null;

  /** Creates a user in the tenant, without assignment. */
  addUser(user: EntraUser): void;
  /** Assigns a user to the application; one that is given whole is created or replaced first. */
  assign(user: EntraUser | string): void;
  unassign(objectId: string): void;
  /** Changes attributes; null clears one. */
  update(objectId: string, changes: Partial<Omit<EntraUser, 'objectId'>>): void;
  /** Blocks the sign-in (`accountEnabled`). */
  disable(objectId: string): void;
  enable(objectId: string): void;
  /** Deletes a user, who can be restored for 30 days. */
  softDelete(objectId: string): void;
  restore(objectId: string): void;
  /** What the 30 days, or a purge, end with. */
  hardDelete(objectId: string): void;
  setManager(objectId: string, managerId: string | null): void;

  /** Creates a group in the tenant, without assignment. */
  addGroup(group: EntraGroup): void;
  /** Assigns a group: it is provisioned, and its direct members come into scope. */
  assignGroup(group: EntraGroup | string): void;
  unassignGroup(objectId: string): void;
  addMember(groupId: string, memberId: string): void;
  removeMember(groupId: string, memberId: string): void;
  renameGroup(groupId: string, displayName: string): void;
  deleteGroup(groupId: string): void;

  /** Looks for a user that cannot exist: the application must answer with an empty list. */
  testConnection(): Promise<EntraConnectionTest>;
  /** Forgets the ids at the application and provisions everything in scope, as *Restart provisioning* does. */
  initialCycle(): Promise<EntraCycle>;
  /** Provisions what changed, and what failed before. The first cycle of all is an initial one. */
  incrementalCycle(): Promise<EntraCycle>;
  /** Provisions one user or group at once, of a group five changes of members at most. Always writes the default dialect. */
  provisionOnDemand(objectId: string): Promise<readonly EntraLogEntry[]>;
}
