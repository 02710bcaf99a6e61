import { expect, it } from 'vitest';
import {
  nextCertificates,
  postBindingPage,
  promoteCertificate,
  retireCertificate,
  startMetadataRefresh,
  trustedCertificates,
} from '../../src/index.js';
import { mintResponse } from '../../src/testing/index.js';
import { listing, started, URL_OF_METADATA } from '../metadata/refresh-documents.js';
import { accepted, keyPair } from '../response/message.js';

const never = new Date(Number.NaN);
const state = started();
const thumbprint = state.certificates[0]?.sha256Thumbprint ?? '';

it.each([
  ['startMetadataRefresh', () => startMetadataRefresh(URL_OF_METADATA, accepted(listing('contoso')), never)],
  ['nextCertificates', () => nextCertificates(state, listing('contoso'), never)],
  ['trustedCertificates', () => trustedCertificates(state, never)],
  ['promoteCertificate', () => promoteCertificate(state, thumbprint, never)],
  ['retireCertificate', () => retireCertificate(state, thumbprint, never)],
])('%s throws TypeError for a date that is none, and never RangeError', (_name, call) => {
  expect(call).toThrow(new TypeError('now is not a valid Date.'));
});

it('postBindingPage throws TypeError of its own where framedBy is no URL', () => {
  const form = { action: 'https://idp.example/', fields: [] };
  expect(() => postBindingPage(form, 'elsewhere')).toThrow(new TypeError('framedBy must be an origin.'));
});

it('mintResponse throws TypeError for a deviation that there is not', () => {
  const options = {
    keyPair,
    entityId: 'e',
    assertionConsumerServiceUrl: 'https://a.example',
    inResponseTo: null,
  };
  expect(() => mintResponse({ ...options, deviation: 'wrong' as never })).toThrow(
    new TypeError('There is no deviation "wrong".'),
  );
});
