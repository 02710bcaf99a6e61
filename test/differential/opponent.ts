import { certificatePem, type Fixture, index } from '../corpus/corpus.js';
import type { Identity } from './identity.js';

/** Another library, asked about a posted field under the expectations of a fixture; throws where it refuses. */
export type Opponent = (field: string, fixture: Fixture) => Promise<Identity>;

export function certificatesOf({ certificates }: Fixture): string[] {
  return (certificates ?? index.connection.certificates).map(certificatePem);
}

/** Our private keys, where the connection has some. */
export function privateKeysOf({ keys }: Fixture): string[] {
  if (keys === undefined) return [];
  return [keys.current, ...(keys.next === undefined ? [] : [keys.next])].map((name) =>
    certificatePem(`keys/${name}.pem`),
  );
}

export function entityIdOf({ entityId }: Fixture): string {
  return entityId ?? index.expectations.entityId;
}

const RealDate = globalThis.Date;

/** Lets a library that takes its time from the machine see the clock of the fixture. */
export async function atClockOf<Value>({ clock }: Fixture, ask: () => Promise<Value>): Promise<Value> {
  const now = new RealDate(clock).getTime();
  globalThis.Date = class extends RealDate {
    constructor(...given: []) {
      super(...((given.length === 0 ? [now] : given) as []));
    }

    static override now(): number {
      return now;
    }
  } as DateConstructor;
  try {
    return await ask();
  } finally {
    globalThis.Date = RealDate;
  }
}

/**
 * The identity as far as these libraries tell it: neither knows a value of white space alone from none, and an Attribute
 * without values is left out.
 */
export function withoutBlanks({ issuer, nameId, audiences, attributes }: Identity): Identity {
  return {
    issuer,
    nameId,
    audiences,
    attributes: attributes
      .map(([name, values]) => [name, values.filter((value) => value.trim() !== '')] as const)
      .filter(([, values]) => values.length > 0),
  };
}
