import type { ScimFilter, ScimValuePath } from '../../../stores/interfaces/scim-query.js';

/** Writes a filter as text that reads as the same filter, as for a log. Keys stand in for names. */
export function printFilter(filter: ScimFilter): string {
  switch (filter.kind) {
    case 'constant':
      return filter.value ? 'schemas pr' : 'not (schemas pr)';
    case 'and':
    case 'or':
      return filter.operands.map(grouped).join(` ${filter.kind} `);
    case 'not':
      return `not (${printFilter(filter.operand)})`;
    case 'present':
      return printPresent(filter.path);
    case 'element':
      return `${printPath(filter.path)}[${printFilter(filter.filter)}]`;
    case 'compare':
      return `${printPath(filter.path)} ${filter.operator} ${JSON.stringify(filter.value)}`;
  }
}

function grouped(filter: ScimFilter): string {
  const text = printFilter(filter);
  return filter.kind === 'and' || filter.kind === 'or' ? `(${text})` : text;
}

/** Any data of an extension is asked for by its URN among the schemas. */
function printPresent(path: ScimValuePath): string {
  const [first = ''] = path;
  return path.length === 1 && isUrn(first) ? `schemas eq "${first}"` : `${printPath(path)} pr`;
}

function printPath([first = 'value', ...rest]: ScimValuePath): string {
  return isUrn(first) ? `${first}:${rest.join('.')}` : [first, ...rest].join('.');
}

function isUrn(name: string): boolean {
  return name.toLowerCase().startsWith('urn:');
}
