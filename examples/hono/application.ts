import { createHandlers, type ServiceProvider, type SignIn } from 'claimgate';
import { Hono } from 'hono';

/** Begins your session, with a new id, and gives the value of its Set-Cookie header. */
export type BeginSession = (signIn: SignIn) => string | Promise<string>;

/** An application with the pages of single sign-on, beside your own routes. */
export function createApplication(serviceProvider: ServiceProvider, beginSession: BeginSession): Hono {
  const { handle } = createHandlers(serviceProvider, {
    signInByEmail: true,
    async onSignIn(signIn) {
      const headers = { Location: signIn.returnTo, 'Set-Cookie': await beginSession(signIn) };
      return new Response(null, { status: 303, headers });
    },
  });
  const application = new Hono();
  application.all(`${serviceProvider.pathPrefix}/*`, (context) => handle(context.req.raw));
  application.get('/', (context) => context.text('Public'));
  return application;
}
