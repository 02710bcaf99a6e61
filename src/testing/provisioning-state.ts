import type { EntraProvisioning, EntraProvisioningDialect } from './entra-provisioning/provisioning-types.js';

/** What an administrator entered under *Provisioning*. */
export interface ProvisioningSettings {
  readonly tenantUrl: string;
  readonly token: string;
  readonly dialect: EntraProvisioningDialect;
  readonly externalId: 'objectId' | 'mailNickname';
}

/** The provisioning of a tenant, once it was entered. */
export interface TenantProvisioning {
  readonly settings: ProvisioningSettings;
  readonly entra: EntraProvisioning;
}

/** What is told at the top of the page. */
export interface ProvisioningNotice {
  readonly isGood: boolean;
  readonly text: string;
}
