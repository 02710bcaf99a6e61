// What is asked of a hostile body (docs: performance, 3.5), and what a measurement says about it.

/** Times one good validation, for a body up to the cap of messages; in proportion for those who may send more. */
const MOST_TIMES = 20;
const MESSAGE_CAP = 262_144;
const STEEPEST = 1.1;
/** Bytes allocated per byte of the body at the greatest size under the cap. */
const MOST_MEMORY = 40;
/** What a noisy machine may add before a row counts as over the budget. */
const MARGIN = { times: 1.5, steepness: 0.25 };
/** Below as many times a good validation there is nothing to grow: it is the constant part that is measured. */
const WORTH_FITTING = 5;
/** Bytes of a body below which the answer is larger than what was sent. */
const WORTH_WEIGHING = 65_536;

/**
 * The verdict over one row. `marks`: `ok`, `near` (over by less than the machine's noise) or `over`, for time, growth and
 * memory.
 */
export function judge({ cap = MESSAGE_CAP }, { goodMilliseconds, measured }) {
  const under = measured.filter(({ bytes }) => bytes <= cap);
  const largest = under.at(-1) ?? measured[0];
  const times = Math.max(...under.map((each) => timesOf(each, goodMilliseconds)));
  const exponent = fitted(under.filter(({ bytes }) => bytes <= MESSAGE_CAP));
  const isFlat = largest.milliseconds / goodMilliseconds < WORTH_FITTING || exponent === null;
  const memory = largest.allocated / largest.bytes;
  return {
    largest,
    /** The greatest share of the budget among the sizes, as a number of good validations. */
    times,
    exponent,
    memory,
    marks: {
      time: markOf(times, MOST_TIMES, MOST_TIMES * MARGIN.times),
      growth: isFlat ? 'ok' : markOf(exponent, STEEPEST, STEEPEST + MARGIN.steepness),
      memory: largest.bytes < WORTH_WEIGHING ? 'ok' : markOf(memory, MOST_MEMORY, MOST_MEMORY * MARGIN.times),
    },
  };
}

export const isOver = ({ marks }) => Object.values(marks).includes('over');

/** In good validations, of the same size where only the customer's own key makes such a message. */
function timesOf({ milliseconds, alike, bytes }, goodMilliseconds) {
  const scale = Math.max(1, bytes / MESSAGE_CAP);
  return milliseconds / Math.max(goodMilliseconds, alike ?? 0) / scale;
}

/** Slope of the logarithms of time over size, by least squares; null for fewer than three sizes. */
function fitted(points) {
  if (points.length < 3) return null;
  const at = points.map(({ bytes, milliseconds }) => [Math.log(bytes), Math.log(milliseconds)]);
  const mean = (index) => at.reduce((sum, point) => sum + point[index], 0) / at.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const covariance = at.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const variance = at.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return variance === 0 ? null : covariance / variance;
}

function markOf(value, budget, margin) {
  if (value <= budget) return 'ok';
  return value <= margin ? 'near' : 'over';
}
