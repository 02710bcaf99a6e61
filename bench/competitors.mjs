// Everyone who validates: each takes a message and gives a function that validates it once, or throws.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
  verify,
  X509Certificate,
} from 'node:crypto';
import { SAML } from '@node-saml/node-saml';
import { parseConnection, readClaims, validateResponse } from '../dist/index.js';
import {
  assertionConsumerServiceUrl,
  decryptionKeyPair,
  entityId,
  inResponseTo,
  issuerUrl,
  keyPair,
  signInUrl,
} from './messages.mjs';

export const competitors = {
  'node-saml': nodeSaml,
  'claimgate (reader 1 alone)': (message) => claimgate(message, 'dangerously-none'),
  'claimgate (default)': (message) => claimgate(message, 'xmldom'),
  'claimgate (xml-crypto as second reader)': (message) => claimgate(message, 'xml-crypto'),
  'floor (base64, RSA verify, digests)': floor,
};

function claimgate({ samlResponse, encrypted }, secondReader) {
  const connection = parseConnection({
    id: 'contoso',
    organizationId: 'contoso',
    issuerUrl,
    signInUrl,
    certificates: [keyPair.certificatePem],
    secondReader,
    keys: encrypted ? { current: decryptionKeyPair } : null,
  });
  if (!connection.ok) throw connection.error;
  return () => {
    const expectations = {
      connection: connection.value,
      entityId,
      assertionConsumerServiceUrl,
      inResponseTo,
      authnInstantNotBefore: null,
      now: new Date(),
    };
    const valid = validateResponse(samlResponse, expectations, { decryption: 'dangerously-unreserved' });
    if (!valid.ok) throw valid.error;
    const claims = readClaims(valid.value);
    if (!claims.ok) throw claims.error;
  };
}

function nodeSaml({ samlResponse, sign, encrypted }) {
  const saml = new SAML({
    idpCert: keyPair.certificatePem,
    issuer: entityId,
    audience: entityId,
    callbackUrl: assertionConsumerServiceUrl,
    entryPoint: signInUrl,
    idpIssuer: issuerUrl,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: sign === 'both',
    acceptedClockSkewMs: 180_000,
    ...(encrypted ? { decryptionPvk: decryptionKeyPair.privateKeyPem } : {}),
  });
  return async () => {
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: samlResponse });
    if (profile === null) throw new Error('node-saml returned no profile');
  };
}

/** What no validator can do without: decoding, one RSA verification per signature, digests of as many bytes, one unwrapping. */
function floor({ samlResponse, sign, encrypted }) {
  if (encrypted) return encryptedFloor(samlResponse);
  const key = createPublicKey(
    new X509Certificate(keyPair.certificatePem).publicKey.export({ type: 'spki', format: 'pem' }),
  );
  const xml = Buffer.from(samlResponse, 'base64').toString();
  const signatures = sign === 'both' ? 2 : 1;
  const value = Buffer.from(/<(?:\w+:)?SignatureValue[^>]*>([^<]+)</.exec(xml)[1], 'base64');
  const signedInfo = Buffer.from(/<(?:\w+:)?SignedInfo[\s\S]*?<\/(?:\w+:)?SignedInfo>/.exec(xml)[0]);
  return () => {
    const octets = Buffer.from(samlResponse, 'base64');
    for (let i = 0; i < signatures; i++) {
      createHash('sha256').update(octets).digest();
      verify('sha256', signedInfo, key, value);
    }
  };
}

/** One RSA-OAEP unwrapping with a key that is loaded once, one verification, the digests. */
function encryptedFloor(samlResponse) {
  const key = createPrivateKey(decryptionKeyPair.privateKeyPem);
  const certificate = new X509Certificate(keyPair.certificatePem);
  const value = Buffer.alloc(256, 1);
  const xml = Buffer.from(samlResponse, 'base64').toString();
  const wrapped = Buffer.from(/<e:CipherValue>([^<]+)</.exec(xml)[1], 'base64');
  return () => {
    const octets = Buffer.from(samlResponse, 'base64');
    createHash('sha256').update(octets).digest();
    verify('sha256', value, certificate.publicKey, value);
    privateDecrypt({ key, oaepHash: 'sha1' }, wrapped);
  };
}
