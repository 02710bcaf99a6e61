import { html } from '../../html.mjs';
import { buttonForm } from './form-parts.mjs';
import { settingsLayout } from './settings-layout.mjs';

const ROOT = '/settings/access-security';

/** Asks before a domain is given up. */
export function removeDomainPage({ session, person, path, claim }) {
  const { domain, status } = claim;
  const admits = status === 'verified' || status === 'grace';
  const content = question({
    title: `Remove ${domain}?`,
    text: html`${admits ? html`<p>People with addresses of <strong>${domain}</strong> can no longer sign in by single sign-on, and their sessions end with their next click.</p>` : ''}<p>The token of the TXT record is void for ever. Whoever claims the domain again gets another one.</p>`,
    form: buttonForm({
      session,
      action: `${ROOT}/domain-claiming/remove`,
      fields: { domain },
      label: 'Remove the domain',
    }),
    back: `${ROOT}/domain-claiming`,
  });
  return settingsLayout({ person, path, tab: 'Domain Claiming', title: 'Remove a domain', content });
}

/** Asks before everything that was entered is gone. */
export function removeConnectionPage({ session, person, path, view }) {
  const { record } = view;
  const content = question({
    title: 'Remove SSO Configuration?',
    text: html`<p>Both addresses, the certificates and all options are deleted, permanently. The application in Entra stays; set up anew, it gets other addresses from here.</p>`,
    form: buttonForm({
      session,
      action: `${ROOT}/single-sign-on/remove`,
      fields: { connection: record.id },
      label: 'Remove SSO Configuration',
    }),
    back: `${ROOT}/single-sign-on`,
  });
  return settingsLayout({ person, path, tab: 'Single Sign-On', title: 'Remove SSO Configuration', content });
}

function question({ title, text, form, back }) {
  return html`<section class="card medium" aria-labelledby="question"><h2 id="question">${title}</h2>${text}
<div class="actions">${form} <a href="${back}">Cancel</a></div></section>`;
}
