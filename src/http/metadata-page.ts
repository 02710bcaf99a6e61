import { refusal } from '../errors/index.js';
import { refuse, type Visit, withHeaders } from './visit.js';

const ALLOWED = ['GET', 'HEAD'];

/** Serves the metadata of a connection, or of the shared addresses (saml-metadata 4.1.1). */
export async function answerMetadata<Context>(
  visit: Visit<Context>,
  connectionId: string | null,
): Promise<Response> {
  const { method } = visit.request;
  if (!ALLOWED.includes(method)) {
    return refuse(visit, refusal('method_not_allowed', { received: method, allowed: ALLOWED }));
  }
  const metadata = await visit.settings.serviceProvider.metadata(connectionId);
  if (!metadata.ok) return refuse(visit, metadata);
  const headers = { 'Content-Type': 'application/samlmetadata+xml' };
  return withHeaders(new Response(method === 'HEAD' ? null : metadata.value, { headers }));
}
