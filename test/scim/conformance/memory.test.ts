import { describe } from 'vitest';
import { openMemoryStores } from '../http/memory-stores.js';
import { scimHttpSuite } from './scim-http-suite.js';

describe('SCIM over HTTP', () => scimHttpSuite('in memory', openMemoryStores));
