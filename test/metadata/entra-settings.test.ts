import { describe, expect, it } from 'vitest';
import {
  type EntraSettingsInput,
  entraSettings,
  entraSettingsHtml,
  entraSettingsText,
} from '../../src/metadata/index.js';

const input: EntraSettingsInput = {
  entityId: 'https://app.example.com/saml/contoso',
  assertionConsumerServiceUrl: 'https://app.example.com/saml/contoso/acs',
  signOnUrl: 'https://app.example.com/saml/contoso/sign-in',
};
const short = (given: EntraSettingsInput): string[] =>
  entraSettings(given).map(({ claim, field, action, value }) =>
    [claim ?? '-', field, action, value].join(' | '),
  );

describe('entraSettings', () => {
  it('lists every field of both cards and the three things to bring back', () => {
    expect(short(input)).toEqual([
      '- | Identifier (Entity ID) | enter | https://app.example.com/saml/contoso',
      '- | Reply URL (Assertion Consumer Service URL) | enter | https://app.example.com/saml/contoso/acs',
      '- | Sign on URL (Optional) | enter | https://app.example.com/saml/contoso/sign-in',
      '- | Relay State (Optional) | leave-empty | ',
      '- | Logout Url (Optional) | leave-empty | ',
      'Unique User Identifier (Name ID) | Name identifier format | keep | Email address',
      'Unique User Identifier (Name ID) | Source attribute | keep | user.userprincipalname',
      'email | Name | enter | email',
      'email | Namespace | leave-empty | ',
      'email | Source attribute | enter | user.mail',
      'firstName | Name | enter | firstName',
      'firstName | Namespace | leave-empty | ',
      'firstName | Source attribute | enter | user.givenname',
      'lastName | Name | enter | lastName',
      'lastName | Namespace | leave-empty | ',
      'lastName | Source attribute | enter | user.surname',
      '- | Certificate (Base64) | bring-back | ',
      '- | Login URL | bring-back | ',
      '- | Microsoft Entra Identifier | bring-back | ',
    ]);
  });

  it('says to leave the Sign on URL empty when there is none, and fills the Logout Url when there is one', () => {
    const { signOnUrl: _, ...withoutSignOn } = input;
    const rows = short({ ...withoutSignOn, logoutUrl: 'https://app.example.com/saml/contoso/logout' });
    expect(rows).toContain('- | Sign on URL (Optional) | leave-empty | ');
    expect(rows).toContain('- | Logout Url (Optional) | enter | https://app.example.com/saml/contoso/logout');
  });

  it('parts a claim name with a namespace as Entra joins it', () => {
    const rows = short({
      ...input,
      emailAttribute: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
    });
    const claim = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress';
    expect(rows).toContain(`${claim} | Name | enter | emailaddress`);
    expect(rows).toContain(
      `${claim} | Namespace | enter | http://schemas.xmlsoap.org/ws/2005/05/identity/claims`,
    );
  });

  it.each([
    ['an entity ID that is not absolute', { entityId: 'contoso' }],
    ['http for the Reply URL', { assertionConsumerServiceUrl: 'http://app.example.com/acs' }],
    ['a Sign on URL with a script', { signOnUrl: 'javascript:alert(1)' }],
    ['a Logout Url that is none', { logoutUrl: '-' }],
    ['an empty claim name', { emailAttribute: ' ' }],
    ['a claim name that ends with a slash', { lastNameAttribute: 'https://claims.example/' }],
    ['a claim name with a line break', { firstNameAttribute: 'first\nName' }],
  ])('refuses %s', (_name, wrong) => {
    expect(() => entraSettings({ ...input, ...wrong })).toThrow(TypeError);
  });
});

describe('entraSettingsText', () => {
  it('prints one heading a card and one line a field', () => {
    const text = entraSettingsText(entraSettings(input));
    expect(text).toMatch(/^Basic SAML Configuration\n {2}Identifier \(Entity ID\) +https:\S+contoso\n/u);
    expect(text).toMatch(/\n\nAttributes & Claims\n/u);
    expect(text).toMatch(
      / {2}Claim email\n {4}Name +email\n[^\n]+\n {4}Namespace +\(leave empty\)\n[^\n]+\n {4}Source attribute +user\.mail\n/u,
    );
    expect(text).toMatch(/\n {2}Certificate \(Base64\) +\(bring back\)\n/u);
  });

  it('prints values in one column', () => {
    const columns = entraSettingsText(entraSettings(input))
      .split('\n')
      .map((line) => line.search(/https:|\(leave empty\)|\(bring back\)/u))
      .filter((column) => column > 0);
    expect(new Set(columns).size).toBe(1);
    expect(columns.length).toBeGreaterThan(5);
  });

  it('prints nothing but a line end for no settings', () => {
    expect(entraSettingsText([])).toBe('\n');
  });
});

describe('entraSettingsHtml', () => {
  it('is a table with a caption, column headings, a heading for each card and for each field', () => {
    const html = entraSettingsHtml(entraSettings(input));
    expect(html.match(/<caption>/gu)).toHaveLength(1);
    expect(html.match(/scope="col"/gu)).toHaveLength(3);
    expect(html.match(/scope="rowgroup"/gu)).toHaveLength(4);
    expect(html.match(/scope="row"/gu)).toHaveLength(entraSettings(input).length);
    expect(html.match(/<tbody>/gu)).toHaveLength(4);
    expect(html.match(/<\/tbody>/gu)).toHaveLength(4);
    expect(html).toContain('<th scope="row">email: Namespace</th><td><em>(leave empty)</em></td>');
  });

  it('escapes every value', () => {
    const html = entraSettingsHtml(
      entraSettings({ ...input, entityId: "urn:a&b'c", emailAttribute: '<b>"x"' }),
    );
    expect(html).toContain('<code>urn:a&amp;b&#39;c</code>');
    expect(html).toContain('<code>&lt;b&gt;&quot;x&quot;</code>');
    expect(html).not.toContain('<b>');
    expect(html).not.toMatch(/style|script/u);
  });
});
