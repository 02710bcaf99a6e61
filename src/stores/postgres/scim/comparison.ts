import type { ScimComparison } from '../../interfaces/scim-query.js';
import type { Condition } from './condition.js';
import type { Parameters } from './parameters.js';

const OPERATORS: Readonly<Partial<Record<ScimComparison, string>>> = Object.freeze({
  ...{ eq: '=', gt: '>', ge: '>=', lt: '<', le: '<=' },
});

/** A text is compared by code points, which in UTF-8 is by octets. */
export function comparedText(
  expression: string,
  operator: ScimComparison,
  value: string,
  parameters: Parameters,
): Condition {
  const wanted = parameters.text(value);
  const text = `(${expression}) COLLATE "C"`;
  return { sql: comparedTo(text, operator, wanted), isExact: true, reach: 'all' };
}

/** What has an order and no letters: numbers, booleans, moments. */
export function comparedNumber(expression: string, operator: ScimComparison, wanted: string): Condition {
  const symbol = OPERATORS[operator];
  const sql = symbol === undefined ? 'false' : `(${expression} ${symbol} ${wanted})`;
  return { sql, isExact: true, reach: 'all' };
}

function comparedTo(text: string, operator: ScimComparison, wanted: string): string {
  switch (operator) {
    case 'co':
      return `(strpos(${text}, ${wanted}) > 0)`;
    case 'sw':
      return `starts_with(${text}, ${wanted})`;
    case 'ew':
      return `(right(${text}, length(${wanted})) = ${wanted})`;
    default:
      return `(${text} ${OPERATORS[operator] ?? '='} ${wanted})`;
  }
}
