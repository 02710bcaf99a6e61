import { memoryAuditStore, memoryReplayStore, memoryScimCredentials } from '../../src/stores/memory/index.js';
import { NOW } from '../response/message.js';
import { given, type Row } from './row.js';

const clock = (): Date => NOW;
const credential = { label: 'Entra', expiresInDays: 30, scopes: ['users:read'] };

/** A handler of requests, asked with changed ones. */
export const request = (path: string, init?: RequestInit): Row => ({
  args: given(path, { method: 'GET', ...init }),
  runs: 60,
  call: (async (
    handle: (asked: Request) => Promise<Response>,
    [at, options]: readonly [string, RequestInit],
  ) => {
    let asked: Request;
    try {
      asked = new Request(new URL(at, 'https://app.example.com'), options);
    } catch {
      // What the platform does not take for a request never arrives.
      return null;
    }
    const response = await handle(asked);
    if (response.status === 500) throw new Error('500');
    return response.text();
  }) as never,
});
/** A form as a browser posts it. */
export const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

const credentialMethods: Record<string, Row> = {
  issueBearer: { args: given('org-contoso', credential, 'ada'), runs: 40 },
  issueClientSecret: { args: given('org-contoso', credential, 'ada'), runs: 25 },
  addWorkloadIdentity: {
    args: given(
      'org-contoso',
      {
        ...credential,
        cloud: 'global',
        tenantId: '11111111-2222-4333-8444-555555555555',
        subject: '11111111-2222-4333-8444-555555555556',
        applicationId: '11111111-2222-4333-8444-555555555557',
      },
      'ada',
    ),
    runs: 40,
  },
  rotate: { args: given('org-contoso', 'x', { label: 'y', expiresInDays: 1 }, 'ada') },
  revoke: { args: given('org-contoso', 'x', 'ada') },
  list: { args: given('org-contoso') },
  authenticate: { args: given('Bearer cgb_x') },
  tokenEndpoint: request(
    '/oauth/token',
    form({ grant_type: 'client_credentials', client_id: 'x', client_secret: 'y' }),
  ),
};
/** The credentials of provisioning, which two subpaths export. */
export const scimCredentials: Row = {
  args: () => [
    {
      store: memoryScimCredentials({ audit: memoryAuditStore() }),
      replay: memoryReplayStore(),
      clock,
      rateLimit: { perSecond: 10, burst: 100 },
    },
  ],
  methods: credentialMethods,
};
