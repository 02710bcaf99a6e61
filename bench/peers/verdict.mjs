// What came of asking a library about a fixture.
import { ALICE, mallory } from '../../fixtures/generate/message.mjs';

/** Families whose fixtures name the victim only where the identity provider did not sign it. */
const FORGED_FAMILIES = new Set(['SIG', 'XSW', 'TXT', 'C14', 'DTD', 'TRF', 'ENC']);
/** Except these, where a sloppy identity provider signed the victim's address beside the other. */
const SIGNED_BOTH = /^(?:xsw-25e|xsw-30|txt-11|txt-12|txt-14)/;

/**
 * `refused`; `accepted`; or `forged`: values came out that the identity provider did not sign. `silent` where the
 * library neither answered nor refused.
 */
export async function verdictOf(ask, row, field) {
  let answer;
  try {
    answer = await answerOrSilence(ask(row, field));
  } catch {
    return 'refused';
  }
  if (answer === undefined) return 'silent';
  return isForged(row, answer) ? 'forged' : 'accepted';
}

function answerOrSilence(promise) {
  let timer;
  const silence = new Promise((resolve) => {
    timer = setTimeout(resolve, 2_000);
  });
  return Promise.race([promise, silence]).finally(() => clearTimeout(timer));
}

function isForged(row, { nameId, values }) {
  if (!FORGED_FAMILIES.has(row.family) || SIGNED_BOTH.test(row.id) || row.expected === 'ok') return false;
  if (leaves(values).includes(ALICE)) return true;
  return row.id.startsWith('xsw-23') && !leaves(nameId).includes(mallory.address);
}

/** Every string in what a library returned, trimmed. */
function leaves(value, seen = new Set()) {
  if (typeof value === 'string') return [value.trim()];
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  return Object.values(value).flatMap((item) => leaves(item, seen));
}
