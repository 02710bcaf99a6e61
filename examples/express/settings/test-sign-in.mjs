import { Router } from 'express';
import { testResultPage } from '../pages/settings/test-result-page.mjs';
import { visitorOf } from './guard.mjs';
import { ownProblem, problemOf } from './problems.mjs';
import { sendToProvider } from './proof.mjs';
import { connectionOf, showSingleSignOn } from './show-single-sign-on.mjs';

/** A sign-in that signs nobody in: to see whether it would work, before it is enabled for everybody. */
export function testSignIn(parts) {
  const pages = Router();
  const { connections, serviceProvider } = parts.access;
  pages.post('/', async (req, res) => {
    const { session } = req;
    const { organizationId } = session.member;
    const connectionId = req.form.text('connection');
    const refused = (problem) => showSingleSignOn(parts, req, res, { problems: [problem] });
    const found = await connections.get(organizationId, connectionId);
    if (!found.ok) return refused(problemOf(found.error));
    if (found.value.connection === null) return refused(INCOMPLETE);
    const returnTo = parts.tests.placeFor(session);
    const started = await serviceProvider.startTestSignIn({ organizationId, connectionId }, { returnTo });
    if (!started.ok) return refused(problemOf(started.error, { field: null }));
    sendToProvider(res, started.value);
  });
  pages.get('/:id', async (req, res, next) => {
    const result = await parts.tests.find(req.params.id, req.session);
    if (result === null) return next();
    const view = await connectionOf(parts, req);
    res.send(testResultPage({ ...visitorOf(req), ...result, view }));
  });
  return pages;
}

const INCOMPLETE = ownProblem(
  null,
  'The connection is not complete yet.',
  'Enter what is missing, save it, and test it then.',
);
