import { describe } from 'vitest';
import { isolationOfOrganizations } from './isolation.js';
import { openMemoryStores } from './memory-stores.js';

describe('two organisations on one handler', () => isolationOfOrganizations(openMemoryStores));
