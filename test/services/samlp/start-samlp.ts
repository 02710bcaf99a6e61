/// <reference path="./samlp.d.ts" />
import express, { type Express, type Request, type Response } from 'express';
import { auth, parseRequest } from 'samlp';
import { createTestKeyPair, type TestKeyPair } from '../../../src/testing/index.js';
import { openSite } from '../loopback.js';
import type { Person } from '../people.js';
import { loginPage } from './login-page.js';
import { type Session, Sessions } from './sessions.js';

/** One application in the identity provider: options of node-samlp, with our Reply URL. */
export interface SamlpServiceProvider {
  readonly replyUrl: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface SamlpOptions {
  readonly issuer: string;
  /** By the last part of the sign-in URL. */
  readonly serviceProviders: ReadonlyMap<string, SamlpServiceProvider>;
  readonly people: readonly Person[];
}

export interface RunningSamlp {
  readonly url: string;
  readonly keyPair: TestKeyPair;
  stop(): Promise<void>;
}

/** Starts an identity provider around node-samlp, which leaves login and sessions to whoever uses it. */
export async function startSamlp(options: SamlpOptions): Promise<RunningSamlp> {
  const site = await openSite('idp.localhost');
  const keyPair = createTestKeyPair({ commonName: 'Identity provider of the tests' });
  site.server.on('request', pagesOf(options, keyPair));
  return { url: site.url, keyPair, stop: site.close };
}

function pagesOf(options: SamlpOptions, keyPair: TestKeyPair): Express {
  const sessions = new Sessions();
  const app = express();
  app.use(express.urlencoded({ extended: false }), (req, _res, next) => {
    // As Express 4 had it, for which node-samlp is written.
    req.body ??= {};
    next();
  });
  app.all('/sso/:id', (req, res, next) => {
    const serviceProvider = options.serviceProviders.get(req.params.id);
    if (serviceProvider === undefined) return next();
    parseRequest(req, serviceProvider.options, (error, request) => {
      if (error) return void res.status(400).send(`<!doctype html><h1>Refused</h1><p>${error.message}</p>`);
      const session = whoIs(req, res, request?.forceAuthn === 'true');
      if (session !== null) answer(serviceProvider, session)(req, res, next);
    });
  });
  return app;

  /** Who is logged in or just logs in; null when the form is shown. */
  function whoIs(req: Request, res: Response, fresh: boolean): Session | null {
    const { username, password, ...message } = req.body;
    const current = sessions.of(req);
    if (username === undefined && current !== undefined && !fresh) return current;
    const person = options.people.find((one) => one.name === username && one.password === password);
    if (person !== undefined) return sessions.begin(res, person);
    res.send(loginPage(message, username === undefined ? '' : 'Incorrect username or password'));
    return null;
  }

  function answer({ replyUrl, options: own }: SamlpServiceProvider, session: Session) {
    return auth({
      issuer: options.issuer,
      key: keyPair.privateKeyPem,
      cert: keyPair.certificatePem,
      recipient: replyUrl,
      destination: replyUrl,
      sessionIndex: session.index,
      getUserFromRequest: () => session.person,
      profileMapper: claimsOf,
      getPostURL: (
        _audience: unknown,
        _request: unknown,
        _req: unknown,
        done: (e: null, url: string) => void,
      ) => done(null, replyUrl),
      ...own,
    });
  }
}

function claimsOf({ name, attributes }: Person) {
  return {
    getClaims: () => attributes,
    getNameIdentifier: () => ({
      nameIdentifier: name,
      nameIdentifierFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    }),
  };
}
