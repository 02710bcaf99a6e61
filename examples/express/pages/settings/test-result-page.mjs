import { errorCatalogue } from 'claimgate';
import { html } from '../../html.mjs';
import { reportSection } from '../inspector-page.mjs';
import { code, facts } from '../parts.mjs';
import { buttonForm } from './form-parts.mjs';
import { settingsLayout } from './settings-layout.mjs';

const HERE = '/settings/access-security/single-sign-on';

/** How a test sign-in ended, for who began it. */
export function testResultPage({ session, person, path, test, report, isOutdated, view }) {
  const connection = view?.record.id ?? '';
  const revision = view?.record.revision ?? '';
  const isReady = test.passed && !isOutdated && view?.record.status !== 'enabled' && view !== null;
  const post = (action, label, quiet) =>
    buttonForm({ session, action: `${HERE}/${action}`, fields: { connection, revision }, label, quiet });
  const content = html`
<section class="card" aria-labelledby="result">
<h2 id="result" class="verdict ${test.passed ? 'good' : 'bad'}">${test.passed ? 'The test sign-in passed' : 'The test sign-in was refused'}</h2>
<p>Nobody was signed in by it.${isOutdated ? ' The connection was changed meanwhile: test it again.' : ''}</p>
${test.passed ? passed(test) : refusedPart(test)}
<div class="actions">${isReady ? post('enable', 'Enable', false) : ''}${post('test', 'Test again', true)} <a href="${HERE}">Back to the settings</a></div>
</section>
${report === null ? '' : reportSection(report)}`;
  return settingsLayout({ person, path, tab: 'Single Sign-On', title: 'Test sign-in', content });
}

function passed({ claims, email, emailDomain, identityKind }) {
  return facts([
    ['Email', email],
    ['Domain', html`${emailDomain}, a verified domain of yours`],
    ['First name', claims.firstName],
    ['Last name', claims.lastName],
    ['Recognised by', identityKind === 'tenant-object' ? 'tenant and object id' : identityKind],
  ]);
}

function refusedPart({ code: name, error, reference }) {
  return html`<p><strong>${errorCatalogue.get(name).meaning}</strong></p><p>${error.remedy}</p>
${facts([
  ['Code', code(name)],
  ['Reference', code(reference)],
])}`;
}
