/**
 * A name server that is made up: it knows what was entered on the pages of this example and nothing else, so that a
 * domain can be verified without owning one. It keeps its records in the database, where every instance finds them.
 * With `DNS=real` the example asks the resolver of this machine instead.
 */
export class StubDns {
  name = 'made-up DNS of this example';
  #remembered;

  constructor(remembered) {
    this.#remembered = remembered;
  }

  /** The TXT records of a name, for the page. */
  async records(name) {
    return (await this.#remembered.get(keyOf(name))) ?? [];
  }

  async set(name, records) {
    await this.#remembered.set(keyOf(name), records);
  }

  /** What `createDomainClaims` asks. */
  async resolveTxt(name) {
    const records = await this.records(name);
    return records.length === 0 ? { kind: 'absent', reason: 'NXDOMAIN' } : { kind: 'records', records };
  }
}

function keyOf(name) {
  return `dns:${name.toLowerCase().replace(/\.$/u, '')}`;
}
