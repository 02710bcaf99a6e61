import { html } from '../../html.mjs';
import { layout } from '../layout.mjs';

const ROOT = '/settings/access-security';
const TABS = [
  { path: `${ROOT}/single-sign-on`, label: 'Single Sign-On' },
  { path: `${ROOT}/domain-claiming`, label: 'Domain Claiming' },
  { path: `${ROOT}/scim`, label: 'SCIM' },
  { path: '/settings/members', label: 'Members' },
  { path: '/settings/teams', label: 'Teams' },
  { path: `${ROOT}/audit`, label: 'Audit' },
];

/** What was done a moment ago, by the word in the address: nothing that an address says is shown. */
const NOTICES = {
  'turned-on': 'Single Sign-On is being set up. Nobody signs in with it before you enable it.',
  saved: 'Saved.',
  imported: 'The metadata were imported.',
  entered: 'The values were entered in the test tenant.',
  enabled: 'Single Sign-On is enabled.',
  disabled: 'Single Sign-On is disabled. Nobody signs in with it any more.',
  removed: 'The SSO configuration was removed.',
  'policy-saved': 'Who may sign in was saved.',
  'certificate-promoted': 'The certificate is current again.',
  'certificate-retired': 'The certificate is retired. What its key signs is refused.',
  'certificate-removed': 'The certificate was removed.',
  claimed: 'The domain was claimed. Now publish its TXT record.',
  'domain-removed': 'The domain was removed.',
  'scim-revoked': 'The credential is revoked. What uses it is refused from now on.',
  'user-linked': 'The user leads to the member. What Entra says of the one holds for the other from now on.',
  dns: 'The made-up DNS was changed.',
};

/** A page of *Access Security* with its tabs. `tab` is the label of the current one. */
export function settingsLayout({ person, path, tab, title = tab, problems = [], done, content }) {
  const isWrong = problems.length > 0;
  const notice = typeof done === 'string' && Object.hasOwn(NOTICES, done) ? NOTICES[done] : null;
  const page = html`
<h1>Access Security</h1>
<nav class="tabs" aria-label="Access Security"><ul>${TABS.map((entry) => tabEntry(entry, tab))}</ul></nav>
${notice === null || isWrong ? '' : html`<p class="note" role="status">${notice}</p>`}
${content}
<script src="/settings.js" type="module"></script>`;
  return layout({
    title: `${isWrong ? 'Error: ' : ''}${title} · Access Security`,
    path,
    person,
    content: page,
  });
}

function tabEntry({ path, label }, tab) {
  return html`<li><a href="${path}"${label === tab ? html` aria-current="page"` : ''}>${label}</a></li>`;
}
