import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSsoError } from '../../src/errors/index.js';
import { parseFederationMetadata } from '../../src/metadata/federation-metadata.js';
import { certificateFixture } from '../certificates/fixture.js';
import { ENDPOINTS, entity, ISSUER, key, MD, parsed, refused, role } from './federation-documents.js';

const SIGNING = key('signing', 'contoso.cer');

describe('a document that is none', () => {
  it.each([
    ['metadata_empty', ''],
    ['metadata_empty', '\uFEFF \r\n'],
    ['metadata_is_html', '<!DOCTYPE html><html></html>'],
    ['metadata_is_html', ' <HTML lang="en">'],
    ['metadata_is_certificate', certificateFixture('contoso.cer')],
    ['metadata_not_utf8', Buffer.from(`\uFEFF${entity()}`, 'utf16le')],
    ['metadata_not_utf8', Buffer.from([0x3c, 0xff])],
    ['metadata_too_large', ' '.repeat(1_048_577)],
    ['metadata_not_xml', '{"issuer": "https://login.microsoftonline.com/"}'],
    ['metadata_not_xml', entity().slice(0, -1)],
  ])('is refused as %s', (code, document) => {
    expect(refused(document).code).toBe(code);
  });

  it.each([
    ['xml_doctype', `<!DOCTYPE x>${entity()}`],
    ['xml_processing_instruction', `<?xml-stylesheet href="x"?>${entity()}`],
    ['xml_cdata', entity(role(`${SIGNING}${ENDPOINTS}<![CDATA[> <!-- x --> <]]>`))],
    ['xml_not_well_formed', entity().replace(`entityID="${ISSUER}"`, `entityID="${ISSUER}<!-- x -->"`)],
    ['xml_comment', entity(role(SIGNING.replace('MII', 'MII<!-- x -->') + ENDPOINTS))],
    ['xml_comment', entity().replace('<IDPSSO', '<!-- a -- b --><IDPSSO')],
    ['xml_comment', entity().replace('<IDPSSO', '<!-- open <IDPSSO')],
    ['xml_not_well_formed', `text<!-- x -->${entity()}`],
  ])('is refused with %s as reason', (reason, document) => {
    expect(refused(document).code).toBe('metadata_not_xml');
    expect(refused(document).details).toMatchObject({ reason });
  });
});

describe('comments between tags', () => {
  it('are passed over, as Shibboleth and Keycloak write them', () => {
    const commented = entity().replace(/></g, '>\n <!-- <a b="c"> & &x; --> <!----><');
    expect(parsed(`<!-- before -->\n${commented}<!-- after -->\n`)).toEqual(parsed(entity()));
  });

  it('leave the offsets of what is wrong behind them', () => {
    const { details } = refused('<a><!-- 12345 --><b></a>');
    expect(details).toEqual({ reason: 'xml_not_well_formed', offset: 20 });
  });

  it('cannot put a construct together that was not there', () => {
    for (const document of [
      '<<!-- -->!DOCTYPE x><a/>',
      '<a><![CD<!-- -->ATA[x]]></a>',
      '<a b="> <!-- x --> <"/>',
    ]) {
      expect(refused(document).code).toBe('metadata_not_xml');
    }
  });

  it('take linear time', () => {
    const many = entity().replace('<IDPSSO', `${'<!---->  '.repeat(100_000)}<IDPSSO`);
    expect(parsed(many).issuerUrl).toBe(ISSUER);
  });
});

describe('laws', () => {
  const good = entity();

  it('no text makes the reader throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array()), (document) => {
        const result = parseFederationMetadata(document);
        expect(result.ok ? false : isSsoError(result.error)).toBe(true);
      }),
    );
  });

  it('no change to a good document makes the reader throw', () => {
    const piece = fc.constantFrom(
      '<!--',
      '-->',
      '<',
      '>',
      '"',
      '&amp;',
      '<![CDATA[',
      ']]>',
      '<?x?>',
      'entityID',
      MD,
      '\0',
      'é',
    );
    fc.assert(
      fc.property(fc.nat(good.length), fc.nat(60), piece, (at, cut, inserted) => {
        const result = parseFederationMetadata(good.slice(0, at) + inserted + good.slice(at + cut));
        expect(result.ok || isSsoError(result.error)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
