import type { AnswerOptions, FakeApplication, FakeEntraOptions } from './fake-entra-options.js';
import { TEST_PERSON, TEST_TENANT_ID } from './message-content.js';
import { type MintedResponse, mintResponse } from './mint-response.js';
import type { TenantProvisioning } from './provisioning-state.js';
import { createTestKeyPair, type TestKeyPair } from './test-key-pair.js';
import type { TestPerson } from './test-person.js';

/** A session that a person has at an application by an answer of the pages. */
export interface FakeSession {
  /** Identifier of the application. */
  readonly application: string;
  readonly person: string;
}

const MOST_SESSIONS = 50;

/** State of a fake Entra: its key, people and applications, and the last answer to each application. */
export class FakeTenant {
  readonly id: string;
  readonly issuer: string;
  readonly base: string;
  readonly people: readonly TestPerson[];
  readonly applications: Map<string, FakeApplication> = new Map();
  readonly now: () => Date;
  /** What was entered under *Provisioning*; null before. */
  provisioning: TenantProvisioning | null = null;
  /** By SessionIndex, the oldest first. */
  readonly sessions: Map<string, FakeSession> = new Map();
  /** The active one first. */
  #keyPairs: readonly TestKeyPair[];
  readonly #lastAnswers: Map<string, MintedResponse> = new Map();

  constructor(options: FakeEntraOptions) {
    this.id = options.tenantId ?? TEST_TENANT_ID;
    this.issuer = `https://sts.windows.net/${this.id}/`;
    this.base = `${new URL(options.baseUrl).origin}/${this.id}`;
    this.#keyPairs = [options.keyPair ?? createTestKeyPair()];
    this.people = options.people ?? [TEST_PERSON];
    this.now = options.now ?? (() => new Date());
    for (const application of options.applications ?? []) this.register(application);
  }

  /** Signs from now on until the next change. */
  get keyPair(): TestKeyPair {
    const [active] = this.#keyPairs;
    if (active === undefined) throw new TypeError('the fake Entra has no key');
    return active;
  }

  /** All that the federation metadata list: as at Entra, an inactive certificate stays listed. */
  get keyPairs(): readonly TestKeyPair[] {
    return this.#keyPairs;
  }

  /** Makes a new key the active one; of those before, the last stays listed. */
  rollSigningKey(): TestKeyPair {
    this.#keyPairs = [createTestKeyPair(), this.keyPair];
    return this.keyPair;
  }

  get signInUrl(): string {
    return `${this.base}/saml2`;
  }

  get metadataUrl(): string {
    return `${this.base}/federationmetadata/2007-06/federationmetadata.xml`;
  }

  get certificateUrl(): string {
    return `${this.base}/certificate.cer`;
  }

  get rawCertificateUrl(): string {
    return `${this.base}/certificate-raw.cer`;
  }

  register(application: FakeApplication): void {
    this.applications.set(application.identifier, application);
  }

  /** Remembers whom to log out; of very many the oldest are forgotten. */
  addSession(sessionIndex: string, session: FakeSession): void {
    this.sessions.set(sessionIndex, session);
    const [oldest = ''] = this.sessions.keys();
    if (this.sessions.size > MOST_SESSIONS) this.sessions.delete(oldest);
  }

  /** Mints with this tenant's key, issuer, people and clock; `replayed` gives the previous answer once more. */
  answer(choices: AnswerOptions = {}): MintedResponse {
    const { application: identifier, ...mint } = choices;
    const application =
      identifier === undefined ? [...this.applications.values()][0] : this.applications.get(identifier);
    const assertionConsumerServiceUrl = mint.assertionConsumerServiceUrl ?? application?.replyUrls[0];
    const entityId = mint.entityId ?? application?.identifier;
    if (assertionConsumerServiceUrl === undefined || entityId === undefined) {
      throw new TypeError('no such application with a Reply URL is registered at the fake Entra');
    }
    const previous = this.#lastAnswers.get(entityId);
    if (mint.deviation === 'replayed' && previous !== undefined) return previous;
    const minted = mintResponse({
      keyPair: this.keyPair,
      tenantId: this.id,
      now: this.now(),
      ...(this.people[0] === undefined ? {} : { person: this.people[0] }),
      ...(application?.sign === undefined ? {} : { sign: application.sign }),
      ...mint,
      assertionConsumerServiceUrl,
      entityId,
    });
    this.#lastAnswers.set(entityId, minted);
    return minted;
  }
}
