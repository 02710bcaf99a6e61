import { describe } from 'vitest';
import type { PostgresStores } from '../../../src/stores/postgres/index.js';
import { accessPolicyStoreContract } from '../access-policy-contract.js';
import { auditStoreContract } from '../audit-contract.js';
import { connectionRecordContract } from '../connection-record-contract.js';
import { connectionUpkeepContract } from '../connection-upkeep-contract.js';
import { replayStoreContract, requestStoreContract } from '../contract.js';
import { domainClaimContract } from '../domain-claim-contract.js';
import { memberStoreContract } from '../member-contract.js';
import { sessionIndexContract } from '../session-contract.js';
import { metadataRefreshContract } from './metadata-refresh-contract.js';

/** Every contract that the stores keep. `stores` gives them when the first test runs. */
export function postgresContracts(name: string, stores: () => PostgresStores): void {
  describe(name, () => {
    requestStoreContract(name, async () => stores().requests);
    replayStoreContract(name, async () => stores().replays);
    sessionIndexContract(name, async () => stores().sessions);
    auditStoreContract(name, async () => stores().audit);
    connectionRecordContract(name, async () => ({ store: stores().connections, audit: stores().audit }));
    connectionUpkeepContract(name, async () => {
      const { audit, connections: store, metadataRefresh: refreshes } = stores();
      return { store, audit, refreshes };
    });
    domainClaimContract(name, async () => ({ claims: stores().domainClaims, audit: stores().audit }));
    memberStoreContract(name, async () => ({ members: stores().members, audit: stores().audit }));
    accessPolicyStoreContract(name, async () => ({ policies: stores().policies, audit: stores().audit }));
    metadataRefreshContract(name, async () => stores().metadataRefresh);
  });
}
