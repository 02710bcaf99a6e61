import { deviations } from '../deviations.js';
import type { MintSigning } from '../mint-options.js';
import type { TestPerson } from '../test-person.js';
import { type Html, html } from './html.js';
import { page } from './layout.js';

export interface AccountPage {
  readonly applicationName: string;
  readonly people: readonly TestPerson[];
  /** Sign-in name that the application suggests. */
  readonly loginHint: string | null;
  /** Signing option of the application. */
  readonly sign: MintSigning;
  /** Whether the application has a certificate for Token encryption. */
  readonly canEncrypt: boolean;
  /** Fields that are sent back as they are. */
  readonly hidden: readonly (readonly [name: string, value: string])[];
  /** Where the choice is posted to. */
  readonly action: string;
}

/** The signing options with the names that Entra gives them. */
export const SIGNING_OPTIONS: readonly { readonly name: MintSigning; readonly label: string }[] = [
  { name: 'assertion', label: 'Sign SAML assertion' },
  { name: 'response', label: 'Sign SAML response' },
  { name: 'both', label: 'Sign SAML response and assertion' },
];

/** Asks who signs in, and what shall be wrong with the answer. */
export function accountPage(content: AccountPage): Response {
  const chosen = suggested(content.people, content.loginHint);
  return page(
    'Choose a test user',
    html`<h1>Choose a test user</h1><p class="soft">to sign in to ${content.applicationName}</p><form method="post" action="${content.action}">${content.hidden.map(hiddenField)}<fieldset><legend>Test users</legend>${content.people.map((person) => choice(person, person === chosen))}</fieldset><label class="field" for="deviation">What the answer shall be</label><select id="deviation" name="deviation"><option value="" selected>Correct</option><optgroup label="Misconfiguration">${options('misconfiguration')}</optgroup><optgroup label="Attack or accident">${options('attack')}</optgroup></select>${signingField(content.sign)}${content.canEncrypt ? ENCRYPTION_FIELD : html``}<button type="submit">Sign in</button></form>`,
  );
}

/** The hinted account, else the first. */
function suggested(people: readonly TestPerson[], loginHint: string | null): TestPerson | undefined {
  const hint = loginHint?.toLowerCase();
  const hinted = people.find(({ userPrincipalName, mail }) =>
    [userPrincipalName, mail].some((name) => name?.toLowerCase() === hint),
  );
  return hint === undefined ? people[0] : (hinted ?? people[0]);
}

function signingField(chosen: MintSigning): Html {
  const entries = SIGNING_OPTIONS.map(({ name, label }) =>
    name === chosen
      ? html`<option value="${name}" selected>${label}</option>`
      : html`<option value="${name}">${label}</option>`,
  );
  return html`<label class="field" for="sign">Signing option</label><select id="sign" name="sign">${entries}</select>`;
}

const ENCRYPTION_FIELD: Html = html`<label class="field" for="encryption">Token encryption</label><select id="encryption" name="encryption"><option value="off" selected>Off</option><option value="on">On, for the imported certificate</option></select>`;

function hiddenField([name, value]: readonly [string, string]): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

function choice(person: TestPerson, checked: boolean): Html {
  const input = checked
    ? html`<input type="radio" name="person" value="${person.objectId}" required checked>`
    : html`<input type="radio" name="person" value="${person.objectId}" required>`;
  return html`<label class="person">${input}<span><span class="name">${person.displayName}</span><span class="soft">${person.userPrincipalName}</span></span></label>`;
}

function options(kind: 'misconfiguration' | 'attack'): readonly Html[] {
  return deviations
    .filter((deviation) => deviation.kind === kind)
    .map(({ name, label }) => html`<option value="${name}">${label}</option>`);
}
