const MOST_KEPT = 100;
const LEFT_OUT = new Set(['sign_in_started', 'logout_started']);

/** The last events of the service provider and of the refresher. An application sends these to its log. */
export class AuditLog {
  #events = [];

  add(event) {
    if (LEFT_OUT.has(event.type)) return;
    this.#events = [{ at: new Date(), ...event }, ...this.#events].slice(0, MOST_KEPT);
  }

  /** Newest first. */
  list() {
    return this.#events;
  }

  findRefusal(reference) {
    return this.#events.find((event) => event.type.endsWith('_refused') && event.reference === reference);
  }
}
