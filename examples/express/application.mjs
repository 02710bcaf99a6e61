import { fileURLToPath } from 'node:url';
import { toExpress, toExpressScim } from 'claimgate/express';
import express from 'express';
import { inspect, sampleOf } from './inspect.mjs';
import { keyPages } from './key-pages.mjs';
import { linkPages, WaitingLinks } from './link-pages.mjs';
import { accountPage } from './pages/account-page.mjs';
import { homePage } from './pages/home-page.mjs';
import { inspectorPage } from './pages/inspector-page.mjs';
import { logEntryPage, logPage } from './pages/log-pages.mjs';
import { messagePage } from './pages/message-page.mjs';
import { refusedPage } from './pages/refused-page.mjs';
import { setUpPage } from './pages/set-up-page.mjs';
import { ownPath, passwordPages } from './password-pages.mjs';
import { fromOwnPages, onlyAtHost, protectPages } from './protection.mjs';
import { personOf } from './sessions.mjs';
import { settingsPages } from './settings/settings-pages.mjs';
import { TestResults } from './settings/test-results.mjs';

/** Answers that belong to the form with the email address, and are shown beside it. */
const ABOUT_THE_FORM = new Set([
  'sign_in_email_invalid',
  'sign_in_domain_unknown',
  'sign_in_connection_missing',
]);

/** The application: its own pages, and those of single sign-on by `toExpress`. */
export function createApplication({
  access,
  accounts,
  auditLog,
  followed,
  kept,
  ownKeys,
  provisioningNotes,
  sessions,
  stubDns,
  tenants,
}) {
  const { connections, directory, serviceProvider } = access;
  const { baseUrl } = serviceProvider;
  const waitingLinks = new WaitingLinks(kept);
  const tests = new TestResults(access, kept);
  const visitor = (req) => ({ session: req.session, person: req.session?.person ?? null, path: req.path });
  const startPage = async (req) => ({
    ...visitor(req),
    events: await auditLog.list(),
    testTenantUrl: tenants.contoso.url,
  });
  // Out of the index as well: what ended here needs no logout any more.
  const endSession = async (req, res) => {
    const ended = await sessions.end(req, res);
    const connectionId = ended?.ticket.connectionId ?? null;
    if (connectionId !== null) await serviceProvider.removeSession(connectionId, ended.key);
    return ended;
  };
  const beginSession = async (signIn, admission, req, res) => {
    await provisioningNotes.compare(signIn, admission, access.provisioned);
    const session = sessions.make({
      person: personOf(signIn),
      ticket: admission.session,
      notOnOrAfter: signIn.sessionNotOnOrAfter,
    });
    const { expiresAt, key: sessionKey } = session;
    // First there, then in the index: a logout at this moment, at another instance, ends what it finds there.
    await sessions.keep(session);
    const added = await serviceProvider.addSession(signIn, { sessionKey, expiresAt });
    if (!added.ok) {
      await sessions.endByKey(sessionKey);
      throw added.error; // logged out at Entra in the meantime
    }
    await endSession(req, res);
    sessions.give(res, session);
  };
  const showRefusal = (error, reference, req, res) => {
    res
      .status(statusOf(error))
      .send(refusedPage({ message: error.publicMessage, reference, path: req.path }));
  };
  const refuse = (error, signIn, req, res) => {
    const { reference } = serviceProvider.reportRefusal(error, signIn.connectionId);
    showRefusal(error, reference, req, res);
  };

  const app = express();
  app.disable('x-powered-by');
  const identityProviders = Object.values(tenants).map(({ url }) => url);
  // First of all: who sends a provisioning request is found out before anything else looks at it.
  app.use(onlyAtHost(baseUrl), toExpressScim(access.scim), protectPages(identityProviders));
  app.use(express.static(fileURLToPath(new URL('public', import.meta.url)), { index: false }));

  // Only so that the form can be shown again with what was typed; claimgate itself needs no body parser.
  app.use('/saml/sign-in', express.urlencoded({ extended: false, limit: '16kb' }));
  app.use(
    toExpress(serviceProvider, {
      signInByEmail: true,
      async onSignIn(signIn, req, res) {
        const admission = await directory.admit(signIn);
        if (admission.ok) return beginSession(signIn, admission.value, req, res);
        if (admission.error.code === 'link_needs_proof') return waitingLinks.begin(signIn, res);
        refuse(admission.error, signIn, req, res);
      },
      onTestSignIn: (test, tested) => tests.finish(test, tested),
      async onLogout(ended) {
        for (const { sessionKey } of ended) await sessions.endByKey(sessionKey);
      },
      async onError(error, { reference, req, res }) {
        if (!ABOUT_THE_FORM.has(error.code)) return showRefusal(error, reference, req, res);
        const problem = { message: error.publicMessage, reference, typed: String(req.body?.email ?? '') };
        res.status(400).send(homePage({ ...(await startPage(req)), problem }));
      },
    }),
  );

  app.use(async (req, _res, next) => {
    req.session = await sessions.find(req).catch((cause) => {
      // Not signed out: nobody knows at the moment.
      throw Object.assign(new Error('The session could not be looked up', { cause }), { status: 503 });
    });
    next();
  });
  app.get('/', async (req, res) => {
    if (req.session !== null) return res.redirect(303, '/account');
    res.send(homePage(await startPage(req)));
  });
  // Where an address leads: to the identity provider, or to the password.
  app.post(
    '/sign-in',
    fromOwnPages(baseUrl),
    express.urlencoded({ extended: false, limit: '16kb' }),
    async (req, res) => {
      const typed = String(req.body?.email ?? '');
      const returnTo = ownPath(req.body?.returnTo);
      const route = await directory.routeSignIn(typed);
      if (!route.ok) {
        const { connectionId = null } = route.error.details;
        const { reference } = serviceProvider.reportRefusal(route.error, connectionId);
        const problem = { message: route.error.publicMessage, reference, typed };
        return res.status(400).send(homePage({ ...(await startPage(req)), problem }));
      }
      // 307 repeats the form where claimgate takes it.
      if (route.value.kind === 'sso') return res.redirect(307, '/saml/sign-in');
      res.redirect(303, `/password?${new URLSearchParams({ email: typed, returnTo })}`);
    },
  );
  app.use('/password', passwordPages({ access, accounts, sessions, visitor, endSession }));
  app.use('/link', linkPages({ access, waitingLinks, visitor, beginSession, refuse }));
  app.get('/account', (req, res) => {
    if (req.session === null) return res.redirect(303, '/');
    res.send(accountPage(visitor(req)));
  });
  app.post('/sign-out', fromOwnPages(baseUrl), async (req, res) => {
    await endSession(req, res);
    res.redirect(303, '/');
  });
  app.post('/log-out-everywhere', fromOwnPages(baseUrl), async (req, res) => {
    const session = await sessions.end(req, res);
    const connectionId = session?.ticket.connectionId ?? null;
    if (connectionId === null) return res.redirect(303, '/');
    const subject = { connectionId, sessionKey: session.key };
    const started = await serviceProvider.startLogout(subject, { returnTo: '/logged-out' });
    res.redirect(303, started.ok ? started.value.url : '/');
  });
  app.get('/logged-out', (req, res) => {
    const text =
      'Your session here is over, and the test tenant has confirmed that it ended yours there as well.';
    res.send(messagePage({ ...visitor(req), title: 'You are logged out', text }));
  });
  app.use(
    '/settings',
    settingsPages({ access, accounts, baseUrl, provisioningNotes, stubDns, tenants, tests }),
  );
  if (ownKeys !== null) app.use('/keys', keyPages({ access, visitor, followed, ownKeys }));

  app.get('/set-up', async (req, res, next) => {
    const settings = await serviceProvider.entraSettings('contoso');
    const view = await connections.get('contoso', 'contoso');
    if (!settings.ok || !view.ok || view.value.connection === null) return next();
    const { connection } = view.value;
    res.send(setUpPage({ ...visitor(req), settings: settings.value, connection, tenant: tenants.contoso }));
  });
  app.get('/inspector', (req, res) => {
    const pasted = sampleOf(tenants.contoso, req.query.sample);
    res.send(inspectorPage({ ...visitor(req), pasted, at: 'now', report: null }));
  });
  app.post(
    '/inspector',
    fromOwnPages(baseUrl),
    express.urlencoded({ extended: false, limit: '2mb' }),
    async (req, res, next) => {
      const view = await connections.get('contoso', 'contoso');
      if (!view.ok || view.value.connection === null) return next();
      const pasted = String(req.body?.pasted ?? '');
      const at = req.body?.at === 'issue-instant' ? 'issue-instant' : 'now';
      const report = inspect(pasted, { serviceProvider, connection: view.value.connection, at });
      res.send(inspectorPage({ ...visitor(req), pasted, at, report }));
    },
  );

  // Open to everybody, as this is a demonstration. In an application it is for administrators.
  app.get('/log', async (req, res) => {
    res.send(logPage({ ...visitor(req), events: await auditLog.list() }));
  });
  app.get('/log/:reference', async (req, res, next) => {
    const event = await auditLog.findRefusal(req.params.reference);
    if (event === null) return next();
    res.send(logEntryPage({ ...visitor(req), event }));
  });

  app.use((req, res) => {
    const title = 'There is no such page';
    res
      .status(404)
      .send(messagePage({ ...visitor(req), title, text: 'It may have been one of an earlier start.' }));
  });
  app.use((error, req, res, _next) => {
    const isOwn = error.status === 503 || (error.status >= 400 && error.status < 500);
    const status = isOwn ? error.status : 500;
    if (status === 500) console.error(error);
    const text = TEXTS.get(status) ?? 'Go back and try again.';
    const page = messagePage({
      person: null,
      path: req.path,
      title: 'That did not work',
      text,
    });
    res.status(status).send(page);
  });
  return app;
}

const TEXTS = new Map([
  [413, 'That is more than this form takes.'],
  [503, 'We cannot look that up at the moment. Try again shortly.'],
]);

function statusOf({ code, stage }) {
  if (code === 'store_unavailable') return 503;
  // Otherwise not an HTTP error: the message arrived, and SAML wants its refusal answered as a page (bindings 3.5.6).
  return stage === 'http' ? 400 : 200;
}
