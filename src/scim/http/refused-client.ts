import type { AnySsoError } from '../../errors/index.js';

/** A client that was refused before anything of its request was read, as the administrator is told. */
interface RefusedClient {
  readonly organizationId: string;
  readonly credentialId: string | null;
  /** Whether it brought the whole credential, which a stranger has not. */
  readonly isProved: boolean;
  readonly detail: string;
}

const WORDS: Readonly<Record<string, string>> = {
  revoked: 'The credential was revoked. Make a new one and paste it into Entra.',
  expired:
    'The token has expired. Make a new one and paste it into Entra; an access token is renewed by itself.',
  'secret-wrong':
    'The token has the id of a credential, but not its secret. Paste it whole; if nobody did, somebody tries tokens.',
};

/** Null where no organisation is known: what a stranger makes up is nobody's. */
export function whyRefused(error: AnySsoError): RefusedClient | null {
  switch (error.code) {
    case 'scim_rate_limited': {
      const { credentialId, organizationId } = error.details;
      const detail = 'Too many requests at once. Entra waits and sends them again.';
      return { organizationId, credentialId, isProved: true, detail };
    }
    case 'scim_credential_refused': {
      const { credentialId, organizationId, reason } = error.details;
      if (organizationId === null) return null;
      const detail = WORDS[reason] ?? reason;
      return { organizationId, credentialId, isProved: reason !== 'secret-wrong', detail };
    }
    case 'scim_client_refused': {
      const { credentialId, organizationId, reason } = error.details;
      if (organizationId === null) return null;
      const detail = `The client got no access token: ${reason}. ${error.remedy}`;
      return { organizationId, credentialId, isProved: false, detail };
    }
    default:
      return null;
  }
}
