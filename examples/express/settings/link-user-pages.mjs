import { Router } from 'express';
import { linkUserPage } from '../pages/settings/link-user-page.mjs';
import { visitorOf } from './guard.mjs';
import { isId } from './paging.mjs';
import { ownProblem, problemOf, statusOf } from './problems.mjs';
import { canProve, proofViolation, proveAgain } from './proof.mjs';
import { isUnlinked, whyOf } from './unlinked-users.mjs';

const MEMBERS = '/settings/members';
const MOST_SUGGESTED = 200;
/** By the reason of `scim_link_refused`: what it means, and what to do. */
const REFUSALS = {
  'member-unknown': ['There is no member with this address.', 'Enter the address as Members shows it.'],
  'member-of-another-user': [
    'The member leads to another provisioned user already.',
    'Look under Members whom it is provisioned as; delete one of the two users in Entra.',
  ],
  'user-has-a-member': ['The user leads to a member meanwhile.', 'Look under Members.'],
  'user-inactive': ['Entra has deactivated the user.', 'Assign the person in Entra first.'],
  'address-not-claimed': [
    'The user’s address lies in no verified domain.',
    'Verify the domain, or correct the address in Entra.',
  ],
  'changed-meanwhile': ['Somebody changed the user or the member meanwhile.', 'Try it once more.'],
};

/** Leads a provisioned user to a member: what provisioning leaves to a person, who shows once more who they are. */
export function linkUserPages(parts) {
  const { members, provisioned, scim } = parts.access;
  const pages = Router();
  pages.get('/', async (req, res, next) => {
    const user = await unlinkedUser(req, req.query.user);
    if (user === null) return next();
    await show(req, res, user);
  });
  pages.post('/prove', (req, res) => proveAgain(parts, req, res, MEMBERS));
  pages.post('/', async (req, res, next) => {
    const user = await unlinkedUser(req, req.form.text('user'));
    if (user === null) return next();
    const email = req.form.text('member').trim();
    const unproven = await proofViolation(parts, req);
    if (unproven !== null) return show(req, res, user, { email, problems: [unproven] });
    const { organizationId } = user;
    const member = await members.findMemberByEmail(organizationId, email);
    if (member === null) return show(req, res, user, { email, problems: [refused('member-unknown')] });
    const linked = await scim.linkUser({
      ...{ organizationId, scimUserId: user.id, memberId: member.id },
      actor: req.session.member.email,
    });
    if (linked.ok) return res.redirect(303, `${MEMBERS}?done=user-linked`);
    const { code, details } = linked.error;
    const problem = code === 'scim_link_refused' ? refused(details.reason) : problemOf(linked.error);
    await show(req, res, user, { email, problems: [problem] });
  });
  return pages;

  /** Of this organisation, and leading to nobody; else null. */
  async function unlinkedUser({ session }, id) {
    if (!isId(id)) return null;
    const user = await provisioned.getUser(session.member.organizationId, id);
    return user !== null && (await isUnlinked(members, user)) ? user : null;
  }

  async function show(req, res, user, { email, problems = [] } = {}) {
    const { organizationId } = user;
    const suggested = await members.listMembers(organizationId, { after: null, limit: MOST_SUGGESTED });
    const page = {
      ...{ user, problems, why: await whyOf(parts, user), proof: await canProve(parts, req) },
      email: email ?? (await addressOf(user)),
      suggested: suggested.filter(({ scimUserId }) => scimUserId === null),
    };
    res
      .status(problems.length === 0 ? 200 : statusOf(problems))
      .send(linkUserPage({ ...visitorOf(req), ...page }));
  }

  /** The address of the member whom the user most likely means. */
  async function addressOf({ organizationId, resource, userName }) {
    const addresses = [...(resource.emails ?? []).map(({ value }) => value), userName];
    for (const address of addresses) {
      const member = await members.findMemberByEmail(organizationId, String(address));
      if (member?.scimUserId === null) return member.email;
    }
    return '';
  }
}

function refused(reason) {
  const [meaning, remedy] = REFUSALS[reason];
  const field = reason === 'member-unknown' || reason === 'member-of-another-user' ? 'member' : null;
  return ownProblem(field, meaning, remedy);
}
