import type { EntraExchange, EntraProvisioningOptions } from './provisioning-types.js';

const FLAG = 'aadOptscim062020';
const MEDIA_TYPE = 'application/scim+json';
const MOST_WAITS = 5;
const LONGEST_WAIT_SECONDS = 60;

export interface ScimAnswer {
  readonly statusCode: number;
  /** Null where there is none. */
  readonly body: Readonly<Record<string, unknown>> | null;
}

/** An object could not be provisioned. */
export class ProvisioningFailure extends Error {
  override readonly name = 'ProvisioningFailure';
  readonly kind: 'invalid-credentials' | 'not-scim' | 'refused';
  readonly statusCode: number | null;

  constructor(kind: ProvisioningFailure['kind'], statusCode: number | null, detail: string) {
    super(detail);
    this.kind = kind;
    this.statusCode = statusCode;
  }
}

/** Sends as Entra sends, and reads answers as strictly. */
export class ScimClient {
  readonly hasFlag: boolean;
  readonly #base: string;
  readonly #query: readonly string[];
  readonly #options: EntraProvisioningOptions;
  #exchanges: EntraExchange[] = [];

  /** Throws TypeError where the Tenant URL is none, or contradicts the dialect. */
  constructor(options: EntraProvisioningOptions) {
    const url = new URL(options.baseUrl);
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
      throw new TypeError('The Tenant URL must be an http URL.');
    const query = url.search
      .slice(1)
      .split('&')
      .filter((each) => each !== '');
    const isFlagged = query.includes(FLAG);
    if (isFlagged && options.dialect === 'default') {
      throw new TypeError(`A Tenant URL with ${FLAG} is not of the default dialect.`);
    }
    this.hasFlag = isFlagged || (options.dialect ?? 'default') !== 'default';
    this.#query = this.hasFlag && !isFlagged ? [...query, FLAG] : query;
    this.#base = `${url.origin}${url.pathname.replace(/\/+$/u, '')}`;
    this.#options = options;
  }

  /** What was sent since the last time this was asked. */
  takeExchanges(): readonly EntraExchange[] {
    const taken = this.#exchanges;
    this.#exchanges = [];
    return taken;
  }

  /** Null for 404. Throws ProvisioningFailure for any other answer than 200 with a resource. */
  async read(path: string, query: readonly string[] = []): Promise<ScimAnswer['body']> {
    const answer = await this.#send('GET', path, query, null, [200, 404]);
    if (answer.statusCode === 404) return null;
    if (answer.body === null) throw notScim(200, 'The answer has no body.');
    return answer.body;
  }

  /** The resources that a filter finds. Throws ProvisioningFailure where no list is answered. */
  async find(
    path: string,
    filter: string,
    others: { readonly before?: string; readonly after?: string } = {},
  ): Promise<readonly unknown[]> {
    const { after = null, before = null } = others;
    const query = [before, `filter=${filter}`, after].filter((each) => each !== null);
    const { body, statusCode } = await this.#send('GET', path, query, null, [200]);
    const { Resources: resources = [], totalResults } = body ?? {};
    if (typeof totalResults !== 'number' || !Array.isArray(resources)) {
      throw notScim(statusCode, 'The answer to a filter is not a ListResponse.');
    }
    return resources;
  }

  post(path: string, body: object): Promise<ScimAnswer> {
    return this.#send('POST', path, [], body, [200, 201]);
  }

  /** Gives 404 as well: the caller matches anew. */
  patch(path: string, body: object): Promise<ScimAnswer> {
    return this.#send('PATCH', path, [], body, [200, 204, 404]);
  }

  /** What is gone already is gone. */
  delete(path: string): Promise<ScimAnswer> {
    return this.#send('DELETE', path, [], null, [200, 204, 404]);
  }

  async #send(
    method: EntraExchange['method'],
    path: string,
    query: readonly string[],
    body: object | null,
    accepted: readonly number[],
  ): Promise<ScimAnswer> {
    const shown = withQuery(path, [...this.#query, ...query]);
    const url = this.#base + withQuery(path, [...this.#query, ...query.map(encoded)]);
    for (let waits = 0; ; waits += 1) {
      const response = await this.#answer(method, url, shown, body);
      const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
      const isBusy = response.status === 429 || response.status === 503;
      if (!isBusy || !(seconds >= 0) || seconds > LONGEST_WAIT_SECONDS || waits === MOST_WAITS) {
        return readAnswer(response, accepted);
      }
      await response.body?.cancel();
      await (this.#options.wait ?? reallyWait)(seconds * 1000);
    }
  }

  async #answer(
    method: EntraExchange['method'],
    url: string,
    path: string,
    body: object | null,
  ): Promise<Response> {
    const { fetch: send = fetch, token } = this.#options;
    const secret = typeof token === 'string' ? token : await token();
    const headers = new Headers({ accept: MEDIA_TYPE, authorization: `Bearer ${secret}` });
    if (body !== null) headers.set('content-type', `${MEDIA_TYPE}; charset=utf-8`);
    const content = body === null ? {} : { body: JSON.stringify(body) };
    try {
      const response = await send(new Request(url, { method, headers, redirect: 'manual', ...content }));
      this.#exchanges.push({ method, path, body, statusCode: response.status });
      return response;
    } catch (error) {
      this.#exchanges.push({ method, path, body, statusCode: null });
      const reason = error instanceof Error ? error.message : 'no answer';
      throw new ProvisioningFailure('refused', null, `The application could not be reached: ${reason}.`);
    }
  }
}

/** A string of a filter (RFC 7644 §3.4.2.2: as in JSON). */
export function quoted(value: string): string {
  return JSON.stringify(value);
}

async function readAnswer(response: Response, accepted: readonly number[]): Promise<ScimAnswer> {
  const { status: statusCode } = response;
  const text = await response.text();
  if (statusCode === 401 || statusCode === 403) {
    const detail = `The application does not accept the credentials. ${detailOf(text)}`.trim();
    throw new ProvisioningFailure('invalid-credentials', statusCode, detail);
  }
  // Answers without a body have nothing to be read, an error page of a server in between is no answer of SCIM's.
  const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (text !== '' && type !== MEDIA_TYPE) {
    throw notScim(statusCode, `The answer is of the type “${type}” and not ${MEDIA_TYPE}.`);
  }
  if (statusCode >= 300 && statusCode < 400) throw notScim(statusCode, 'The application redirects.');
  const body = parsed(text, statusCode);
  if (!accepted.includes(statusCode)) {
    throw new ProvisioningFailure('refused', statusCode, detailOf(text) || `The answer is ${statusCode}.`);
  }
  return { statusCode, body };
}

function parsed(text: string, statusCode: number): ScimAnswer['body'] {
  if (text === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Told below.
  }
  throw notScim(statusCode, 'The answer is not a JSON object.');
}

/** `detail` and `scimType` of an error (RFC 7644 §3.12). */
function detailOf(text: string): string {
  try {
    const { detail = '', scimType = '' } = JSON.parse(text) as Record<string, unknown>;
    return [scimType === '' ? '' : `${scimType}:`, detail].filter((each) => each !== '').join(' ');
  } catch {
    return '';
  }
}

function notScim(statusCode: number, detail: string): ProvisioningFailure {
  return new ProvisioningFailure('not-scim', statusCode, detail);
}

function withQuery(path: string, parameters: readonly string[]): string {
  return parameters.length === 0 ? path : `${path}?${parameters.join('&')}`;
}

/** Of a parameter of ours, the value needs it. */
function encoded(parameter: string): string {
  const at = parameter.indexOf('=') + 1;
  return parameter.slice(0, at) + encodeURIComponent(parameter.slice(at));
}

function reallyWait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
