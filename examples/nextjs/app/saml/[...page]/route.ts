import { singleSignOn } from '../../../single-sign-on.js';

// Requests are answered by Node, one by one; nothing here is made at build time.
export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return singleSignOn().handle(request);
}

export function POST(request: Request): Promise<Response> {
  return singleSignOn().handle(request);
}
