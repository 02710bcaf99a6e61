export { type Deviation, type DeviationDescription, deviations } from './deviations.js';
export type { MintEncryption } from './encrypt-assertion.js';
export type { DataEncryption, EncryptionHash, KeyEncryption } from './encrypted-assertion-template.js';
export { createEntraProvisioning } from './entra-provisioning/create-entra-provisioning.js';
export type {
  EntraConnectionTest,
  EntraCycle,
  EntraEscrow,
  EntraExchange,
  EntraGroup,
  EntraGroupState,
  EntraLogEntry,
  EntraMapping,
  EntraProvisioning,
  EntraProvisioningDialect,
  EntraProvisioningOptions,
  EntraQuarantine,
  EntraUser,
  EntraUserState,
} from './entra-provisioning/provisioning-types.js';
export { expectValid } from './expect-valid.js';
export { createFakeEntra } from './fake-entra.js';
export type {
  AnswerOptions,
  FakeApplication,
  FakeEntra,
  FakeEntraOptions,
  FakeLogout,
} from './fake-entra-options.js';
export type { Comparison } from './inspect/comparisons.js';
export type { ReportedStage } from './inspect/failed-stage.js';
export type {
  InspectedCertificate,
  InspectedExpectations,
  InspectedFailure,
  InspectedStage,
  StageOutcome,
} from './inspect/findings.js';
export type { InspectReport } from './inspect/inspect-report.js';
export type { PastedAs } from './inspect/read-pasted.js';
export type { ReceivedMessage, ReceivedSignature } from './inspect/received-message.js';
export type { RenderOptions } from './inspect/render-report.js';
export { type InspectOptions, inspectSamlResponse } from './inspect-saml-response.js';
export { type FakeEntraAddress, listenFakeEntra, type RunningFakeEntra } from './listen-fake-entra.js';
export { TEST_PERSON, TEST_TENANT_ID } from './message-content.js';
export type { MintAttributes, MintOptions, MintSigning, MintStatus, MintTime } from './mint-options.js';
export { type MintedResponse, mintResponse } from './mint-response.js';
export { type SignatureHash, type SignElementOptions, signElement } from './sign-element.js';
export { type StubResolver, stubResolver } from './stub-resolver.js';
export { createTestKeyPair, type TestKeyPair, type TestKeyPairOptions } from './test-key-pair.js';
export { entraAttributes, type TestAttributes, type TestPerson } from './test-person.js';
