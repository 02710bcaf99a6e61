/** Headers of every page. A form leads on to an identity provider, so their origins are named as well. */
export function protectPages(identityProviderUrls) {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    `form-action 'self' ${identityProviderUrls.map((url) => new URL(url).origin).join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
  return (_req, res, next) => {
    res.set({
      'Cache-Control': 'no-store',
      'Content-Security-Policy': policy,
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
    });
    next();
  };
}

/** One name only: cookies of `localhost` do not reach `127.0.0.1`, and other names may be an attack (DNS rebinding). */
export function onlyAtHost(baseUrl) {
  const { host } = new URL(baseUrl);
  return (req, res, next) => {
    if (req.headers.host === host) return next();
    if (req.method === 'GET') return res.redirect(303, `${baseUrl}/`);
    res.status(421).type('text').send(`This application is at ${baseUrl}\n`);
  };
}

/** Refuses a form that another site posts: the browser says where it comes from. */
export function fromOwnPages(baseUrl) {
  return (req, res, next) => {
    const site = req.headers['sec-fetch-site'];
    const own = site === undefined ? req.headers.origin === baseUrl : site === 'same-origin';
    if (own) return next();
    res.status(403).type('text').send('This form must be sent from the application’s own page.\n');
  };
}
