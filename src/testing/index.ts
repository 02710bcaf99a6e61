export { type Deviation, type DeviationDescription, deviations } from './deviations.js';
export { TEST_PERSON, TEST_TENANT_ID } from './message-content.js';
export type { MintAttributes, MintOptions, MintSigning, MintStatus, MintTime } from './mint-options.js';
export { type MintedResponse, mintResponse } from './mint-response.js';
export { type SignatureHash, type SignElementOptions, signElement } from './sign-element.js';
export { createTestKeyPair, type TestKeyPair, type TestKeyPairOptions } from './test-key-pair.js';
export { entraAttributes, type TestAttributes, type TestPerson } from './test-person.js';
