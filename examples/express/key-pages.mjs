import { Router } from 'express';
import { keysPage } from './pages/keys-page.mjs';
import { fromOwnPages } from './protection.mjs';

/** The page of keys and metadata, and its buttons. In an application they are for administrators. */
export function keyPages({ access, visitor, followed, ownKeys }) {
  const { connections, serviceProvider } = access;
  const pages = Router();
  const own = fromOwnPages(serviceProvider.baseUrl);
  const back = (res) => res.redirect(303, '/keys');

  pages.get('/', async (req, res, next) => {
    const view = await connections.get('contoso', 'contoso');
    const metadata = await serviceProvider.metadata('contoso');
    // Removed on the settings pages: there is nothing to show.
    if (!view.ok || !metadata.ok || view.value.connection === null) return next();
    const { certificates } = view.value.connection;
    const page = { ownKeys: await ownKeys.state(), certificates, state: await followed.state() };
    res.send(keysPage({ ...visitor(req), path: '/keys', ...page, metadata: metadata.value }));
  });
  pages.get('/current.cer', async (_req, res) => sendCertificate(res, (await ownKeys.state()).current));
  pages.get('/next.cer', async (_req, res) => sendCertificate(res, (await ownKeys.state()).next));
  pages.post('/import-next', own, async (_req, res) => {
    await ownKeys.importNext();
    back(res);
  });
  pages.post('/promote-next', own, async (_req, res) => {
    await ownKeys.promoteNext();
    back(res);
  });
  pages.post('/fetch-metadata', own, async (_req, res) => {
    // A failure is in the log, and the certificates stay what they are.
    await followed.refresh();
    back(res);
  });
  return pages;
}

function sendCertificate(res, { certificate }) {
  res.attachment(`claimgate-${certificate.sha1Thumbprint.slice(0, 8)}.cer`);
  res.type('application/x-x509-ca-cert').send(certificate.pem);
}
