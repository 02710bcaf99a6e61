import { createHandlers, type ServiceProvider, type SignIn } from 'claimgate';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

const LARGEST_FORM = 400 * 1024;

/** Begins your session: with a new id, in a cookie that it sets on the reply. */
export type BeginSession = (signIn: SignIn, reply: FastifyReply) => void | Promise<void>;

/** An application with the pages of single sign-on, beside your own routes. */
export async function createApplication(
  serviceProvider: ServiceProvider,
  beginSession: BeginSession,
): Promise<FastifyInstance> {
  const application = fastify();
  await application.register(singleSignOn(serviceProvider, beginSession));
  application.get('/', async () => 'Public');
  return application;
}

/** A plugin. What it adds for forms stays inside it, so that other routes parse theirs as before. */
function singleSignOn(serviceProvider: ServiceProvider, beginSession: BeginSession) {
  const { baseUrl, pathPrefix } = serviceProvider;
  const { handle } = createHandlers<FastifyReply>(serviceProvider, {
    signInByEmail: true,
    async onSignIn(signIn, _request, reply) {
      await beginSession(signIn, reply);
      return new Response(null, { status: 303, headers: { Location: signIn.returnTo } });
    },
  });
  return async (scope: FastifyInstance): Promise<void> => {
    // The bytes as they came: claimgate reads a form by itself, and refuses what is sent twice.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST_FORM }, (_request, body, done) =>
      done(null, body),
    );
    scope.route({
      method: ['GET', 'POST'],
      url: `${pathPrefix}/*`,
      handler: async (request, reply) => reply.send(await handle(toRequest(request, baseUrl), reply)),
    });
  };
}

function toRequest({ body, headers, method, url }: FastifyRequest, baseUrl: string): Request {
  const given = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  const posted = Buffer.isBuffer(body) ? { body: new Uint8Array(body) } : {};
  return new Request(`${baseUrl}${url}`, { method, headers: given, ...posted });
}
