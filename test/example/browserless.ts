import type { RunningExample } from './running-example.js';

/** A page that was reached after all redirects. */
export interface Reached {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A person without a browser: follows redirects, fills in forms, keeps the cookies of each origin. */
export class Browserless {
  readonly #example: RunningExample;
  readonly #cookies: Map<string, Map<string, string>> = new Map();

  constructor(example: RunningExample) {
    this.#example = example;
  }

  /** The whole way: the form with the address, the page of test users, the answer carried back. */
  async signIn(email: string, person: string, deviation = ''): Promise<Reached> {
    const { app } = this.#example;
    const users = await this.post(`${app}/saml/sign-in`, { email, returnTo: '/account' }, { origin: app });
    const choice = formOf(users);
    const objectId = objectIdOf(users, person);
    const answer = await this.post(choice.action, { ...choice.fields, person: objectId, deviation });
    const carried = formOf(answer);
    // What a browser holds back of cookies when another site posts; the request's own has SameSite=None.
    const session = this.#cookies.get(app)?.get('__Host-session');
    this.#cookies.get(app)?.delete('__Host-session');
    const reached = await this.post(carried.action, carried.fields, {
      origin: this.#example.identityProvider,
    });
    if (session !== undefined && this.cookie(app, '__Host-session') === undefined) {
      this.setCookie(app, `__Host-session=${session}`);
    }
    return reached;
  }

  get(url: string): Promise<Reached> {
    return this.#go(url, { headers: {} });
  }

  post(
    url: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reached> {
    return this.#go(url, { method: 'POST', body: new URLSearchParams(fields), headers });
  }

  cookie(origin: string, name: string): string | undefined {
    return this.#cookies.get(origin)?.get(name);
  }

  setCookie(origin: string, setCookie: string): void {
    const [pair = ''] = setCookie.split(';');
    const [name = '', value = ''] = pair.split('=', 2);
    const jar = this.#cookies.get(origin) ?? new Map<string, string>();
    this.#cookies.set(origin, jar);
    if (/; *max-age=0(?:;|$)/iu.test(setCookie)) jar.delete(name);
    else jar.set(name, value);
  }

  async #go(
    url: string,
    init: RequestInit & { headers: Readonly<Record<string, string>> },
  ): Promise<Reached> {
    const { origin } = new URL(url);
    const cookie = [...(this.#cookies.get(origin) ?? [])].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    for (const one of response.headers.getSetCookie()) this.setCookie(origin, one);
    const location = response.headers.get('location');
    if (location !== null) return this.get(new URL(location, url).href);
    return { url, status: response.status, headers: response.headers, text: await response.text() };
  }
}

/** The first form of a page: where it leads, and its hidden fields. */
export function formOf({ url, text }: Pick<Reached, 'url' | 'text'>): {
  action: string;
  fields: Record<string, string>;
} {
  const [, action = ''] = /<form method="post" action="([^"]*)"/u.exec(text) ?? [];
  const hidden = [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/gu)];
  const fields = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, unescaped(value)]));
  return { action: new URL(unescaped(action), url).href, fields };
}

export function objectIdOf({ text }: Pick<Reached, 'text'>, person: string): string {
  const choices = [
    ...text.matchAll(/name="person" value="([^"]*)"[^>]*><span><span class="name">([^<]*)</gu),
  ];
  const [, objectId] = choices.find(([, , name = '']) => unescaped(name) === person) ?? [];
  if (objectId === undefined) throw new Error(`no test user ${person}`);
  return objectId;
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
