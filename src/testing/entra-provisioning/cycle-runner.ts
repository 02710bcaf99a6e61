import type { Mapper } from './attribute-mapping.js';
import { styleOf } from './operations.js';
import type { Outcome, Visit } from './outcome.js';
import { awaitedMembers, provisionGroup } from './provision-group.js';
import { awaitsManager, provisionManager } from './provision-manager.js';
import { provisionUser } from './provision-user.js';
import type {
  EntraCycle,
  EntraEscrow,
  EntraLogEntry,
  EntraProvisioningDialect,
  EntraQuarantine,
} from './provisioning-types.js';
import { hasTooManyFailures, inQuarantine } from './quarantine.js';
import { ProvisioningFailure, type ScimClient } from './scim-client.js';
import type { ModelGroup, ModelUser, TenantModel } from './tenant-model.js';

const MOST_LOGGED = 10_000;
const MOST_MEMBERS_ON_DEMAND = 5;
const ESCROW_MILLISECONDS = 28 * 86_400_000;

interface Parts {
  readonly model: TenantModel;
  readonly client: ScimClient;
  readonly mapper: Mapper;
  readonly dialect: EntraProvisioningDialect;
  readonly now: () => Date;
}

type Subject = Pick<EntraLogEntry, 'objectType' | 'objectId' | 'name'>;

/** Runs cycles one after the other, and keeps the log, what failed, and the quarantine. */
export class CycleRunner {
  readonly log: EntraLogEntry[] = [];
  readonly escrow: Map<string, EntraEscrow> = new Map();
  quarantine: EntraQuarantine | null = null;
  readonly #parts: Parts;
  readonly #visit: Visit;
  #cycles = 0;
  /** Of the cycle that runs: failures of managers. */
  #referenceFailures = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    const { client, dialect, mapper, model } = parts;
    const mostMembers = dialect === 'on-demand' ? MOST_MEMBERS_ON_DEMAND : null;
    this.#visit = { model, client, mapper, style: styleOf(dialect), mostMembers };
  }

  run(kind: EntraCycle['kind']): Promise<EntraCycle> {
    return this.#inTurn(() => this.#cycle(kind));
  }

  /** Throws TypeError where the tenant has no such user or group. */
  provisionOnDemand(objectId: string): Promise<readonly EntraLogEntry[]> {
    this.#parts.model.requireObject(objectId);
    return this.#inTurn(async () => {
      const before = this.log.length;
      const visit: Visit = { ...this.#visit, style: 'default', mostMembers: MOST_MEMBERS_ON_DEMAND };
      const { model } = this.#parts;
      const user = model.users.get(objectId);
      try {
        if (user === undefined) await this.#group(visit, model.group(objectId), null);
        else await this.#userAndManager(visit, user);
      } catch (error) {
        if (!(error instanceof ProvisioningFailure)) throw error;
      }
      return this.log.slice(before);
    });
  }

  async #cycle(asked: EntraCycle['kind']): Promise<EntraCycle> {
    const { model } = this.#parts;
    const kind = this.#cycles === 0 ? 'initial' : asked;
    this.#cycles += 1;
    const number = this.#cycles;
    if (kind === 'initial') {
      model.forgetTargets();
      this.escrow.clear();
    }
    const before = this.log.length;
    this.#referenceFailures = 0;
    try {
      await this.#everything(number);
      this.#judge(this.log.slice(before));
    } catch (error) {
      if (!(error instanceof ProvisioningFailure) || error.kind === 'refused') throw error;
      this.quarantine = inQuarantine(this.quarantine, error.kind, error.message, this.#parts.now());
    }
    const log = this.log.slice(before);
    this.log.splice(0, Math.max(0, this.log.length - MOST_LOGGED));
    return { number, kind, log, quarantine: this.quarantine };
  }

  /** Users, then their managers, then groups: a reference needs both ends. */
  async #everything(cycle: number): Promise<void> {
    const { model } = this.#parts;
    const visit = this.#visit;
    for (const user of [...model.users.values()]) if (user.dirty) await this.#user(visit, user, cycle);
    for (const user of [...model.users.values()]) await this.#manager(visit, user, cycle);
    for (const group of [...model.groups.values()]) {
      // In the on-demand dialect a group takes several visits.
      for (let visits = 0; isDue(model, group) && visits < 1 + group.members.size; visits += 1) {
        const isDone = await this.#group(visit, group, cycle);
        if (!isDone || visit.mostMembers === null) break;
      }
    }
  }

  async #userAndManager(visit: Visit, user: ModelUser): Promise<void> {
    const { deleted, targetId } = user;
    if (targetId === null && deleted === 'no' && !visit.model.isInScope(user)) {
      const detail = 'The user is not in scope: assign the user, or a group that holds the user.';
      this.#note(null, subjectOfUser(user), { action: 'other', status: 'skipped', statusCode: null, detail });
      return;
    }
    if (await this.#user(visit, user, null)) await this.#manager(visit, user, null);
  }

  async #user(visit: Visit, user: ModelUser, cycle: number | null): Promise<boolean> {
    const done = await this.#attempt(cycle, subjectOfUser(user), 'object', () => provisionUser(visit, user));
    user.dirty = !done && this.#isStillTried(user.user.objectId, 'object');
    return done;
  }

  async #manager(visit: Visit, user: ModelUser, cycle: number | null): Promise<void> {
    const subject = subjectOfUser(user);
    const done = await this.#attempt(cycle, subject, 'reference', () => provisionManager(visit, user));
    if (done && awaitsManager(visit, user)) this.#hold(subject, 'reference', 'The manager is not there yet.');
  }

  async #group(visit: Visit, group: ModelGroup, cycle: number | null): Promise<boolean> {
    const { displayName: name, objectId } = group;
    const subject: Subject = { objectType: 'Group', objectId, name };
    const done = await this.#attempt(cycle, subject, 'object', () => provisionGroup(visit, group));
    group.dirty = !done && this.#isStillTried(objectId, 'object');
    const awaited = awaitedMembers(visit, group);
    if (done && awaited > 0) this.#hold(subject, 'reference', `Members who are not there yet: ${awaited}.`);
    else if (done) this.escrow.delete(keyOf(objectId, 'reference'));
    return done;
  }

  /** False where it failed. What concerns all objects, as credentials do, ends the cycle. */
  async #attempt(
    cycle: number | null,
    subject: Subject,
    kind: EntraEscrow['kind'],
    provision: () => Promise<Outcome>,
  ): Promise<boolean> {
    try {
      const outcome = await provision();
      this.#note(cycle, subject, outcome);
      this.escrow.delete(keyOf(subject.objectId, kind));
      return true;
    } catch (error) {
      if (!(error instanceof ProvisioningFailure)) throw error;
      const { message: detail, statusCode } = error;
      if (kind === 'reference') this.#referenceFailures += 1;
      this.#hold(subject, kind, detail);
      this.#note(cycle, subject, { action: 'other', status: 'failure', statusCode, detail });
      if (error.kind !== 'refused') throw error;
      return false;
    }
  }

  #note(cycle: number | null, subject: Subject, outcome: Outcome): void {
    const exchanges = this.#parts.client.takeExchanges();
    if (outcome === null) return;
    const targetId = this.#parts.model.targetIdOf(subject.objectId);
    this.log.push({ at: this.#parts.now(), cycle, ...subject, targetId, ...outcome, exchanges });
  }

  #hold({ objectId, objectType }: Subject, kind: EntraEscrow['kind'], detail: string): void {
    const before = this.escrow.get(keyOf(objectId, kind));
    const { attempts = 0, since = this.#parts.now() } = before ?? {};
    const held: EntraEscrow = { objectType, objectId, kind, since, attempts: attempts + 1, detail };
    this.escrow.set(keyOf(objectId, kind), held);
  }

  /** After 28 days only a change of the object makes it tried again. */
  #isStillTried(objectId: string, kind: EntraEscrow['kind']): boolean {
    const since = this.escrow.get(keyOf(objectId, kind))?.since.getTime() ?? 0;
    if (this.#parts.now().getTime() - since < ESCROW_MILLISECONDS) return true;
    this.escrow.delete(keyOf(objectId, kind));
    return false;
  }

  #judge(log: readonly EntraLogEntry[]): void {
    const failed = log.filter(({ status }) => status === 'failure');
    const counts = {
      objects: log.length,
      failures: failed.length,
      referenceFailures: this.#referenceFailures,
    };
    const detail = `${counts.failures} of ${counts.objects} objects failed.`;
    this.quarantine = hasTooManyFailures(counts)
      ? inQuarantine(this.quarantine, 'too-many-failures', detail, this.#parts.now())
      : null;
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.#turn.then(work, work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

/** Changed, or a member has another id at the application than was sent. */
function isDue(model: TenantModel, group: ModelGroup): boolean {
  if (group.dirty) return true;
  if (!group.assigned || group.deleted) return false;
  const hasMissing = [...group.members].some((objectId) => {
    const id = model.targetIdOf(objectId);
    return id !== null && group.sentMembers.get(objectId) !== id;
  });
  return hasMissing || [...group.sentMembers.keys()].some((objectId) => !group.members.has(objectId));
}

function subjectOfUser({ user: { objectId, userPrincipalName: name } }: ModelUser): Subject {
  return { objectType: 'User', objectId, name };
}

function keyOf(objectId: string, kind: EntraEscrow['kind']): string {
  return `${kind} ${objectId}`;
}
