import { describe } from 'vitest';
import type { PostgresStores } from '../../../src/stores/postgres/index.js';
import { scimStoreContract } from '../scim-contract.js';
import { scimCredentialContract, scimRequestLogContract } from '../scim-credential-contract.js';

/** Every contract of provisioning that the stores keep. `stores` gives them when the first test runs. */
export function postgresScimContracts(name: string, stores: () => PostgresStores): void {
  describe(name, () => {
    scimStoreContract(name, async () => stores());
    scimCredentialContract(name, async () => {
      const { audit, scimCredentials } = stores();
      return { audit, credentials: scimCredentials };
    });
    scimRequestLogContract(name, async () => stores().scimRequests);
  });
}
