import { ENTERPRISE_USER } from './attribute-mapping.js';
import { attributeOperations, patchBody } from './operations.js';
import { type Outcome, success, type Visit } from './outcome.js';
import { ProvisioningFailure, quoted } from './scim-client.js';
import type { ModelUser } from './tenant-model.js';

/** Brings the manager of a user to the application, once both are there. */
export async function provisionManager(visit: Visit, state: ModelUser): Promise<Outcome> {
  const { client, model, style } = visit;
  const { managerId, sentManager, targetId } = state;
  if (targetId === null) return null;
  const wanted = managerId === null ? null : model.targetIdOf(managerId);
  if (wanted === sentManager) return null;
  if (wanted !== null && (await hasManager(visit, targetId, wanted))) {
    state.sentManager = wanted;
    return null;
  }
  const kind = sentManager === null ? 'add' : 'replace';
  const change = { kind, path: `${ENTERPRISE_USER}:manager`, value: wanted ?? '' } as const;
  const body = patchBody(attributeOperations([change], style));
  const { statusCode } = await client.patch(`/Users/${targetId}`, body);
  if (statusCode === 404) {
    throw new ProvisioningFailure('refused', 404, 'The user vanished while its manager was changed.');
  }
  state.sentManager = wanted;
  return success('update', statusCode, `Changed: ${ENTERPRISE_USER}:manager.`);
}

/** The manager is in scope, and is not at the application although it should be. */
export function awaitsManager({ model }: Visit, { managerId, targetId }: ModelUser): boolean {
  const manager = managerId === null ? undefined : model.users.get(managerId);
  if (targetId === null || manager === undefined || manager.targetId !== null) return false;
  return model.isInScope(manager) && manager.enabled && manager.deleted === 'no';
}

async function hasManager({ client }: Visit, targetId: string, managerId: string): Promise<boolean> {
  const filter = `id eq ${quoted(targetId)} and manager eq ${quoted(managerId)}`;
  return (await client.find('/Users', filter, { after: 'attributes=id' })).length > 0;
}
