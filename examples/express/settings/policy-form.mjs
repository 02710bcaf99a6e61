import { ownProblem, problemOf } from './problems.mjs';
import { done, showSingleSignOn } from './show-single-sign-on.mjs';

const MEMBERSHIPS = new Set(['invited', 'jit', 'scim']);

/** *Require SSO* and *IdP Managed Access*. */
export async function savePolicy(parts, req, res) {
  const { form, session } = req;
  const { email, organizationId } = session.member;
  const membership = form.text('membership');
  const requireSso = form.has('requireSso');
  const typed = { membership, requireSso };
  if (!MEMBERSHIPS.has(membership)) {
    const problem = ownProblem('membership', 'Nothing was chosen.', 'Choose who becomes a member.');
    return showSingleSignOn(parts, req, res, { problems: [problem], typed });
  }
  const changed = await parts.access.directory.changePolicy(
    organizationId,
    typed,
    email,
    form.number('policyRevision'),
  );
  if (changed.ok) return done(res, 'policy-saved');
  showSingleSignOn(parts, req, res, { problems: [problemOf(changed.error)], typed });
}
