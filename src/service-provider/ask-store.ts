import { type Result, refusal, success } from '../errors/index.js';

/** Asks a store of the application. A store that fails refuses the sign-in; what it threw is kept as `cause`. */
export async function askStore<Answer>(
  store: string,
  question: () => Promise<Answer>,
): Promise<Result<Answer>> {
  try {
    return success(await question());
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return refusal('store_unavailable', { store, reason }, { cause });
  }
}
