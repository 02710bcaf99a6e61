import type { Delivery } from '../request/deliver-message.js';
import { postBindingPage } from '../request/post-binding-page.js';
import { protect } from './protective-headers.js';

/**
 * Sends the browser to the identity provider with a message of ours: 303, so that a form that was posted here is
 * not posted on, or the page of the HTTP-POST binding. `framedBy` is the one origin that may frame that page.
 */
export function deliveryResponse({ form, url }: Delivery, framedBy: string | null = null): Response {
  if (form === null) {
    const headers = new Headers({ Location: url });
    protect(headers);
    return new Response(null, { status: 303, headers });
  }
  const { html, contentSecurityPolicy } = postBindingPage(form, framedBy);
  const headers = new Headers({
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': contentSecurityPolicy,
  });
  if (framedBy === null) headers.set('X-Frame-Options', 'DENY');
  protect(headers);
  return new Response(html, { status: 200, headers });
}
