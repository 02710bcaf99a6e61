import express, { type Express, type Request, type Response } from 'express';
import { type Delivery, postBindingPage, type ServiceProvider } from '../../src/index.js';
import type { ApplicationSessions } from './application-sessions.js';

type ConnectionRequest = Request<{ connectionId: string }>;

/** The application's own pages: where somebody is signed in, and the ways to begin something. */
export function pagesOf(serviceProvider: ServiceProvider, sessions: ApplicationSessions): Express {
  const app = express();
  app.get('/', (_req, res) => void res.send(page('Home')));
  app.get('/account', (_req, res) => void res.send(page('Account')));
  app.get('/account/:connectionId', (req, res) => {
    const { connectionId } = req.params;
    if (sessions.of(req, connectionId) === null) return void res.send(page('Signed out'));
    res.send(
      page(
        'Signed in',
        `<form method="post" action="/log-out/${connectionId}"><button>Log out</button></form>`,
      ),
    );
  });
  // As an application asks for a fresh password before something that matters, or looks whether somebody is known.
  app.get('/again/:connectionId', (req, res) => start(req, res, { forceAuthn: true }));
  app.get('/quietly/:connectionId', (req, res) => start(req, res, { isPassive: true }));
  app.post('/log-out/:connectionId', logOut);
  return app;

  async function start(
    req: ConnectionRequest,
    res: Response,
    options: { readonly forceAuthn?: true; readonly isPassive?: true },
  ): Promise<void> {
    const { connectionId } = req.params;
    const started = await serviceProvider.startSignIn({ connectionId }, { returnTo: '/account', ...options });
    if (!started.ok) throw started.error;
    const { name, value } = started.value.cookie;
    res.cookie(name, value, { path: '/', secure: true, httpOnly: true, sameSite: 'none' });
    deliver(res, started.value);
  }

  async function logOut(req: ConnectionRequest, res: Response): Promise<void> {
    const { connectionId } = req.params;
    const sessionKey = sessions.of(req, connectionId);
    if (sessionKey === null) return res.redirect(303, '/');
    sessions.endOne(sessionKey);
    const returnTo = `/account/${connectionId}`;
    const started = await serviceProvider.startLogout({ connectionId, sessionKey }, { returnTo });
    if (!started.ok) throw started.error;
    deliver(res, started.value);
  }
}

function deliver(res: Response, { form, url }: Delivery): void {
  if (form === null) {
    res.redirect(303, url);
    return;
  }
  const { contentSecurityPolicy, html } = postBindingPage(form);
  res.set('Content-Security-Policy', contentSecurityPolicy).send(html);
}

function page(title: string, content = ''): string {
  return `<!doctype html><title>${title}</title><h1>${title}</h1>${content}`;
}
