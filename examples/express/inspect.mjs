import { deviations, inspectSamlResponse } from 'claimgate/testing';
import { organizationOf } from './organizations.mjs';

/** Answers to try the inspector with; the names are those of the test tenant. */
export const samples = [
  { name: 'correct', label: 'Correct' },
  ...deviations.filter(({ name }) =>
    [
      'namespace-not-cleared',
      'no-email',
      'wrong-audience',
      'expired',
      'foreign-domain',
      'wrong-key',
      'tampered',
    ].includes(name),
  ),
];

/** The base64 of a new answer of the test tenant, as it would be posted; empty without a name. */
export function sampleOf(tenant, name) {
  const sample = samples.find((one) => one.name === name);
  if (sample === undefined || tenant.isRemote) return '';
  return tenant.answer({
    deviation: name === 'correct' ? null : name,
    inResponseTo: 'id0123456789abcdef0123456789abcdef01234567',
  }).samlResponse;
}

/** The report on what somebody pasted, against the settings of the connection. */
export function inspect(pasted, { serviceProvider, connection, at }) {
  const { entityId, assertionConsumerServiceUrl } = serviceProvider.urls(connection.id);
  return inspectSamlResponse(pasted, {
    connection,
    entityId,
    assertionConsumerServiceUrl,
    at,
    claimedDomains: [organizationOf(connection.organizationId).domain],
  });
}
