import type { Instances } from './instances.js';
import { isAccepted, NotStarted, Visitor } from './visitor.js';

/** People who sign in one after the other, and post each answer twice at the same moment. */
export class Load {
  accepted = 0;
  /** Pages that say that a store does not answer. */
  unavailable = 0;
  /** Refused otherwise: what was begun before a store forgot it. */
  refused = 0;
  /** Any other status, with what it was. */
  readonly unexpected: string[] = [];
  /** Answers that signed in twice. */
  twice = 0;
  readonly #instances: Instances;
  readonly #working: Promise<unknown>;
  #isOver = false;

  constructor(instances: Instances, people: number) {
    this.#instances = instances;
    this.#working = Promise.all(Array.from({ length: people }, () => this.#work()));
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#working;
  }

  async #work(): Promise<void> {
    while (!this.#isOver) {
      await this.#signIn();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async #signIn(): Promise<void> {
    const person = new Visitor(this.#instances);
    try {
      const answer = await person.begin();
      const posts = await Promise.all([person.carry(answer), person.carry(answer)]);
      const accepted = posts.filter(isAccepted).length;
      this.accepted += accepted;
      if (accepted > 1) this.twice += 1;
      for (const post of posts) if (!isAccepted(post)) this.#count(post.status);
    } catch (error) {
      if (error instanceof NotStarted) this.#count(error.status);
      else this.unexpected.push(String(error));
    }
  }

  #count(status: number): void {
    if (status === 503) this.unavailable += 1;
    else if (status === 200) this.refused += 1;
    else this.unexpected.push(String(status));
  }
}
