import { Router, urlencoded } from 'express';
import { linkPage } from './pages/link-page.mjs';
import { fromOwnPages } from './protection.mjs';

const COOKIE = '__Host-link';
const LIFETIME = 5 * 60_000;

/**
 * Owners and admins are not linked to an account of the identity provider by their address alone: they prove with their
 * password that they are the member. Until then the sign-in waits in the database.
 */
export class WaitingLinks {
  #kept;

  constructor(kept) {
    this.#kept = kept;
  }

  /** Keeps the sign-in and sends the person to the page that asks for the proof. */
  async begin(signIn, res) {
    const id = await this.#kept.put({ link: signIn }, LIFETIME);
    res.cookie(COOKIE, id, {
      path: '/',
      secure: true,
      httpOnly: true,
      sameSite: 'lax',
      maxAge: LIFETIME,
    });
    res.redirect(303, '/link');
  }

  async find(req) {
    return (await this.#kept.get(idOf(req)))?.link ?? null;
  }

  /** Gives the sign-in once. */
  async take(req, res) {
    res.clearCookie(COOKIE, { path: '/', secure: true, httpOnly: true, sameSite: 'lax' });
    return (await this.#kept.take(idOf(req)))?.link ?? null;
  }
}

/** The page that asks for the proof, and its button. */
export function linkPages({ access, waitingLinks, visitor, beginSession, refuse }) {
  const { baseUrl } = access.serviceProvider;
  const pages = Router();
  pages.get('/', async (req, res) => {
    const signIn = await waitingLinks.find(req);
    if (signIn === null) return res.redirect(303, '/');
    if (!isProven(req, signIn)) return res.redirect(303, `/password?returnTo=/link`);
    res.send(linkPage({ ...visitor(req), signIn }));
  });
  pages.post('/', fromOwnPages(baseUrl), urlencoded({ extended: false, limit: '1kb' }), async (req, res) => {
    const waiting = await waitingLinks.find(req);
    if (waiting === null || !isProven(req, waiting) || req.body?.csrf !== req.session.csrf) {
      return res.redirect(303, '/');
    }
    const signIn = await waitingLinks.take(req, res);
    if (signIn === null) return res.redirect(303, '/');
    const provenMemberId = req.session.member.id;
    const admission = await access.directory.admit(signIn, { provenMemberId });
    if (!admission.ok) return refuse(admission.error, signIn, req, res);
    await beginSession(signIn, admission.value, req, res);
    res.redirect(303, signIn.returnTo);
  });
  return pages;
}

/** A session by password, of a member of the organisation that the sign-in is for. */
function isProven({ session }, signIn) {
  return (
    session !== null &&
    session.ticket.connectionId === null &&
    session.member.organizationId === signIn.organizationId
  );
}

function idOf(req) {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.replace(/^[ \t]+/u, ''));
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? '';
}
