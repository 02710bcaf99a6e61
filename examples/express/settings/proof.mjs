import { postBindingPage } from 'claimgate';
import { leadOnTo } from './guard.mjs';
import { ownProblem } from './problems.mjs';

/** For so long a sign-in at the identity provider counts as fresh. */
const FRESH = 5 * 60_000;

/**
 * How an administrator shows once more who they are, before something that a stranger at an open screen must not do:
 * `password` where they have one, else by a `fresh` sign-in at the identity provider.
 */
export async function canProve({ accounts }, { session }) {
  if ((await accounts.emailOf(session.member)) !== null) return 'password';
  return isFresh(session) ? 'is-fresh' : 'fresh';
}

/** Null where it was shown. */
export async function proofViolation(parts, req) {
  const how = await canProve(parts, req);
  if (how === 'is-fresh') return null;
  if (how === 'fresh') {
    return ownProblem(
      null,
      'Your sign-in is more than five minutes old.',
      'Sign in once more, and repeat it.',
    );
  }
  const { id, organizationId } = req.session.member;
  // By the member, not by the address: that of the member follows the identity provider.
  const email = (await parts.accounts.emailOf(req.session.member)) ?? '';
  const account = await parts.accounts.verify(email, req.form.text('password'));
  const isOwn = account !== null && account.memberId === id && account.organizationId === organizationId;
  if (isOwn) return null;
  return ownProblem(
    'password',
    'The password is not right, or there were too many tries.',
    'Enter the password of the account with which you are signed in.',
  );
}

/** To the identity provider and back, where it must ask the person anew. */
export async function proveAgain({ access }, req, res, returnTo) {
  const { connectionId } = req.session.ticket;
  if (connectionId === null) return res.redirect(303, returnTo);
  const started = await access.serviceProvider.startSignIn({ connectionId }, { returnTo, forceAuthn: true });
  if (!started.ok) return res.redirect(303, returnTo);
  sendToProvider(res, started.value);
}

/** Sends the browser on with a message of ours, and with the cookie without which the answer is not taken. */
export function sendToProvider(res, { cookie, form, url }) {
  res.cookie(cookie.name, cookie.value, {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'none',
    maxAge: cookie.maxAgeSeconds * 1000,
  });
  if (form === null) {
    leadOnTo(res, url);
    return res.redirect(303, url);
  }
  const page = postBindingPage(form);
  res.set('Content-Security-Policy', page.contentSecurityPolicy).type('html').send(page.html);
}

function isFresh({ person }) {
  const at = Date.parse(person.authnInstant ?? '');
  return at <= Date.now() + FRESH && at > Date.now() - FRESH;
}
