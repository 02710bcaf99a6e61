import { html } from '../../html.mjs';
import { code, stackedTable, time } from '../parts.mjs';
import { badge, buttonForm } from './form-parts.mjs';

const HERE = '/settings/access-security/single-sign-on';
const STATES = { staged: ['wait', 'Staged'], current: ['good', 'Current'], retired: ['off', 'Retired'] };

/** Beside the days that are left. */
const WARNINGS = {
  not_yet_valid: 'not valid yet',
  not_the_applications_certificate: 'the tenant’s own, not the application’s: it changes without notice',
  certificate_authority: 'of an authority, not of a signer',
};

/** The certificates on file: which verify, until when, and what can be done with them. */
export function certificatesPart({ certificates, record }, session) {
  if (certificates.length === 0) return '';
  return stackedTable({
    caption: 'SAML certificates',
    columns: ['Thumbprint', 'From', 'Valid until', 'State', 'Actions'],
    rows: certificates.map((each) => [
      code(each.thumbprint),
      each.fileName ?? (each.origin === 'metadata' ? 'metadata' : 'pasted'),
      html`${time(each.notAfter)}<br>${daysLeft(each)}`,
      badge(...STATES[each.state]),
      actions(each, record.id, session),
    ]),
  });
}

function daysLeft({ daysLeft: days, threshold, warnings }) {
  const text = days < 0 ? `expired ${-days} days ago` : `${days} days left`;
  const isNear = threshold !== null || days < 0;
  const others = warnings.map(({ code: name }) => WARNINGS[name]).filter((each) => each !== undefined);
  return html`<span class="${isNear ? 'bad' : 'hint'}">${text}</span>${others.map((each) => html`<br><span class="hint">${each}</span>`)}`;
}

function actions({ state, thumbprint }, connection, session) {
  const button = (what, label) =>
    buttonForm({
      session,
      action: `${HERE}/certificate`,
      fields: { connection, thumbprint, what },
      label,
      about: `the certificate ${thumbprint.slice(0, 8)}`,
      quiet: true,
    });
  return html`<div class="row-actions">${state === 'current' ? '' : button('promote', state === 'retired' ? 'Use again' : 'Make current')}${state === 'retired' ? '' : button('retire', 'Retire')}${button('remove', 'Remove')}</div>`;
}
