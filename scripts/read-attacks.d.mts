/** A row of fixtures/attack-rows. */
export interface AttackRow {
  readonly id: string;
  readonly what: string;
  readonly cves: readonly string[];
  readonly fixtures: readonly string[];
  readonly tests: readonly string[];
  readonly by: readonly string[];
  readonly answer?: string;
  readonly unproven?: string;
}

interface AskedFixture {
  readonly id: string;
  readonly family?: string;
  readonly title: string;
  readonly expected: string;
}

/** What another library answered to each fixture. */
interface Peer {
  readonly name: string;
  readonly version: string;
  readonly verdicts: Readonly<Record<string, string>>;
}

/** Fixtures by what a version of published weaknesses made of them. */
interface Control {
  readonly name: string;
  readonly forged: readonly string[];
  readonly accepted: readonly string[];
  readonly crashed: readonly string[];
}

/** Everything that docs/attacks.md is made of. */
export interface Attacks {
  readonly rows: readonly AttackRow[];
  readonly fixtures: readonly AskedFixture[];
  readonly peers: readonly Peer[];
  readonly controls: readonly Control[];
  /** `file › title`. */
  readonly titles: ReadonlySet<string>;
  /** `src/file.ts#function` by code. */
  readonly placesOf: ReadonlyMap<string, readonly string[]>;
  readonly functions: ReadonlySet<string>;
}

export function readAttacks(): Attacks;
