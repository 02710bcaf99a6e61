import {
  type AttributeDefinition,
  type AttributeTraits,
  attribute,
  type SchemaDefinition,
} from './attribute.js';

const primary: AttributeDefinition = attribute('primary', 'Whether this is the preferred value.', {
  type: 'boolean',
});

/** A multi-valued attribute with the sub-attributes of RFC 7643 §2.4. */
function values(
  name: string,
  description: string,
  types: readonly string[],
  value: AttributeTraits = {},
): AttributeDefinition {
  return attribute(name, description, {
    multiValued: true,
    subAttributes: [
      attribute('value', 'The value itself.', value),
      attribute('display', 'A name of the value to show.'),
      attribute('type', 'What the value is used for.', { canonicalValues: types }),
      primary,
    ],
  });
}

const text = (name: string, description: string): AttributeDefinition => attribute(name, description);

/** RFC 7643 §4.1. `password` is in the table so that it is recognised, dropped and never returned. */
export const userSchema: SchemaDefinition = Object.freeze({
  id: 'urn:ietf:params:scim:schemas:core:2.0:User',
  name: 'User',
  description: 'User Account',
  attributes: Object.freeze([
    attribute('userName', 'The name that the identity provider knows the user by.', {
      required: true,
      uniqueness: 'server',
    }),
    attribute('name', 'The parts of the user’s name.', {
      subAttributes: [
        text('formatted', 'The whole name, as it is shown.'),
        text('familyName', 'The family name.'),
        text('givenName', 'The given name.'),
        text('middleName', 'The middle names.'),
        text('honorificPrefix', 'The title before the name.'),
        text('honorificSuffix', 'What follows the name.'),
      ],
    }),
    text('displayName', 'The name that is shown.'),
    text('nickName', 'What the user is called casually.'),
    attribute('profileUrl', 'The address of the user’s profile.', {
      type: 'reference',
      referenceTypes: ['external'],
    }),
    text('title', 'The user’s position, such as “Vice President”.'),
    text('userType', 'The relation between the user and the organisation.'),
    text('preferredLanguage', 'The user’s languages, as in Accept-Language.'),
    text('locale', 'Where the user is, for dates, numbers and currency.'),
    text('timezone', 'The user’s time zone, as IANA names it.'),
    attribute('active', 'Whether the user may sign in.', { type: 'boolean' }),
    attribute('password', 'Recognised and dropped: no password is ever kept.', {
      mutability: 'writeOnly',
      returned: 'never',
    }),
    values('emails', 'Email addresses.', ['work', 'home', 'other']),
    values('phoneNumbers', 'Telephone numbers.', ['work', 'home', 'mobile', 'fax', 'pager', 'other']),
    values('ims', 'Instant messaging addresses.', [
      'aim',
      'gtalk',
      'icq',
      'xmpp',
      'msn',
      'skype',
      'qq',
      'yahoo',
    ]),
    values('photos', 'Addresses of pictures of the user.', ['photo', 'thumbnail'], {
      type: 'reference',
      referenceTypes: ['external'],
    }),
    attribute('addresses', 'Postal addresses.', {
      multiValued: true,
      subAttributes: [
        text('formatted', 'The whole address, as on an envelope.'),
        text('streetAddress', 'Street and house number.'),
        text('locality', 'The town.'),
        text('region', 'The state or region.'),
        text('postalCode', 'The postal code.'),
        text('country', 'The country.'),
        attribute('type', 'What the address is used for.', { canonicalValues: ['work', 'home', 'other'] }),
        primary,
      ],
    }),
    attribute('groups', 'The groups that the user is in; changed through the groups.', {
      multiValued: true,
      mutability: 'readOnly',
      subAttributes: [
        attribute('value', 'The id of the group.', { mutability: 'readOnly', caseExact: true }),
        attribute('$ref', 'The address of the group.', {
          type: 'reference',
          mutability: 'readOnly',
          caseExact: true,
          referenceTypes: ['Group'],
        }),
        attribute('display', 'The name of the group.', { mutability: 'readOnly' }),
        attribute('type', 'How the user came to be in it.', {
          mutability: 'readOnly',
          canonicalValues: ['direct', 'indirect'],
        }),
      ],
    }),
    values('entitlements', 'What the user is entitled to.', []),
    values('roles', 'The user’s roles. Without suggested types, so that Entra offers the primary one.', []),
    values('x509Certificates', 'Certificates of the user, DER in base64.', [], {
      type: 'binary',
      caseExact: true,
    }),
  ]),
});
