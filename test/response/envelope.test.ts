import { describe, expect, it } from 'vitest';
import { readEnvelope } from '../../src/response/envelope.js';
import { bytesFromUtf8 } from '../../src/xml/characters.js';
import { readXml } from '../../src/xml/read-xml.js';
import { accepted } from './message.js';

const NAMESPACES =
  'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"';
const ENTITY = 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity';

/** Of a Response of which no other stage has looked at the form. */
function envelopeOf(attributes: string, content = ''): unknown {
  const xml = `<samlp:Response ${NAMESPACES} ${attributes}>${content}</samlp:Response>`;
  const envelope = readEnvelope(accepted(readXml(bytesFromUtf8(xml))).root);
  return envelope.ok ? envelope.value : { code: envelope.error.code, ...envelope.error.details };
}

describe('readEnvelope', () => {
  it('knows what a Response does not say', () => {
    expect(envelopeOf('IssueInstant="2026-01-02T03:04:05Z"')).toEqual({
      id: '',
      issueInstant: Date.parse('2026-01-02T03:04:05Z'),
      destination: null,
      inResponseTo: null,
      issuer: null,
      statusCode: '',
      secondLevelStatusCode: null,
      statusMessage: null,
    });
  });

  it('finds no code in a StatusCode without Value', () => {
    const status = '<samlp:Status><samlp:StatusCode/></samlp:Status>';
    expect(envelopeOf('IssueInstant="2026-01-02T03:04:05Z"', status)).toMatchObject({ statusCode: '' });
  });

  it('demands the IssueInstant also by itself', () => {
    expect(envelopeOf('ID="_r"')).toEqual({
      code: 'attribute_missing',
      element: 'Response',
      attribute: 'IssueInstant',
    });
  });

  it('takes an Issuer that says that it is an entity', () => {
    const issuer = `<saml:Issuer Format="${ENTITY}">urn:idp</saml:Issuer>`;
    expect(envelopeOf('IssueInstant="2026-01-02T03:04:05Z"', issuer)).toMatchObject({ issuer: 'urn:idp' });
  });

  it.each([
    [
      `<saml:Issuer Format="urn:x">urn:idp</saml:Issuer>`,
      { code: 'issuer_format_not_entity', received: 'urn:x' },
    ],
    ['<saml:Issuer> </saml:Issuer>', { code: 'value_blank', element: 'Issuer' }],
  ])('refuses %s', (issuer, refused) => {
    expect(envelopeOf('IssueInstant="2026-01-02T03:04:05Z"', issuer)).toEqual(refused);
  });
});
