import { requireEntityId, requireText, requireWebUrl } from './metadata-values.js';

/** Our side of a connection, as an administrator of Entra needs it. */
export interface EntraSettingsInput {
  /** Our entity ID for this connection. */
  readonly entityId: string;
  /** Our Assertion Consumer Service URL for this connection. */
  readonly assertionConsumerServiceUrl: string;
  /** The page of the application that starts a sign-in of this connection; the My Apps tile opens it. */
  readonly signOnUrl?: string;
  /** Where logout messages are taken. Default: none. */
  readonly logoutUrl?: string;
  /** As in the connection. Default `email`. */
  readonly emailAttribute?: string;
  /** As in the connection. Default `firstName`. */
  readonly firstNameAttribute?: string;
  /** As in the connection. Default `lastName`. */
  readonly lastNameAttribute?: string;
}

/** A card of Entra's page *Single sign-on*, by the title it has there. */
export type EntraSection =
  | 'Basic SAML Configuration'
  | 'Attributes & Claims'
  | 'SAML Certificates'
  | 'Set up <application name>';

/**
 * What to do with a field: `enter` the value, `leave-empty`, `keep` what Entra has by itself, or `bring-back`
 * to the application.
 */
export type EntraAction = 'enter' | 'leave-empty' | 'keep' | 'bring-back';

/** One field of Entra. */
export interface EntraSetting {
  readonly section: EntraSection;
  /** The claim that the field belongs to; null outside the claims. */
  readonly claim: string | null;
  /** The label of the field in Entra, to the letter. */
  readonly field: string;
  readonly action: EntraAction;
  /** The value in Entra; empty for `leave-empty` and `bring-back`. */
  readonly value: string;
  readonly note: string;
}

/**
 * Lists every field of Entra's *Basic SAML Configuration* and *Attributes & Claims* with the value to enter, and
 * the three things to bring back. Addresses must match to the letter. Throws `TypeError` for a value that is no
 * URL or no claim name.
 */
export function entraSettings(input: EntraSettingsInput): readonly EntraSetting[] {
  return [...basicConfiguration(input), ...claims(input), ...toBringBack()];
}

function basicConfiguration(input: EntraSettingsInput): readonly EntraSetting[] {
  const acsUrl = requireWebUrl('assertionConsumerServiceUrl', input.assertionConsumerServiceUrl);
  const basic = rowsOf('Basic SAML Configuration', null);
  return [
    basic(
      'Identifier (Entity ID)',
      requireEntityId(input.entityId),
      'Make it the default and remove any other.',
    ),
    basic(
      'Reply URL (Assertion Consumer Service URL)',
      acsUrl,
      'Every character counts, also “www” and “/”.',
    ),
    input.signOnUrl === undefined
      ? basic('Sign on URL (Optional)', '', 'The tile in My Apps then starts the sign-in at Entra.')
      : basic(
          'Sign on URL (Optional)',
          requireWebUrl('signOnUrl', input.signOnUrl),
          'The tile in My Apps opens it.',
        ),
    basic('Relay State (Optional)', '', 'The application sends its own with each sign-in.'),
    input.logoutUrl === undefined
      ? basic('Logout Url (Optional)', '', 'Nothing is sent there.')
      : basic(
          'Logout Url (Optional)',
          requireWebUrl('logoutUrl', input.logoutUrl),
          'Entra calls it in the browser.',
        ),
  ];
}

function claims(input: EntraSettingsInput): readonly EntraSetting[] {
  const {
    emailAttribute = 'email',
    firstNameAttribute = 'firstName',
    lastNameAttribute = 'lastName',
  } = input;
  const nameId = rowsOf('Attributes & Claims', 'Unique User Identifier (Name ID)');
  return [
    nameId('Name identifier format', 'Email address', 'Entra’s own choice; leave it.', 'keep'),
    nameId('Source attribute', 'user.userprincipalname', 'Entra’s own choice; leave it.', 'keep'),
    ...claim('emailAttribute', emailAttribute, 'user.mail', 'Required: nobody comes in without it.'),
    ...claim('firstNameAttribute', firstNameAttribute, 'user.givenname', 'Optional.'),
    ...claim('lastNameAttribute', lastNameAttribute, 'user.surname', 'Optional.'),
  ];
}

function claim(option: string, attribute: string, source: string, note: string): readonly EntraSetting[] {
  const { namespace, name } = namespaceAndName(requireText(option, attribute));
  const row = rowsOf('Attributes & Claims', attribute);
  return [
    row('Name', name, `${note} Upper and lower case count.`),
    row(
      'Namespace',
      namespace,
      namespace === '' ? 'Clear what stands there by default.' : 'Without “/” at the end.',
    ),
    row('Source attribute', source, 'Source: Attribute.'),
  ];
}

/** Entra joins namespace and name with a slash, so the last slash of the attribute's Name parts them. */
function namespaceAndName(attribute: string): { readonly namespace: string; readonly name: string } {
  const slash = attribute.lastIndexOf('/');
  if (slash === attribute.length - 1) throw new TypeError('a claim name must not end with “/”');
  return { namespace: attribute.slice(0, Math.max(slash, 0)), name: attribute.slice(slash + 1) };
}

function toBringBack(): readonly EntraSetting[] {
  const certificates = rowsOf('SAML Certificates', null);
  const setUp = rowsOf('Set up <application name>', null);
  return [
    certificates(
      'Certificate (Base64)',
      '',
      'Download it and upload the file here as the certificate; not the “Federation Metadata XML”.',
      'bring-back',
    ),
    setUp('Login URL', '', 'Copy it and enter it here as the IdP Sign-in URL.', 'bring-back'),
    setUp('Microsoft Entra Identifier', '', 'Copy it and enter it here as the Issuer URL.', 'bring-back'),
  ];
}

function rowsOf(section: EntraSection, claim: string | null) {
  return (
    field: string,
    value: string,
    note: string,
    action: EntraAction = value === '' ? 'leave-empty' : 'enter',
  ): EntraSetting => ({ section, claim, field, action, value, note });
}
