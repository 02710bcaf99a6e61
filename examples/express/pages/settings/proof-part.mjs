import { html } from '../../html.mjs';
import { buttonForm, textField } from './form-parts.mjs';

/** The field by which somebody shows once more who they are; nothing where a fresh sign-in has shown it. */
export function proofField({ session, proof, problems = [] }) {
  if (proof === 'is-fresh') return '';
  return textField({
    name: 'password',
    label: 'Your password, once more',
    hint: `The password of ${session.member.email} in this application.`,
    value: '',
    problems,
    type: 'password',
    autocomplete: 'current-password',
  });
}

/** Instead of a form, for whoever has no password and signed in long ago. `what` is what they came for. */
export function signInAgain({ session, action, what, back }) {
  return html`<p>You have no password here. Show once more who you are: sign in at your identity provider again, and ${what} within five minutes.</p>
<div class="actions">${buttonForm({ session, action, label: 'Sign in again' })}${back === undefined ? '' : html` <a href="${back}">Cancel</a>`}</div>`;
}
