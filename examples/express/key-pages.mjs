import { Router } from 'express';
import { keysPage } from './pages/keys-page.mjs';
import { fromOwnPages } from './protection.mjs';

/** The page of keys and metadata, and its buttons. In an application they are for administrators. */
export function keyPages({ visitor, serviceProvider, connection, followed, ownKeys }) {
  const pages = Router();
  const own = fromOwnPages(serviceProvider.baseUrl);
  const back = (res) => res.redirect(303, '/keys');

  pages.get('/', async (req, res) => {
    const { certificates, id } = connection.current;
    const metadata = await serviceProvider.metadata(id);
    if (!metadata.ok) throw metadata.error;
    const state = await followed.state();
    const page = { ownKeys, certificates, state, metadata: metadata.value };
    res.send(keysPage({ ...visitor(req), path: '/keys', ...page }));
  });
  pages.get('/current.cer', (_req, res) => sendCertificate(res, ownKeys.current));
  pages.get('/next.cer', (_req, res) => sendCertificate(res, ownKeys.next));
  pages.post('/import-next', own, (_req, res) => {
    ownKeys.importNext();
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
