import { formOf, objectIdOf } from '../../example/browserless.js';
import type { Instance, Instances } from './instances.js';
import { type Answered, send } from './send.js';

/** The answer of the identity provider, before the browser carries it to the application. */
export interface CarriedAnswer {
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  /** ID of the AuthnRequest that it answers. */
  readonly requestId: string;
  readonly assertionId: string;
  readonly sessionIndex: string;
  /** What the browser has of the application, the cookie of the request included. */
  readonly cookie: string;
}

const EMAIL = 'adele.vance@contoso.com';

/** A person whose requests go to the instance that is named, or to whichever is next in turn. */
export class Visitor {
  readonly #instances: Instances;
  readonly #cookies: Map<string, string> = new Map();

  constructor(instances: Instances) {
    this.#instances = instances;
  }

  /** From the address to the answer of the tenant, which is not carried yet. */
  async begin(at?: Instance, name = 'Adele Vance'): Promise<CarriedAnswer> {
    const sent = await this.post('/saml/sign-in', { email: EMAIL, returnTo: '/account' }, at);
    return this.choose(sent, name);
  }

  /** At the tenant, where the application sent the person. */
  async choose({ location, status }: Answered, name: string): Promise<CarriedAnswer> {
    if (location === null) throw new NotStarted(status);
    const users = { url: location, text: await (await fetch(location)).text() };
    const choice = formOf(users);
    const person = objectIdOf(users, name);
    const answered = await fetch(choice.action, {
      method: 'POST',
      body: new URLSearchParams({ ...choice.fields, person, deviation: '' }),
    });
    const { action, fields } = formOf({ url: choice.action, text: await answered.text() });
    const xml = Buffer.from(fields['SAMLResponse'] ?? '', 'base64').toString('utf8');
    return {
      path: new URL(action).pathname,
      fields,
      cookie: this.#cookieHeader(),
      requestId: /InResponseTo="([^"]+)"/u.exec(xml)?.[1] ?? '',
      assertionId: /<(?:\w+:)?Assertion [^>]*\bID="([^"]+)"/u.exec(xml)?.[1] ?? '',
      sessionIndex: /SessionIndex="([^"]+)"/u.exec(xml)?.[1] ?? '',
    };
  }

  /** Posts the answer, again as it was the first time. */
  async carry({ cookie, fields, path }: CarriedAnswer, at?: Instance): Promise<Answered> {
    const answered = await send(this.#instances.url, {
      path,
      form: fields,
      headers: { origin: 'http://127.0.0.1', cookie },
      ...portOf(at),
    });
    this.#keep(answered);
    return answered;
  }

  /** The whole way. */
  async signIn(at?: Instance): Promise<Answered> {
    return this.carry(await this.begin(at), at);
  }

  async get(path: string, at?: Instance): Promise<Answered> {
    const headers = { cookie: this.#cookieHeader() };
    const answered = await send(this.#instances.url, { path, headers, ...portOf(at) });
    this.#keep(answered);
    return answered;
  }

  async post(path: string, form: Readonly<Record<string, string>>, at?: Instance): Promise<Answered> {
    const headers = { origin: this.#instances.url, cookie: this.#cookieHeader() };
    const answered = await send(this.#instances.url, { path, form, headers, ...portOf(at) });
    this.#keep(answered);
    return answered;
  }

  /** Posts the form of a page that leads to `action`, as it stands there. */
  async press(page: string, action: string, at?: Instance): Promise<Answered> {
    const { text } = await this.get(page, at);
    const form = text.split('<form ').find((part) => part.includes(` action="${action}"`));
    if (form === undefined) throw new Error(`no form for ${action} on ${page}`);
    const [own = ''] = form.split('</form>');
    return this.post(action, formOf({ url: this.#instances.url, text: `<form ${own}` }).fields, at);
  }

  #cookieHeader(): string {
    return [...this.#cookies].map((pair) => pair.join('=')).join('; ');
  }

  #keep({ cookies }: Answered): void {
    for (const cookie of cookies) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (/; *max-age=0(?:;|$)/iu.test(cookie)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

/** The application answered with a page instead of sending the person on. */
export class NotStarted extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`the sign-in was not started: ${status}`);
    this.status = status;
  }
}

/** Whether a post of an answer signed the person in. */
export function isAccepted({ cookies, location, status }: Answered): boolean {
  return (
    status === 303 && location === '/account' && cookies.some((one) => one.startsWith('__Host-session='))
  );
}

function portOf(at: Instance | undefined): { readonly port?: number } {
  return at === undefined ? {} : { port: at.port };
}
