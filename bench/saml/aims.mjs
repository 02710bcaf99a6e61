// What claimgate shall reach, each computed from what was measured: `reached` is true, false, or null where something
// that is needed for it was not measured.
import {
  BASELINE,
  competitors,
  DEFAULT,
  FLOOR,
  LASSO,
  READER_1,
  WITH_XML_CRYPTO,
} from './competitors/index.mjs';
import { ratios } from './statistics.mjs';

const PEER_VARIANTS = ['b', 'c', 'e', 'f'];
/** Validations a second of node-saml on the machine for which 20,000 are asked of reader 1. */
const BASELINE_A_SECOND = 290;

export function aims({ times, allocated, sizes, route, coldStart }) {
  const { processor } = times;
  const faster = (run, theirs, ours = DEFAULT) => {
    const [them, us] = [processor[run]?.[theirs], processor[run]?.[ours]];
    return them === undefined || us === undefined ? null : ratios(them, us).median;
  };
  const peers = Object.keys(competitors).filter((name) => competitors[name].package !== undefined);
  const least = (runs) => leastOf(runs.flatMap((run) => peers.map((name) => faster(run, name))));
  const reader1 = faster('a', BASELINE, READER_1);
  return [
    atLeast('default, a: times node-saml', 15, faster('a', BASELINE)),
    atLeast('default, a: times Lasso', 5, faster('a', LASSO)),
    ...PEER_VARIANTS.map((run) => atLeast(`default, ${run}: times every npm peer`, 12, least([run]))),
    atLeast('default, d: times every npm peer', 8, least(['d'])),
    atLeast('reader 1 alone, a: times node-saml', 75, reader1),
    atMost('reader 1 alone, a: of the floor', 2.25, faster('a', READER_1, FLOOR)),
    atLeast(
      `reader 1 alone, a: a second, where node-saml makes ${BASELINE_A_SECOND}`,
      20_000,
      reader1 === null ? null : reader1 * BASELINE_A_SECOND,
    ),
    atLeast('xml-crypto as second reader, a: times node-saml', 1.5, faster('a', BASELINE, WITH_XML_CRYPTO)),
    atMost('default, a: KB allocated', 400, allocated?.[DEFAULT] ?? null),
    atMost('default, 12–250 KB: exponent', 1.1, sizes?.[DEFAULT].exponent ?? null),
    atMost('reader 1 alone, 12–250 KB: exponent', 1.1, sizes?.[READER_1].exponent ?? null),
    atLeast('route, logins a second: times node-saml', 5, route?.throughputRatio.median ?? null),
    atLeast('route, processor time of a login: node-saml’s by ours', 5, route?.processorRatio.median ?? null),
    atMost(
      'route, event-loop delay p99 at a steady rate: of node-saml’s',
      1 / 5,
      route?.p99Ratio.median ?? null,
    ),
    ...(coldStart ?? []).map(({ system, step, processor: { part } }) => {
      const what = step === 'configure' ? 'load and configure' : 'first accepted response';
      return atMost(`${system}, ${what}: of node-saml’s`, 1 / 3, part.median);
    }),
  ];
}

function atLeast(what, aim, measured) {
  return { what, aim: `≥ ${short(aim)}`, measured, reached: measured === null ? null : measured >= aim };
}

function atMost(what, aim, measured) {
  return { what, aim: `≤ ${short(aim)}`, measured, reached: measured === null ? null : measured <= aim };
}

function leastOf(found) {
  const measured = found.filter((value) => value !== null);
  return measured.length === 0 ? null : Math.min(...measured);
}

/** Three figures. */
export function short(number) {
  if (number >= 1000) return Math.round(number).toLocaleString('en-US');
  return number >= 100 ? number.toFixed(0) : number >= 10 ? number.toFixed(1) : number.toFixed(2);
}
