const MOST_KEPT = 100;

/** The last sign-ins as the service provider reports them. An application sends these to its log. */
export class AuditLog {
  #events = [];

  add(event) {
    if (event.type === 'sign_in_started') return;
    this.#events = [event, ...this.#events].slice(0, MOST_KEPT);
  }

  /** Newest first. */
  list() {
    return this.#events;
  }

  findRefusal(reference) {
    return this.#events.find((event) => event.type === 'sign_in_refused' && event.reference === reference);
  }
}
