import { fileURLToPath } from 'node:url';
import { toExpress } from 'claimgate/express';
import express from 'express';
import { inspect, sampleOf } from './inspect.mjs';
import { keyPages } from './key-pages.mjs';
import { accountPage } from './pages/account-page.mjs';
import { homePage } from './pages/home-page.mjs';
import { inspectorPage } from './pages/inspector-page.mjs';
import { logEntryPage, logPage } from './pages/log-pages.mjs';
import { messagePage } from './pages/message-page.mjs';
import { refusedPage } from './pages/refused-page.mjs';
import { setUpPage } from './pages/set-up-page.mjs';
import { fromOwnPages, onlyAtHost, protectPages } from './protection.mjs';
import { Sessions } from './sessions.mjs';

/** Answers that belong to the form with the email address, and are shown beside it. */
const ABOUT_THE_FORM = new Set([
  'sign_in_email_invalid',
  'sign_in_domain_unknown',
  'sign_in_connection_missing',
]);

/** The application: its own pages, and those of single sign-on by `toExpress`. */
export function createApplication({ serviceProvider, connection, followed, ownKeys, auditLog, tenant }) {
  const sessions = new Sessions();
  const { baseUrl } = serviceProvider;
  const visitor = (req) => ({ person: sessions.find(req), path: req.path });
  const startPage = (req) => ({ ...visitor(req), events: auditLog.list(), testTenantUrl: tenant.url });
  // Out of the index as well: what ended here needs no logout any more.
  const endSession = async (req, res) => {
    const ended = sessions.end(req, res);
    if (ended !== null) await serviceProvider.removeSession(ended.person.connectionId, ended.key);
  };
  const app = express();
  app.disable('x-powered-by');
  app.use(onlyAtHost(baseUrl), protectPages(tenant.url));
  app.use(express.static(fileURLToPath(new URL('public', import.meta.url)), { index: false }));

  // Only so that the form can be shown again with what was typed; claimgate itself needs no body parser.
  app.use('/saml/sign-in', express.urlencoded({ extended: false, limit: '16kb' }));
  app.use(
    toExpress(serviceProvider, {
      async onSignIn(signIn, req, res) {
        const session = sessions.make(signIn);
        const { expiresAt, key: sessionKey } = session;
        const added = await serviceProvider.addSession(signIn, { sessionKey, expiresAt });
        if (!added.ok) throw added.error; // logged out at Entra in the meantime
        await endSession(req, res);
        sessions.begin(res, session);
      },
      onLogout(ended) {
        for (const { sessionKey } of ended) sessions.endByKey(sessionKey);
      },
      onError(error, { reference, req, res }) {
        const { code, publicMessage: message } = error;
        if (ABOUT_THE_FORM.has(code)) {
          const problem = { message, reference, typed: String(req.body?.email ?? '') };
          res.status(400).send(homePage({ ...startPage(req), problem }));
        } else {
          // Not an HTTP error: the message arrived, and SAML wants its refusal answered as a page (bindings 3.5.6).
          res
            .status(error.stage === 'http' ? 400 : 200)
            .send(refusedPage({ message, reference, path: req.path }));
        }
      },
    }),
  );

  app.get('/', (req, res) => {
    if (sessions.find(req) !== null) return res.redirect(303, '/account');
    res.send(homePage(startPage(req)));
  });
  app.get('/account', (req, res) => {
    if (sessions.find(req) === null) return res.redirect(303, '/');
    res.send(accountPage(visitor(req)));
  });
  app.post('/sign-out', fromOwnPages(baseUrl), async (req, res) => {
    await endSession(req, res);
    res.redirect(303, '/');
  });
  app.post('/log-out-everywhere', fromOwnPages(baseUrl), async (req, res) => {
    const session = sessions.end(req, res);
    if (session === null) return res.redirect(303, '/');
    const subject = { connectionId: session.person.connectionId, sessionKey: session.key };
    const started = await serviceProvider.startLogout(subject, { returnTo: '/logged-out' });
    res.redirect(303, started.ok ? started.value.url : '/');
  });
  app.get('/logged-out', (req, res) => {
    const text =
      'Your session here is over, and the test tenant has confirmed that it ended yours there as well.';
    res.send(messagePage({ ...visitor(req), title: 'You are logged out', text }));
  });
  app.use('/keys', keyPages({ visitor, serviceProvider, connection, followed, ownKeys }));

  app.get('/set-up', async (req, res) => {
    const settings = await serviceProvider.entraSettings(connection.current.id);
    if (!settings.ok) throw settings.error;
    res.send(
      setUpPage({ ...visitor(req), settings: settings.value, connection: connection.current, tenant }),
    );
  });
  app.get('/inspector', (req, res) => {
    const pasted = sampleOf(tenant, req.query.sample);
    res.send(inspectorPage({ ...visitor(req), pasted, at: 'now', report: null }));
  });
  app.post(
    '/inspector',
    fromOwnPages(baseUrl),
    express.urlencoded({ extended: false, limit: '2mb' }),
    (req, res) => {
      const pasted = String(req.body?.pasted ?? '');
      const at = req.body?.at === 'issue-instant' ? 'issue-instant' : 'now';
      const report = inspect(pasted, { serviceProvider, connection: connection.current, at });
      res.send(inspectorPage({ ...visitor(req), pasted, at, report }));
    },
  );

  // Open to everybody, as this is a demonstration. In an application it is for administrators.
  app.get('/log', (req, res) => {
    res.send(logPage({ ...visitor(req), events: auditLog.list() }));
  });
  app.get('/log/:reference', (req, res, next) => {
    const event = auditLog.findRefusal(req.params.reference);
    if (event === undefined) return next();
    res.send(logEntryPage({ ...visitor(req), event }));
  });

  app.use((req, res) => {
    const title = 'There is no such page';
    res
      .status(404)
      .send(messagePage({ ...visitor(req), title, text: 'It may have been one of an earlier start.' }));
  });
  app.use((error, req, res, _next) => {
    const status = error.status >= 400 && error.status < 500 ? error.status : 500;
    if (status === 500) console.error(error);
    const text = status === 413 ? 'That is more than this form takes.' : 'Go back and try again.';
    res.status(status).send(messagePage({ ...visitor(req), title: 'That did not work', text }));
  });
  return app;
}
