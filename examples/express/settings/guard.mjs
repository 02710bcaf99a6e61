import { createHash, timingSafeEqual } from 'node:crypto';
import { Router, raw } from 'express';
import { messagePage } from '../pages/message-page.mjs';
import { fromOwnPages } from '../protection.mjs';
import { parseForm } from './posted-form.mjs';

const MAY_OPEN = new Set(['owner', 'admin']);
/** More than the largest federation metadata, and than some certificates at once. */
const LARGEST_FORM = '2mb';

/** Sends who is not signed in to the password, and refuses members. */
export function administratorsOnly(req, res, next) {
  const { session } = req;
  if (session === null) {
    const returnTo = req.method === 'GET' ? req.originalUrl : '/settings/access-security';
    return res.redirect(303, `/password?${new URLSearchParams({ returnTo })}`);
  }
  if (MAY_OPEN.has(session.member.role)) return next();
  const title = 'Only owners and admins may open this';
  const text = 'The access security of an organisation is set by its owners and admins. Ask one of them.';
  res.status(403).send(messagePage({ ...visitorOf(req), title, text }));
}

/** One script of our own, for copying and for dropping files. Everything works without it. */
export function settingsPolicy(_req, res, next) {
  res.set('Content-Security-Policy', `${res.get('Content-Security-Policy')}; script-src 'self'`);
  next();
}

/** A form on this page leads on to the identity provider: browsers hold redirects to form-action as well. */
export function leadOnTo(res, url) {
  if (!URL.canParse(url ?? '')) return;
  const policy = res.get('Content-Security-Policy') ?? '';
  res.set(
    'Content-Security-Policy',
    policy.replace("form-action 'self'", `form-action 'self' ${new URL(url).origin}`),
  );
}

/** What is posted must come from our own page, by the browser’s word and by the token of the session. */
export function ownForms(baseUrl) {
  const forms = Router();
  const types = ['application/x-www-form-urlencoded', 'multipart/form-data'];
  forms.post(
    '/*path',
    fromOwnPages(baseUrl),
    raw({ type: types, limit: LARGEST_FORM, inflate: false }),
    async (req, res, next) => {
      req.form = await parseForm(req);
      if (req.form !== null && isSame(req.form.text('csrf'), req.session.csrf)) return next();
      const title = 'This form is not of your session';
      const text =
        'You may have signed in again since it was opened. Go back, load the page again and repeat it.';
      res.status(403).send(messagePage({ ...visitorOf(req), title, text }));
    },
  );
  return forms;
}

/** What every page shows of who is here. */
export function visitorOf(req) {
  return { session: req.session, person: req.session?.person ?? null, path: req.originalUrl.split('?')[0] };
}

function isSame(given, expected) {
  const [a, b] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a, b);
}
