import { describe } from 'vitest';
import type { OpenStores } from '../http/world.js';
import { entraGroupQuirks } from './entra-groups.js';
import { entraUserQuirks } from './entra-users.js';
import { attributeConformance } from './rfc-attributes.js';
import { discoveryConformance } from './rfc-discovery.js';
import { queryConformance } from './rfc-queries.js';
import { resourceConformance } from './rfc-resources.js';

/** What provisioning over HTTP owes the RFCs and Entra, whatever it is kept in. */
export function scimHttpSuite(name: string, openStores: OpenStores): void {
  describe(name, () => {
    describe('resources', () => resourceConformance(openStores));
    describe('attributes', () => attributeConformance(openStores));
    describe('queries', () => queryConformance(openStores));
    describe('users as Entra sends them', () => entraUserQuirks(openStores));
    describe('groups as Entra sends them', () => entraGroupQuirks(openStores));
    describe('access and discovery', () => discoveryConformance(openStores));
  });
}
