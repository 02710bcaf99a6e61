import {
  memoryAuditStore,
  memoryMembers,
  memoryReplayStore,
  memoryScimCredentials,
  memoryScimRequestLog,
  memoryScimStore,
} from '../../../src/stores/memory/index.js';
import type { ScimStores } from './world.js';

export async function openMemoryStores(): Promise<ScimStores> {
  const audit = memoryAuditStore();
  const members = memoryMembers({ audit });
  return {
    audit,
    members,
    scim: memoryScimStore({ audit, members }),
    credentials: memoryScimCredentials({ audit }),
    requestLog: memoryScimRequestLog(),
    replay: memoryReplayStore(),
  };
}
