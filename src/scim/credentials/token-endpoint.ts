import { type AnySsoError, type Result, refusal, success } from '../../errors/index.js';
import { protect } from '../../http/protective-headers.js';
import { readForm } from '../../http/read-form.js';
import { askStore } from '../../service-provider/ask-store.js';
import type { ScimCredential, ScimScope } from '../../stores/interfaces/scim-credentials.js';
import { hasEnded } from './authenticate.js';
import { type ClientAuthentication, readClientAuthentication } from './client-authentication.js';
import { isSecretOf, makeSecret, readSecret } from './secrets.js';
import type { CredentialSettings } from './settings.js';
import { checkClientAssertion } from './workload-identity.js';

const MOST_BYTES = 32_768;
const SWEEP_EVERY = 600_000;
/** What Entra asks for, and the name of all that the credential has. */
const WHOLE_SCOPE = 'scim';

interface Issued {
  readonly token: string;
  readonly scopes: readonly ScimScope[];
}

/** Called with the refusal that the answer to a request does not tell. */
type RefusalListener = (error: AnySsoError) => unknown;

export type TokenEndpoint = (request: Request, onRefused?: RefusalListener) => Promise<Response>;

/** A Fetch handler for OAuth 2.0 client credentials (RFC 6749 §4.4). It answers every request and never rejects. */
export function tokenEndpoint(settings: CredentialSettings): TokenEndpoint {
  let sweptAt = settings.now().getTime();
  return async (request, onRefused) => {
    if (request.method !== 'POST') {
      return answer(405, { error: 'invalid_request' }, [['Allow', 'POST']]);
    }
    const issued = await issueToken(settings, request);
    const at = settings.now();
    if (at.getTime() - sweptAt >= SWEEP_EVERY) {
      sweptAt = at.getTime();
      await sweep(settings, at);
    }
    if (!issued.ok) {
      settings.emit({ type: 'scim_token_refused', at, error: issued.error });
      onRefused?.(issued.error);
      return refusedAnswer(issued.error);
    }
    const { scopes, token } = issued.value;
    const body = { access_token: token, token_type: 'Bearer', expires_in: settings.accessTokenSeconds };
    return answer(200, { ...body, scope: scopes.join(' ') }, []);
  };
}

async function issueToken(settings: CredentialSettings, request: Request): Promise<Result<Issued>> {
  const form = await readForm(request, MOST_BYTES);
  if (!form.ok) return invalid('invalid_request', form.error.code);
  // RFC 6749 §3.2: a parameter that comes twice says two things.
  const names = [...form.value.keys()];
  if (new Set(names).size < names.length) return invalid('invalid_request', 'a repeated parameter');
  const grant = form.value.get('grant_type');
  if (grant !== 'client_credentials') {
    return invalid(grant === null ? 'invalid_request' : 'unsupported_grant_type', 'grant_type');
  }
  const authentication = readClientAuthentication(form.value, request.headers.get('authorization'));
  if (!authentication.ok) return authentication;
  const credential = await authenticated(settings, authentication.value);
  if (!credential.ok) return credential;
  const scopes = scopesOf(credential.value, form.value.get('scope'));
  return scopes === null ? invalid('invalid_scope', 'scope') : makeToken(settings, credential.value, scopes);
}

async function authenticated(
  settings: CredentialSettings,
  authentication: ClientAuthentication,
): Promise<Result<ScimCredential>> {
  const { clientId } = authentication;
  // The secret names its credential; an assertion does not, and there the client id is the credential's own.
  const named = authentication.kind === 'secret' ? readSecret(authentication.secret) : null;
  const id = authentication.kind === 'assertion' ? clientId : named?.prefix === 'scimcs' ? named.id : '';
  const asked = await askStore('scimCredentials', () => settings.store.findCredential(id));
  if (!asked.ok) return asked;
  const found = asked.value?.id === id && asked.value.clientId === clientId ? asked.value : null;
  const kind = authentication.kind === 'secret' ? 'client-secret' : 'workload-identity';
  const credential = found?.kind === kind ? found : null;
  const refused = (reason: string) =>
    refusal('scim_client_refused', {
      reason,
      credentialId: credential?.id ?? null,
      organizationId: credential?.organizationId ?? null,
    });
  if (
    authentication.kind === 'secret' &&
    !isSecretOf(authentication.secret, credential?.secretHash ?? null)
  ) {
    return refused('secret-unknown');
  }
  if (credential === null) return refused('client-unknown');
  const at = settings.now();
  if (credential.revokedAt !== null) return refused('revoked');
  if (hasEnded(credential.expiresAt, at)) return refused('expired');
  if (authentication.kind === 'assertion') {
    const checked = await checkClientAssertion(settings, credential, authentication.assertion);
    if (!checked.ok) return checked;
  }
  // Only who has proved to be the client can use up what the client may have.
  const retryAfterSeconds = settings.tokens.take(credential.id, at.getTime());
  if (retryAfterSeconds === 0) return success(credential);
  const { id: credentialId, organizationId } = credential;
  return refusal('scim_rate_limited', { credentialId, organizationId, retryAfterSeconds });
}

/** What the token shall be good for; null where more is asked for than the credential has. */
function scopesOf({ scopes }: ScimCredential, asked: string | null): readonly ScimScope[] | null {
  const names = (asked ?? '').split(' ').filter((name) => name !== '');
  if (names.length === 0 || names.includes(WHOLE_SCOPE)) return scopes;
  const granted = scopes.filter((scope) => names.includes(scope));
  return names.every((name) => granted.some((scope) => scope === name)) ? granted : null;
}

async function makeToken(
  settings: CredentialSettings,
  credential: ScimCredential,
  scopes: readonly ScimScope[],
): Promise<Result<Issued>> {
  const at = settings.now();
  const { hash: secretHash, id, text: token } = makeSecret('scimat');
  const { id: credentialId, organizationId } = credential;
  const expiresAt = new Date(at.getTime() + settings.accessTokenSeconds * 1000);
  const row = { id, organizationId, credentialId, secretHash, scopes, expiresAt };
  const inserted = await askStore('scimCredentials', () => settings.store.insertAccessToken(row));
  if (!inserted.ok) return inserted;
  // Revoked since it was looked at.
  if (!inserted.value)
    return refusal('scim_client_refused', { reason: 'revoked', credentialId, organizationId });
  settings.emit({ type: 'scim_token_issued', at, organizationId, credentialId });
  return success({ token, scopes });
}

async function sweep({ emit, store }: CredentialSettings, at: Date): Promise<void> {
  const swept = await askStore('scimCredentials', () => store.sweepAccessTokens(at));
  if (!swept.ok) emit({ type: 'scim_store_failed', at, reason: swept.error.message });
}

/** RFC 6749 §5.2: which of the errors, and nothing about why. */
function refusedAnswer(error: AnySsoError): Response {
  if (error.code === 'scim_token_request_invalid') return answer(400, { error: error.details.error }, []);
  if (error.code === 'scim_rate_limited') {
    const retry = ['Retry-After', `${error.details.retryAfterSeconds}`] as const;
    return answer(429, { error: 'temporarily_unavailable' }, [retry]);
  }
  if (error.code === 'scim_client_refused') {
    return answer(401, { error: 'invalid_client' }, [['WWW-Authenticate', 'Basic realm="SCIM"']]);
  }
  return answer(503, { error: 'temporarily_unavailable' }, []);
}

function answer(
  status: number,
  body: Readonly<Record<string, unknown>>,
  more: readonly (readonly [string, string])[],
): Response {
  const headers = new Headers({ 'Content-Type': 'application/json;charset=UTF-8' });
  protect(headers);
  for (const [name, value] of more) headers.set(name, value);
  return new Response(JSON.stringify(body), { status, headers });
}

function invalid(error: string, reason: string): Result<never> {
  return refusal('scim_token_request_invalid', { error, reason });
}
