import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { signElement } from '../../src/testing/index.js';
import { NOW } from '../service-provider/site.js';
import {
  contoso,
  idpKey,
  logoutRequest,
  logoutResponse,
  logoutSite,
  ourKey,
  outcomeOf,
  posted,
  queryOf,
  redirect,
  refusedCode,
  signedIn,
} from './idp.js';

const base64 = (xml: string): string => Buffer.from(xml).toString('base64');
const without = (query: string, ...names: string[]): string =>
  query
    .split('&')
    .filter((pair) => !names.includes(pair.slice(0, pair.indexOf('='))))
    .join('&');
const refuses = (query: string): Promise<string> => outcomeOf(redirect(logoutSite(), query));

function signedXml(id: string, xml: string, key = idpKey): string {
  const { privateKeyPem } = key;
  return signElement(xml, { elementId: id, privateKeyPem, keyInfoCertificates: [] });
}

describe('SLO-01: unsigned messages', () => {
  it('are refused by redirect', async () => {
    const query = `SAMLRequest=${encodeURIComponent(deflateRawSync(Buffer.from(logoutRequest())).toString('base64'))}`;
    expect(await refuses(query)).toBe('logout_signature_missing');
    expect(await refuses(without(queryOf(logoutResponse('_x')), 'SigAlg', 'Signature'))).toBe(
      'logout_signature_missing',
    );
  });

  it('are refused by form post', async () => {
    const site = logoutSite();
    expect(await outcomeOf(posted(site, { SAMLRequest: base64(logoutRequest()) }))).toBe(
      'logout_signature_missing',
    );
    expect(await outcomeOf(posted(site, { SAMLResponse: base64(logoutResponse('_x')) }))).toBe(
      'logout_signature_missing',
    );
  });
});

describe('SLO-02: parts of the signature that are missing', () => {
  it.each([
    ['SigAlg stripped', (query: string) => without(query, 'SigAlg')],
    ['Signature stripped', (query: string) => without(query, 'Signature')],
    ['SigAlg empty', (query: string) => query.replace(/SigAlg=[^&]*/u, 'SigAlg=')],
    ['Signature empty', (query: string) => query.replace(/Signature=.*$/u, 'Signature=')],
  ])('%s', async (_name, change) => {
    expect(await refuses(change(queryOf(logoutRequest())))).toBe('logout_signature_missing');
  });

  it('another algorithm than RSA with SHA-2', async () => {
    const sha1 = { algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1', hash: 'sha1' };
    expect(await refuses(queryOf(logoutRequest(), sha1))).toBe('sha1_not_allowed');
    const allowed = logoutSite({}, [contoso({ allowSha1: true })]);
    expect(await outcomeOf(redirect(allowed, queryOf(logoutRequest(), sha1)))).toBe('success');
    const hmac = { algorithm: 'http://www.w3.org/2000/09/xmldsig#hmac-sha1' };
    expect(await refuses(queryOf(logoutRequest(), hmac))).toBe('signature_algorithm_not_allowed');
    const dressed = { algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512' };
    expect(await refuses(queryOf(logoutRequest(), dressed))).toBe('signature_invalid');
  });

  it('a signature that is no base64, of another key, or over another message', async () => {
    const query = queryOf(logoutRequest());
    expect(await refuses(query.replace(/Signature=.*$/u, 'Signature=***'))).toBe('signature_value_malformed');
    expect(await refuses(queryOf(logoutRequest(), { privateKeyPem: ourKey.privateKeyPem }))).toBe(
      'signature_invalid',
    );
    const other = /SAMLRequest=[^&]*/u.exec(queryOf(logoutRequest()))?.[0] ?? '';
    expect(await refuses(query.replace(/SAMLRequest=[^&]*/u, () => other))).toBe('signature_invalid');
    expect(await refuses(`${queryOf(logoutRequest({ id: '_relay' }))}&RelayState=added`)).toBe(
      'signature_invalid',
    );
  });
});

describe('SLO-03: queries that two readers could read differently', () => {
  const good = queryOf(logoutRequest(), { relayState: 'a+b' });
  const evil = `SAMLRequest=${encodeURIComponent('evil')}`;

  it.each([
    ['a second SAMLRequest', `${good}&${evil}`, 'logout_parameter_repeated'],
    ['a second one first', `${evil}&${good}`, 'logout_parameter_repeated'],
    ['a second RelayState', `${good}&RelayState=x`, 'logout_parameter_repeated'],
    ['a second SigAlg', `${good}&SigAlg=x`, 'logout_parameter_repeated'],
    ['a second Signature', `${good}&Signature=x`, 'logout_parameter_repeated'],
    ['an escaped second SAMLRequest', `${good}&SAML%52equest=x`, 'logout_parameter_repeated'],
    ['an escaped name', good.replace('SAMLRequest', 'SAML%52equest'), 'logout_query_malformed'],
    ['a request and a response', `${good}&SAMLResponse=x`, 'logout_parameter_repeated'],
    ['a name without value', 'SAMLRequest', 'logout_query_malformed'],
    ['a broken escape', good.replace('RelayState=', 'RelayState=%zz'), 'logout_query_malformed'],
    ['another encoding', `${good}&SAMLEncoding=urn%3Ax`, 'logout_encoding_not_supported'],
    ['a long query', `${good}&x=${'a'.repeat(70_000)}`, 'logout_query_too_long'],
    [
      'a long RelayState',
      queryOf(logoutRequest(), { relayState: 'a'.repeat(1_025) }),
      'logout_query_too_long',
    ],
    ['a blank for a plus', good.replace('a%2bb', 'a%20b'), 'signature_invalid'],
    ['upper-case escapes of a lower-case signature', good.replace('a%2bb', 'a%2Bb'), 'signature_invalid'],
  ])('%s', async (_name, query, code) => {
    expect(await refuses(query)).toBe(code);
  });

  it.each([
    ['lower-case escapes, as Entra writes them', good],
    ['upper-case escapes', queryOf(logoutRequest(), { encode: encodeURIComponent })],
    ['another order', good.split('&').toReversed().join('&')],
    ['other parameters', `xSAMLRequest=evil&${good}&SAMLRequestx=evil&samlrequest=evil`],
    [
      'DEFLATE by name',
      `${good}&SAMLEncoding=urn%3Aoasis%3Anames%3Atc%3ASAML%3A2.0%3Abindings%3AURL-Encoding%3ADEFLATE`,
    ],
    [
      'an apostrophe that the Fetch API encoded',
      queryOf(logoutRequest(), { relayState: "a'b" }).replace("'", '%27'),
    ],
  ])('accepts %s', async (_name, query) => {
    expect(await refuses(query)).toBe('success');
  });
});

describe('SLO-04: signed requests that are not for us, or not for now', () => {
  it.each([
    [
      'of another tenant',
      { issuer: 'https://sts.windows.net/99999999-8888-4777-8666-555555555555/' },
      'logout_issuer_mismatch',
    ],
    [
      'under the name of the sign-in host',
      { issuer: 'https://login.microsoftonline.com/common/' },
      'logout_issuer_mismatch',
    ],
    [
      'for another address',
      { destination: 'https://app.example.com/saml/fabrikam/logout' },
      'logout_destination_mismatch',
    ],
    [
      'that has expired',
      { attributes: ` NotOnOrAfter="${new Date(NOW.getTime() - 180_000).toISOString()}"` },
      'logout_request_expired',
    ],
    [
      'from the future',
      { issueInstant: new Date(NOW.getTime() + 180_001) },
      'logout_issue_instant_in_future',
    ],
    ['from long ago', { issueInstant: new Date(NOW.getTime() - 780_000) }, 'logout_issue_instant_too_old'],
    ['without a NameID', { content: '' }, 'logout_name_id_missing'],
    ['with an empty SessionIndex', { sessionIndexes: [' '] }, 'value_blank'],
    [
      'with too many of them',
      { sessionIndexes: Array.from({ length: 101 }, (_, i) => `_${i}`) },
      'logout_session_indexes_too_many',
    ],
    ['with a malformed time', { attributes: ' NotOnOrAfter="soon"' }, 'time_malformed'],
  ])('%s: answered with Requester, and nobody is logged out', async (_name, content, code) => {
    const site = logoutSite();
    const { signIn } = await signedIn(site);
    const query = queryOf(logoutRequest({ sessionIndexes: [signIn.sessionIndex ?? ''], ...content }));
    expect(await outcomeOf(redirect(site, query))).toBe('requester');
    expect(refusedCode(site)).toBe(code);
    expect(site.ended).toEqual([]);
  });

  it('a replayed one', async () => {
    const site = logoutSite();
    const query = queryOf(logoutRequest());
    expect(await outcomeOf(redirect(site, query))).toBe('success');
    expect(await outcomeOf(redirect(site, query))).toBe('requester');
    expect(refusedCode(site)).toBe('logout_request_replayed');
  });

  it('three at most of two hundred concurrent ones are followed, to one end', async () => {
    const site = logoutSite();
    const { signIn } = await signedIn(site);
    const query = queryOf(logoutRequest({ sessionIndexes: [signIn.sessionIndex ?? ''] }));
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => outcomeOf(redirect(site, query))));
    const followed = outcomes.filter((outcome) => outcome === 'success');
    expect(followed.length).toBeGreaterThan(0);
    expect(followed.length).toBeLessThanOrEqual(3);
    expect(new Set(site.ended)).toEqual(new Set(['session-1']));
  });

  it('one without Destination, which may have been for another application', async () => {
    const site = logoutSite();
    await signedIn(site);
    expect(await outcomeOf(redirect(site, queryOf(logoutRequest({ destination: null }))))).toBe('requester');
    expect(refusedCode(site)).toBe('logout_destination_missing');
    expect(site.ended).toEqual([]);
  });

  it('one with a Destination of ours is followed', async () => {
    const destination = 'https://app.example.com/saml/contoso/logout';
    expect(await refuses(queryOf(logoutRequest({ destination })))).toBe('success');
  });
});

describe('SLO-05: texts that readers take apart differently', () => {
  it.each([
    ['a comment', 'adele<!-- -->.evil'],
    ['a processing instruction', 'adele<?x?>'],
    ['CDATA', '<![CDATA[adele]]>'],
  ])('%s in the NameID', async (_name, nameId) => {
    const outcome = await refuses(queryOf(logoutRequest({ nameId })));
    expect(outcome).toMatch(/^xml_/u);
    const xml = signedXml('_commented', logoutRequest({ id: '_commented' })).replace('pairwise', nameId);
    expect(await outcomeOf(posted(logoutSite(), { SAMLRequest: base64(xml) }))).toBe(outcome);
  });

  it('a document type declaration', async () => {
    expect(await refuses(queryOf(`<!DOCTYPE x>${logoutRequest()}`))).toMatch(/^xml_/u);
  });
});

describe('SLO-06: responses that nobody waits for', () => {
  it('are refused without and with an unknown InResponseTo', async () => {
    expect(await refuses(queryOf(logoutResponse(null)))).toBe('logout_response_unsolicited');
    expect(await refuses(queryOf(logoutResponse('_unknown')))).toBe('logout_response_unsolicited');
    expect(await refuses(queryOf(logoutResponse('_'.repeat(200))))).toBe('logout_response_unsolicited');
  });

  it('are not taken for the answer to a sign-in', async () => {
    const site = logoutSite();
    const started = await site.serviceProvider.startSignIn({ connectionId: 'contoso' });
    const id = started.ok ? started.value.requestId : '';
    expect(await outcomeOf(redirect(site, queryOf(logoutResponse(id))))).toBe('logout_response_unsolicited');
  });
});

describe('SLO-07: a GET without a message', () => {
  it.each(['', 'RelayState=x', 'samlrequest=x', 'Signature=x&SigAlg=y'])(
    'does nothing: %j',
    async (query) => {
      const site = logoutSite();
      await signedIn(site);
      expect(await outcomeOf(redirect(site, query))).toBe('logout_message_missing');
      expect(site.ended).toEqual([]);
    },
  );
});
