import { createHash } from 'node:crypto';
import type { JWK, JWTPayload, ProtectedHeaderParameters } from 'jose';
import { type Result, refusal, success } from '../../errors/index.js';
import type { ScimCredential, ScimWorkloadIdentity } from '../../stores/interfaces/scim-credentials.js';
import { issuerOf } from './entra-keys.js';
import type { CredentialSettings } from './settings.js';

const LONGEST_ASSERTION = 16_384;
const SKEW_SECONDS = 60;
/** Entra's own tokens for workloads live a day at most. */
const LONGEST_LIFE_SECONDS = 24 * 3600;
const COMPACT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/u;

/**
 * Checks a client assertion of Entra (RFC 7523 §3) against the identity on file: signature by a key of the configured
 * tenant, RS256 alone, issuer, subject, tenant, audience, times, and that it was not used before. Nothing in the
 * assertion says where keys come from.
 */
export async function checkClientAssertion(
  settings: CredentialSettings,
  credential: ScimCredential,
  assertion: string,
): Promise<Result<null>> {
  const { workloadIdentity: identity } = credential;
  const { id: credentialId, organizationId } = credential;
  const refused = (reason: string) =>
    refusal('scim_client_refused', { reason, credentialId, organizationId });
  if (identity === null) return refused('not-a-workload-identity');
  if (assertion.length > LONGEST_ASSERTION || !COMPACT.test(assertion)) return refused('assertion-malformed');
  const { decodeProtectedHeader } = await loadJose();
  const keyId = keyIdOf(() => decodeProtectedHeader(assertion));
  if (keyId === null) return refused('assertion-header');
  const jwk = await settings.keys.find(identity, keyId);
  if (jwk === null) return refused('assertion-key-unknown');
  const now = settings.now();
  // Strangers may know the client id, and send what looks like an assertion until its signature is checked. What they
  // send waits in one line with the client's own, so it costs one check at a time, and uses up nothing.
  const verified = await settings.verifications<Result<JWTPayload>>(
    credentialId,
    async () => {
      const payload = await verify(assertion, jwk, identity, now);
      return typeof payload === 'string' ? refused(payload) : success(payload);
    },
    () => refusal('scim_rate_limited', { credentialId, organizationId, retryAfterSeconds: 1 }),
  );
  if (!verified.ok) return verified;
  const payload = verified.value;
  if (payload['tid'] !== identity.tenantId) return refused('assertion-tid');
  // A list of audiences would make the assertion one for somebody else, too.
  if (typeof payload.aud !== 'string') return refused('assertion-aud');
  const expiresAt = new Date((payload.exp ?? 0) * 1000);
  const longest = now.getTime() + (LONGEST_LIFE_SECONDS + SKEW_SECONDS) * 1000;
  if (!(expiresAt.getTime() <= longest)) return refused('assertion-life');
  if (payload.iat !== undefined && payload.iat * 1000 > now.getTime() + SKEW_SECONDS * 1000) {
    return refused('assertion-iat');
  }
  return reserveOnce(settings, credential, payload, expiresAt);
}

/** The claims, or why the assertion does not hold. */
async function verify(
  assertion: string,
  jwk: JWK,
  identity: ScimWorkloadIdentity,
  now: Date,
): Promise<JWTPayload | string> {
  const { importJWK, jwtVerify } = await loadJose();
  try {
    const verified = await jwtVerify(assertion, await importJWK(jwk, 'RS256'), {
      algorithms: ['RS256'],
      issuer: issuerOf(identity),
      subject: identity.subject,
      audience: [...audiencesOf(identity)],
      clockTolerance: SKEW_SECONDS,
      currentDate: now,
      requiredClaims: ['exp', 'iss', 'sub', 'aud', 'tid'],
    });
    return verified.payload;
  } catch (error) {
    return reasonOf(error);
  }
}

/** Loaded when first needed: jose is an ES module alone, which an application in CommonJS may not be able to require. */
function loadJose(): Promise<typeof import('jose')> {
  return import('jose');
}

/** RFC 7523 §3 point 7. An assertion without `jti` cannot be told from another one, and passes. */
async function reserveOnce(
  { allowAssertionReuse, replay }: CredentialSettings,
  credential: ScimCredential,
  { jti }: JWTPayload,
  expiresAt: Date,
): Promise<Result<null>> {
  if (jti === undefined || allowAssertionReuse) return success(null);
  const hash = createHash('sha256')
    .update(JSON.stringify([credential.id, jti]))
    .digest('base64url');
  const until = new Date(expiresAt.getTime() + SKEW_SECONDS * 1000);
  try {
    if (await replay.reserve(`scim-assertion:${hash}`, until)) return success(null);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return refusal('store_unavailable', { store: 'replay', reason }, { cause });
  }
  const { id: credentialId, organizationId } = credential;
  return refusal('scim_client_refused', { reason: 'assertion-replayed', credentialId, organizationId });
}

/** The three spellings under which Entra names one application. */
function audiencesOf({ applicationId }: ScimWorkloadIdentity): readonly string[] {
  return [applicationId, `api://${applicationId}`, `api://${applicationId}/.default`];
}

function keyIdOf(readHeader: () => ProtectedHeaderParameters): string | null {
  try {
    const { alg, crit, kid } = readHeader();
    return alg === 'RS256' && crit === undefined && typeof kid === 'string' ? kid : null;
  } catch {
    return null;
  }
}

function reasonOf(error: unknown): string {
  const { claim, code } = error as { readonly claim?: unknown; readonly code?: unknown };
  if (code === 'ERR_JWT_EXPIRED') return 'assertion-expired';
  if (code === 'ERR_JWT_CLAIM_VALIDATION_FAILED') return `assertion-${String(claim)}`;
  return code === 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' ? 'assertion-signature' : 'assertion-malformed';
}
