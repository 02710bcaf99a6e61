// Many responses of variant a, each with IDs of its own. Minting one takes milliseconds; here one is minted, and the
// others are that one with other IDs, digested and signed again. It works where the text is canonical but for the order
// of attributes and empty elements, which is checked with the minted one first.
import { createHash, createPrivateKey, randomUUID, sign } from 'node:crypto';
import { mintVariant, variants } from './messages.mjs';
import { keyPair, settings } from './world.mjs';

const SIGNATURE = /<Signature [\s\S]*<\/Signature>/;
const SIGNED_INFO = /<SignedInfo>[\s\S]*<\/SignedInfo>/;
const DIGEST = /(?<=<DigestValue>)[^<]+/;
const SIGNATURE_VALUE = /(?<=<SignatureValue>)[^<]+/;

/** Gives a function: ID of the request → posted field. */
export function responseMinter() {
  const key = createPrivateKey(keyPair.privateKeyPem);
  const template = Buffer.from(mintVariant(variants.a), 'base64').toString();
  const [assertionId] = /(?<=<Assertion ID=")[^"]+/.exec(template);
  const [responseId] = /(?<=<samlp:Response ID=")[^"]+/.exec(template);
  if (signAgain(template, key) !== template)
    throw new Error('The minted response has another canonical form');
  return (requestId) => {
    const xml = template
      .replaceAll(settings.inResponseTo, requestId)
      .replaceAll(assertionId, `_${randomUUID()}`)
      .replaceAll(responseId, `_${randomUUID()}`);
    return Buffer.from(signAgain(xml, key)).toString('base64');
  };
}

function signAgain(xml, key) {
  const [assertion] = /<Assertion [\s\S]*<\/Assertion>/.exec(xml);
  const digest = createHash('sha256')
    .update(canonical(assertion.replace(SIGNATURE, '')))
    .digest('base64');
  const digested = xml.replace(DIGEST, digest);
  const [signedInfo] = SIGNED_INFO.exec(digested);
  const inScope = signedInfo.replace(
    '<SignedInfo>',
    '<SignedInfo xmlns="http://www.w3.org/2000/09/xmldsig#">',
  );
  return digested.replace(
    SIGNATURE_VALUE,
    sign('sha256', Buffer.from(canonical(inScope)), key).toString('base64'),
  );
}

/** Empty elements in pairs; the namespace first, the other attributes by name. */
function canonical(xml) {
  return xml
    .replace(/<([\w:]+)((?: [\w:]+="[^"]*")*)\/>/g, '<$1$2></$1>')
    .replace(/<([\w:]+)((?: [\w:]+="[^"]*")+)>/g, (_, name, attributes) => `<${name}${inOrder(attributes)}>`);
}

function inOrder(attributes) {
  const rank = (attribute) => (attribute.startsWith(' xmlns') ? 0 : 1);
  return attributes
    .match(/ [\w:]+="[^"]*"/g)
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .join('');
}
