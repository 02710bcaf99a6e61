// What must hold of the built package however it is loaded; run by smoke.mjs and smoke.cjs.
'use strict';

const assert = require('node:assert/strict');

/** @param {Record<string, object>} modules loaded modules by their names */
module.exports = function smokePackage(kind, modules, expectedExports) {
  for (const [name, names] of Object.entries(expectedExports)) {
    const found = Object.keys(modules[name]).filter((key) => key !== 'default' && key !== '__esModule');
    assert.deepEqual(found.sort(), names, `exports of ${name}`);
  }
  signsIn(modules.claimgate, modules['claimgate/testing']);
  console.log(
    `${kind}, Node ${process.version}: exports as listed, a minted response validates, a tampered one does not`,
  );
};

function signsIn({ parseConnection, validateResponse }, { createTestKeyPair, mintResponse, TEST_TENANT_ID }) {
  const keyPair = createTestKeyPair();
  const connection = parseConnection({
    id: 'contoso',
    organizationId: 'contoso',
    issuerUrl: `https://sts.windows.net/${TEST_TENANT_ID}/`,
    signInUrl: `https://login.microsoftonline.com/${TEST_TENANT_ID}/saml2`,
    certificates: [keyPair.certificatePem],
  });
  assert.equal(connection.ok, true, 'the connection');
  const now = new Date();
  const addresses = {
    entityId: 'https://app.example/saml',
    assertionConsumerServiceUrl: 'https://app.example/acs',
  };
  const minted = { keyPair, ...addresses, inResponseTo: '_1', now };
  const expectations = {
    connection: connection.value,
    ...addresses,
    inResponseTo: '_1',
    authnInstantNotBefore: null,
    now,
  };
  const valid = validateResponse(mintResponse(minted).samlResponse, expectations);
  assert.equal(valid.ok, true, valid.error?.message);
  const tampered = mintResponse({
    ...minted,
    editAfterSigning: (xml) => xml.replace('contoso.com', 'fabrikam.com'),
  });
  assert.equal(validateResponse(tampered.samlResponse, expectations).ok, false, 'a tampered response');
}
