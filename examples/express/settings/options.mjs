/** The options of a connection that an administrator may want, in the order of the page. The first choice is the default. */
export const options = [
  {
    name: 'signaturePolicy',
    kind: 'choice',
    label: 'Signing option',
    hint: 'What must be signed. As “Signing Option” under SAML Certificates in Entra; every signature that is there must be right anyhow.',
    choices: [
      ['assertion-covered', 'Assertion or response (Entra’s default passes)'],
      ['assertion', 'Sign SAML assertion'],
      ['response', 'Sign SAML response'],
      ['both', 'Sign SAML response and assertion'],
    ],
  },
  {
    name: 'expiredCertificates',
    kind: 'choice',
    label: 'Expired certificates',
    hint: 'Entra goes on signing with an expired certificate until there is another one.',
    choices: [
      ['accept-with-warning', 'Go on, and warn here'],
      ['refuse', 'Refuse sign-ins'],
    ],
  },
  {
    name: 'allowIdpInitiated',
    kind: 'flag',
    label: 'Accept sign-ins that begin at the identity provider',
    hint: 'For a tile in My Apps without “Sign on URL”. Such a sign-in is not bound to a browser that asked for it.',
  },
  {
    name: 'landingPath',
    kind: 'text',
    label: 'Landing path of such sign-ins',
    hint: 'A path of this application, such as /account.',
    placeholder: '/',
  },
  {
    name: 'requireTenantClaim',
    kind: 'flag',
    label: 'Require the tenant claim',
    hint: 'Refuse an assertion that does not name its tenant. One that names another tenant is refused anyhow.',
  },
  {
    name: 'requireEncryption',
    kind: 'flag',
    needsKeys: true,
    label: 'Require encrypted assertions',
    hint: 'For “Token encryption” in Entra.',
  },
  {
    name: 'signAuthnRequests',
    kind: 'flag',
    needsKeys: true,
    label: 'Sign our requests',
    hint: 'For “Require verification certificates” in Entra.',
  },
  {
    name: 'clockSkewSeconds',
    kind: 'number',
    label: 'Clock skew in seconds',
    hint: 'How far the clocks may be apart, 0–300.',
    placeholder: '180',
  },
  {
    name: 'emailAttribute',
    kind: 'text',
    label: 'Claim with the email address',
    hint: 'Its name with its namespace, to the letter.',
    placeholder: 'email',
  },
  {
    name: 'firstNameAttribute',
    kind: 'text',
    label: 'Claim with the first name',
    hint: '',
    placeholder: 'firstName',
  },
  {
    name: 'lastNameAttribute',
    kind: 'text',
    label: 'Claim with the last name',
    hint: '',
    placeholder: 'lastName',
  },
];

/** The settings that a form says, null for a default; and what was typed, for the form where it is refused. */
export function optionsOf(form) {
  const settings = {};
  const typed = {};
  for (const option of options) {
    const text = form.text(option.name).trim();
    typed[option.name] = text;
    settings[option.name] = settingOf(option, text);
  }
  return { settings, typed };
}

/** As `optionsOf` has what was typed. */
export function typedOf({ kind, name }, settings) {
  const value = settings[name];
  if (value === undefined) return '';
  return kind === 'flag' ? (value ? 'on' : '') : String(value);
}

function settingOf({ choices, kind }, text) {
  switch (kind) {
    case 'flag':
      return text === '' ? null : true;
    case 'choice':
      return text === choices[0][0] || text === '' ? null : text;
    case 'number':
      // What is no number is refused by claimgate, with what it takes.
      return text === '' ? null : /^\d{1,9}$/u.test(text) ? Number(text) : text;
    default:
      return text === '' ? null : text;
  }
}
