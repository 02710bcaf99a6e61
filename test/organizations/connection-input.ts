import type { Connection } from '../../src/organizations/connection.js';
import { parseConnection } from '../../src/organizations/parse-connection.js';
import { certificateFixture, NOW } from '../certificates/fixture.js';

export const TENANT = '11111111-2222-4333-8444-555555555555';
export const OTHER_TENANT = '99999999-8888-4777-8666-555555555555';

/** What an administrator of Contoso pastes, with changes. Untyped, as it may come from JSON. */
export function connectionInput(changes: Readonly<Record<string, unknown>> = {}): never {
  return {
    id: 'contoso',
    organizationId: 'org-1',
    issuerUrl: `https://sts.windows.net/${TENANT}/`,
    signInUrl: `https://login.microsoftonline.com/${TENANT}/saml2`,
    certificates: [certificateFixture('contoso.cer')],
    ...changes,
  } as never;
}

export function accepted(changes?: Readonly<Record<string, unknown>>): Connection {
  const result = parseConnection(connectionInput(changes), { now: NOW });
  if (!result.ok) throw result.error;
  return result.value;
}

export function refused(changes: Readonly<Record<string, unknown>>): {
  readonly code: string;
  readonly details: object;
} {
  const result = parseConnection(connectionInput(changes), { now: NOW });
  if (result.ok) throw new Error('It was accepted.');
  return { code: result.error.code, details: result.error.details };
}

export function warningCodes(changes?: Readonly<Record<string, unknown>>): readonly string[] {
  return accepted(changes).warnings.map((warning) => warning.code);
}
