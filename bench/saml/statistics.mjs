export function median(values) {
  return quantile(values, 0.5);
}

/** Between neighbours it takes the one above. */
export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

/** Median with its quartiles. */
export function spread(values) {
  return { median: median(values), low: quantile(values, 0.25), high: quantile(values, 0.75) };
}

/** How often `theirs` fits into `ours`, round by round. */
export function ratios(theirs, ours) {
  return spread(theirs.map((value, round) => value / ours[round]));
}

/** The exponent of growth: the slope of the least squares through the logarithms. */
export function exponent(points) {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
  const mean = (at) => logs.reduce((sum, point) => sum + point[at], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const above = logs.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  const below = logs.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return above / below;
}

export function shuffled(items) {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}
