// A runner for the steps that Okta publishes: requests with variables, assertions, and values to remember.

interface Assertion {
  readonly comparison: string;
  readonly source: string;
  readonly property?: string;
  readonly value: string | null;
}

interface Step {
  readonly step_type: string;
  readonly note?: string;
  readonly method: string;
  readonly url: string;
  readonly body?: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly assertions: readonly Assertion[];
  readonly variables: readonly { readonly name: string; readonly property: string }[];
}

export interface OktaOutcome {
  readonly passed: number;
  readonly failures: readonly string[];
}

export async function runOktaSteps(
  { steps }: { readonly steps: readonly Step[] },
  given: Readonly<Record<string, string>>,
): Promise<OktaOutcome> {
  const variables: Record<string, string> = { ...given };
  const fill = (text: string): string =>
    text.replaceAll(/\{\{(\w+)\}\}/gu, (_whole, name: string) => variables[name] ?? `no ${name}`);
  const failures: string[] = [];
  let passed = 0;
  for (const step of steps.filter(({ step_type }) => step_type === 'request')) {
    const headers = new Headers();
    for (const [name, [value = '']] of Object.entries(step.headers)) headers.set(name, fill(value));
    const startedAt = Date.now();
    const response = await fetch(encodeURI(fill(step.url)), {
      method: step.method,
      headers,
      ...(step.method === 'GET' ? {} : { body: fill(step.body ?? '') }),
    });
    const milliseconds = Date.now() - startedAt;
    const body: unknown = JSON.parse(await response.text());
    for (const assertion of step.assertions) {
      const actual =
        assertion.source === 'response_status'
          ? response.status
          : assertion.source === 'response_time'
            ? milliseconds
            : valueAt(body, assertion.property ?? '');
      if (holds(assertion.comparison, actual, fill(assertion.value ?? ''))) passed += 1;
      else failures.push(`${step.note}: ${JSON.stringify(assertion)} found ${JSON.stringify(actual)}`);
    }
    for (const { name, property } of step.variables) variables[name] = String(valueAt(body, property));
  }
  return { passed, failures };
}

function valueAt(body: unknown, path: string): unknown {
  let value: unknown = body;
  for (const name of path.split(/[.[\]]+/u).filter((part) => part !== '')) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  }
  return value;
}

function holds(comparison: string, actual: unknown, wanted: string): boolean {
  switch (comparison) {
    case 'equal':
      return String(actual) === wanted;
    case 'equal_number':
      return Number(actual) === Number(wanted);
    case 'is_less_than':
      return Number(actual) < Number(wanted);
    case 'is_a_number':
      return typeof actual === 'number';
    case 'not_empty':
      return actual !== undefined && actual !== null && actual !== '' && JSON.stringify(actual) !== '[]';
    case 'has_value':
      return Array.isArray(actual) && actual.includes(wanted);
    case 'contains':
      return JSON.stringify(actual).includes(wanted);
    default:
      return false;
  }
}
