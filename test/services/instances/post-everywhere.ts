import type { AppDatabase } from './app-database.js';
import type { Instances } from './instances.js';
import type { Answered } from './send.js';
import { isAccepted, Visitor } from './visitor.js';

/** How the posts of one answer ended. */
export interface Posted {
  readonly requestId: string;
  readonly assertionId: string;
  readonly accepted: number;
  /** Answered with the page of a refusal. */
  readonly refused: number;
  /** Answered with 503: a store did not answer in time. */
  readonly unavailable: number;
  /** Never answered. */
  readonly lost: number;
  readonly summary: string;
}

/**
 * Posts one answer so many times at once, as many to each instance. `meanwhile` is called then; it may wait for a number
 * of answers.
 */
export async function postEverywhere(
  instances: Instances,
  times: number,
  meanwhile: (answers: (count: number) => Promise<void>) => Promise<void> = async () => undefined,
): Promise<Posted> {
  const person = new Visitor(instances);
  const answer = await person.begin();
  const began = Date.now();
  let come = 0;
  const posting = Array.from({ length: times }, async (_, post) => {
    const instance = instances.all[post % instances.all.length];
    const answered = await person.carry(answer, instance).catch(() => null);
    come += 1;
    return answered;
  });
  const answers = async (count: number): Promise<void> => {
    while (come < count) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  const [posts] = await Promise.all([Promise.all(posting), meanwhile(answers)]);
  const took = Date.now() - began;
  const count = (is: (post: Answered) => boolean): number =>
    posts.filter((post) => post !== null && is(post)).length;
  const accepted = count(isAccepted);
  const refused = count(({ status }) => status === 200);
  const unavailable = count(({ status }) => status === 503);
  const lost = posts.filter((post) => post === null).length;
  const { assertionId, requestId } = answer;
  const summary = `${accepted} accepted, ${refused} refused, ${unavailable} with 503, ${lost} unanswered, in ${took} ms`;
  return { assertionId, requestId, accepted, refused, unavailable, lost, summary };
}

/** How many sign-ins the log has for the answer to a request. */
export async function acceptedInLog({ pool }: AppDatabase, requestId: string): Promise<number> {
  const { rows } = await pool.query(
    `SELECT count(*)::integer AS accepted FROM claimgate.audit
     WHERE type = 'sign_in_accepted' AND data->>'requestId' = $1`,
    [requestId],
  );
  return rows[0].accepted;
}
