import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPasted } from '../../../src/testing/inspect/read-pasted.js';

const xml = '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">é???>>></samlp:Response>';
const base64 = Buffer.from(xml).toString('base64');
const encoded = encodeURIComponent(base64);

describe('readPasted', () => {
  it.each([
    ['base64', base64, 'base64'],
    ['base64 in blanks', `\n  ${base64}\r\n`, 'base64'],
    ['base64 in quotation marks', `"${base64}"`, 'base64'],
    ['URL-encoded base64', encoded, 'URL-encoded base64'],
    ['XML', `\uFEFF ${xml}\n`, 'XML'],
    ['a form body', `SAMLResponse=${encoded}&RelayState=abc`, 'form'],
    ['a form body with RelayState first', `RelayState=abc&SAMLResponse=${encoded}`, 'form'],
    ['lines of developer tools', `RelayState: abc\nSAMLResponse: ${base64}\nother: x`, 'form'],
    ['developer tools with quotation marks', `SAMLResponse: "${base64}"\nRelayState: "x"`, 'form'],
    ['a table that was copied', `SAMLResponse\t${base64}\nRelayState\tabc`, 'form'],
    ['value below its name', `SAMLResponse:\n${base64}`, 'form'],
    ['folded base64 in a form', `SAMLResponse: ${folded(base64)}\nRelayState: x`, 'form'],
    ['XML in a form', `SAMLResponse=${encodeURIComponent(xml)}`, 'form'],
    ['a JSON object', JSON.stringify({ RelayState: 'x', SAMLResponse: base64 }), 'HAR or JSON'],
    [
      'a HAR file with parameters',
      har({ params: [{ name: 'SAMLResponse', value: encoded }] }),
      'HAR or JSON',
    ],
    ['a HAR file with a body', har({ text: `SAMLResponse=${encoded}&RelayState=x` }), 'HAR or JSON'],
    ['an HTML form', htmlForm(base64.replaceAll('+', '&#x2B;').replaceAll('=', '&#61;')), 'HTML form'],
    ['an HTML form, value first', `<input value='${base64}' type=hidden name=SAMLResponse>`, 'HTML form'],
  ])('finds the message in %s', (_what, pasted, pastedAs) => {
    const read = readPasted(pasted);
    expect(Buffer.from(read.samlResponse, 'base64').toString('utf8')).toBe(xml);
    expect(read.pastedAs).toBe(pastedAs);
    expect(read.found).toBe(1);
  });

  it('counts a HAR parameter and its body once', () => {
    const both = har({
      params: [{ name: 'SAMLResponse', value: base64 }],
      text: `SAMLResponse=${encoded}&RelayState=x`,
    });
    expect(readPasted(both)).toMatchObject({ samlResponse: base64, found: 1 });
  });

  it('takes the last of several and says so', () => {
    const read = readPasted(
      `SAMLResponse=${Buffer.from('<first/>').toString('base64')}&SAMLResponse=${encoded}`,
    );
    expect(read).toMatchObject({ samlResponse: base64, found: 2 });
    expect(read.notes[0]).toContain('2 SAMLResponse fields');
  });

  it('warns that pasted XML may have been changed', () => {
    expect(readPasted(xml).notes[0]).toContain('signature does not fit');
  });

  it('leaves what it does not understand as it is, for the decode stage to judge', () => {
    expect(readPasted('hello, %zz world').samlResponse).toBe('hello, %zz world');
    expect(readPasted('{ not json').samlResponse).toBe('{ not json');
    expect(readPasted('   ')).toMatchObject({ pastedAs: 'nothing', samlResponse: '', found: 0 });
    expect(readPasted(undefined)).toMatchObject({ pastedAs: 'nothing', samlResponse: '' });
  });

  it('does not recurse into deep JSON', () => {
    const deep = `${'['.repeat(200_000)}"SAMLResponse=${encoded}"${']'.repeat(200_000)}`;
    expect(readPasted(deep).found).toBeGreaterThan(0);
  });

  it('takes very many fields in one string', () => {
    const many = JSON.stringify(`SAMLResponse=${encoded}&`.repeat(2) + 'SAMLResponse=&'.repeat(300_000));
    expect(readPasted(`[${many}]`).found).toBe(2);
  });

  it('takes the members of an object named like prototypes for data', () => {
    const read = readPasted(`{"__proto__":{"SAMLResponse":"${base64}"}}`);
    expect(read).toMatchObject({ samlResponse: base64, found: 1 });
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      'SAMLResponse',
      '=',
      ':',
      '"',
      '<',
      '{',
      '[',
      '%',
      '&',
      '\n',
      base64,
      'value=',
    );
    const pasted = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((pieces) => pieces.join('')),
      fc.json(),
    );
    fc.assert(fc.property(pasted, (text) => typeof readPasted(text).samlResponse === 'string'));
  });
});

function folded(text: string): string {
  return text.match(/.{1,40}/g)?.join('\r\n') ?? '';
}

function har(postData: object): string {
  return JSON.stringify({
    log: {
      version: '1.2',
      entries: [{ request: { method: 'GET' } }, { request: { method: 'POST', postData } }],
    },
  });
}

function htmlForm(value: string): string {
  return `<html><body><form method="POST" action="https://app.example/acs"><input type="hidden" name="SAMLResponse" value="${value}" /><input type="hidden" name="RelayState" value="x"/></form></body></html>`;
}
