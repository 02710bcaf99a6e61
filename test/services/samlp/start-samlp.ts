/// <reference path="./samlp.d.ts" />
import express, { type Express, type Request, type Response } from 'express';
import { auth, logout, parseRequest } from 'samlp';
import SessionParticipants from 'samlp/lib/sessionParticipants/index.js';
import { createTestKeyPair, type TestKeyPair } from '../../../src/testing/index.js';
import { openSite } from '../loopback.js';
import type { Person } from '../people.js';
import { loginPage } from './login-page.js';
import { type Participant, type Session, Sessions } from './sessions.js';

const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';

/** One application in the identity provider. */
export interface SamlpServiceProvider {
  readonly entityId: string;
  readonly replyUrl: string;
  /** Beyond what all have in common, by node-samlp's own names. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Null where it takes no part in single logout. */
  readonly logout: Pick<Participant, 'serviceProviderLogoutURL' | 'cert' | 'binding'> | null;
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
  const own = { issuer: options.issuer, key: keyPair.privateKeyPem, cert: keyPair.certificatePem };
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
      if (error) return refuse(res, error);
      const session = whoIs(req, res, request?.forceAuthn === 'true');
      if (session === null) return;
      remember(serviceProvider, session);
      auth(answerOf(serviceProvider, session))(req, res, next);
    });
  });
  app.all('/logout', (req, res) => {
    const session = sessions.of(req);
    if (session === undefined) return refuse(res, new Error('Nobody is logged in'));
    const binding = String(req.query['binding'] ?? 'HTTP-Redirect');
    logout({
      ...own,
      deflate: true,
      protocolBinding: `urn:oasis:names:tc:SAML:2.0:bindings:${binding}`,
      sessionParticipants: new SessionParticipants(session.participants),
      store: session.logoutStates,
      clearIdPSession(done: () => void) {
        sessions.end(session);
        done();
      },
    })(req, res, (error) => refuse(res, error));
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

  function answerOf({ replyUrl, options: chosen }: SamlpServiceProvider, session: Session) {
    return {
      ...own,
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
      ...chosen,
    };
  }
}

function refuse(res: Response, error: unknown): void {
  res.status(400).send(`<!doctype html><h1>Refused</h1><p>${String(error)}</p>`);
}

function remember(
  { entityId, logout: own }: SamlpServiceProvider,
  { index, participants, person }: Session,
): void {
  if (own === null || participants.some(({ serviceProviderId }) => serviceProviderId === entityId)) return;
  participants.push({
    serviceProviderId: entityId,
    nameId: person.name,
    nameIdFormat: PERSISTENT,
    sessionIndex: index,
    ...own,
  });
}

function claimsOf({ name, attributes }: Person) {
  return {
    getClaims: () => attributes,
    getNameIdentifier: () => ({ nameIdentifier: name, nameIdentifierFormat: PERSISTENT }),
  };
}
