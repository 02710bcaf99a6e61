import { createServer } from 'node:http';

/**
 * Listens on both loopback addresses that `localhost` stands for, and on nothing else: whoever reaches this
 * example is let in. Until `serve` requests are told to come again.
 */
export async function listenOnLoopback(wantedPort) {
  const first = await listen(wantedPort, '127.0.0.1');
  const { port } = first.address();
  const second = await listen(port, '::1').catch(async (error) => {
    if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') return null;
    await close(first);
    throw error;
  });
  const servers = second === null ? [first] : [first, second];
  return {
    port,
    serve(handler) {
      for (const server of servers) server.off('request', startingUp).on('request', handler);
    },
    close: () => Promise.all(servers.map(close)),
  };
}

/** Throws what a person can act on when the port cannot be had, else the error as it is. */
export function describePortError(error, { variable, port }) {
  const reasons = {
    EADDRINUSE: `Port ${port} is in use by another program.`,
    EACCES: `Port ${port} may not be used by this account.`,
  };
  const reason = reasons[error.code];
  if (reason === undefined) throw error;
  const advice = `Stop that program, or choose another port: ${variable}=${port + 10 > 65_535 ? 0 : port + 10} npm start`;
  throw Object.assign(new Error(`${reason} ${advice}`, { cause: error }), { forThePerson: true });
}

function startingUp(_req, res) {
  res.writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8', 'Retry-After': '2' });
  res.end('The example is starting. Try again in a moment.\n');
}

function listen(port, host) {
  const server = createServer(startingUp);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

function close(server) {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
