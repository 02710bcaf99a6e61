import type { RunningExample } from '../example/running-example.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** A user with a work address. */
export function person(userName: string, address: string): Record<string, unknown> {
  const emails = [{ type: 'work', primary: true, value: address }];
  return { schemas: [USER], userName, externalId: `id of ${userName}`, active: true, emails };
}

/** Posts a resource as Entra does, and waits where it is told to. */
export async function provision(
  { scim }: RunningExample,
  path: string,
  body: object,
): Promise<{ readonly id: string }> {
  for (;;) {
    const response = await fetch(scim.baseUrl + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${scim.token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { id: string };
    if (response.status === 201) return answer;
    if (response.status !== 429) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
    const seconds = Number(response.headers.get('retry-after'));
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}
