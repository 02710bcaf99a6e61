import { Router, urlencoded } from 'express';
import { passwordPage } from './pages/password-page.mjs';
import { fromOwnPages } from './protection.mjs';

const WRONG = 'The address or the password is not right, or there were too many tries.';

/** The way in beside single sign-on: for people whom no identity provider knows, and for owners when it is broken. */
export function passwordPages({ access, accounts, sessions, visitor, endSession }) {
  const { directory, serviceProvider } = access;
  const pages = Router();
  pages.get('/', (req, res) => {
    res.send(passwordPage({ ...visitor(req), ...wanted(req.query), problem: null }));
  });
  pages.post(
    '/',
    fromOwnPages(serviceProvider.baseUrl),
    urlencoded({ extended: false, limit: '16kb' }),
    async (req, res) => {
      const { email, returnTo } = wanted(req.body);
      const again = (problem) =>
        res.status(400).send(passwordPage({ ...visitor(req), email, returnTo, problem }));
      const account = await accounts.verify(email, String(req.body?.password ?? ''));
      if (account === null) return again(WRONG);
      const { memberId, name, organizationId } = account;
      // Only now, so that nobody learns without the password whether somebody is a member.
      const admission = await directory.mayUsePassword({ organizationId, memberId });
      if (!admission.ok) return again(admission.error.publicMessage);
      const session = sessions.make({
        person: { email: account.email, name },
        ticket: admission.value.session,
      });
      await endSession(req, res);
      await sessions.begin(res, session);
      res.redirect(303, returnTo);
    },
  );
  return pages;
}

function wanted({ email, returnTo } = {}) {
  return { email: String(email ?? ''), returnTo: ownPath(returnTo) };
}

/** A path of our own site; anything else might lead to another one. */
export function ownPath(path) {
  return typeof path === 'string' && /^\/(?![/\\])[\w\-./?=&%]*$/u.test(path) ? path : '/account';
}
