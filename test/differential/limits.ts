import type { StrictReading } from './strict-xml-crypto.js';

/** What a library cannot do, although it is right: where a document needs it, its refusal says nothing. */
interface Limit {
  readonly opponent: 'node-saml' | 'samlify';
  readonly what: string;
  needs(reading: StrictReading, certificates: readonly string[]): boolean;
}

const limits: readonly Limit[] = [
  ...(['node-saml', 'samlify'] as const).flatMap((opponent): Limit[] => [
    { opponent, what: 'SHA-384', needs: ({ text }) => spelledOut(text).includes('xmldsig-more#rsa-sha384') },
    {
      opponent,
      what: 'U+0085 and U+2028, which their xmldom takes for line ends',
      needs: ({ text }) => /[\u0085\u2028]/.test(text),
    },
    {
      opponent,
      what: 'RSA-OAEP with another hash than SHA-1',
      needs: ({ text }) =>
        /xmlenc11#rsa-oaep|oaep-mgf1p.*?DigestMethod[^>]*sha(?:256|384|512)/s.test(spelledOut(text)),
    },
    {
      opponent,
      what: 'an encrypted assertion that takes namespaces from around it, which they read by itself',
      needs: ({ needsContext }) => needsContext,
    },
  ]),
  {
    opponent: 'node-saml',
    what: 'a Transform anywhere else in a signature, as in its KeyInfo, which it counts with the others',
    needs: ({ text }) => /<(?:\w+:)?KeyInfo\b(?:(?!<\/(?:\w+:)?KeyInfo>).)*<(?:\w+:)?Transform\b/s.test(text),
  },
  {
    opponent: 'samlify',
    what: 'references to a carriage return: it writes what it read and reads that again',
    needs: ({ text }) => /&#(?:0*13|x0*d);/i.test(text),
  },
  {
    opponent: 'samlify',
    what: 'a KeyInfo that names another certificate, which is no part of what is signed',
    needs: ({ text }, certificates) => {
      const bodies = certificates.map((pem) => pem.replace(/-----[A-Z ]+-----|\s/g, ''));
      const named = [...text.matchAll(/X509Certificate[^>]*>([^<]*)/g)].map(([, body = '']) =>
        body.replace(/\s/g, ''),
      );
      return named.some((body) => !bodies.includes(body));
    },
  },
];

/** The text with what its character references stand for: an algorithm may be named with some in it. */
function spelledOut(text: string): string {
  return text.replace(/&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));/gi, (_, hexadecimal?: string, decimal?: string) =>
    String.fromCodePoint(hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)),
  );
}

/** What of a document is beyond a library; null where its refusal means something. */
export function limitOf(
  opponent: Limit['opponent'],
  reading: StrictReading,
  certificates: readonly string[],
): string | null {
  return (
    limits.find((limit) => limit.opponent === opponent && limit.needs(reading, certificates))?.what ?? null
  );
}
