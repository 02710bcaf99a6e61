import type { Result } from '../../errors/index.js';
import { authenticateClient, type ScimClient } from './authenticate.js';
import { type CredentialManagement, manageCredentials } from './manage-credentials.js';
import { readCredentialOptions, type ScimCredentialsOptions } from './settings.js';
import { type TokenEndpoint, tokenEndpoint } from './token-endpoint.js';

/** Credentials of provisioning clients: made, rotated and revoked by administrators, and asked for at each request. */
export interface ScimCredentials extends CredentialManagement {
  /** Whose request it is, by its Authorization header; see `authenticateClient`. */
  authenticate(authorization: string | null): Promise<Result<ScimClient>>;
  /**
   * Answers requests to the OAuth 2.0 token endpoint, at whatever address the application gives it. The client is not told
   * why it is refused; the second parameter, where it is given, is.
   */
  readonly tokenEndpoint: TokenEndpoint;
}

/**
 * Puts credentials together: bearer tokens, client secrets and workload identities of Entra, exchanged for access tokens
 * that live for an hour. Secrets are shown once and kept as SHA-256. Throws TypeError for wrong options.
 */
export function createScimCredentials(options: ScimCredentialsOptions): ScimCredentials {
  const settings = readCredentialOptions(options);
  return Object.freeze<ScimCredentials>({
    ...manageCredentials(settings),
    authenticate: (authorization) => authenticateClient(settings, authorization),
    tokenEndpoint: tokenEndpoint(settings),
  });
}
