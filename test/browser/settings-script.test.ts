import { expect, it } from 'vitest';
import { completeFabrikam } from './settings-visitor.js';
import { withExample } from './with-example.js';

withExample(({ example, visitorPerTest }) => {
  const visitor = visitorPerTest({ permissions: ['clipboard-read', 'clipboard-write'] });

  it('the script of the settings copies values, and takes a certificate that is dropped', async () => {
    const { page } = visitor;
    const tenant = await completeFabrikam(page, example);
    await page.getByRole('button', { name: 'Copy Postback URL' }).click();
    await page.getByRole('button', { name: 'Copied Postback URL' }).waitFor();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied).toBe(await page.getByLabel('Postback URL').first().inputValue());

    const rows = page.getByRole('region', { name: 'SAML certificates' }).locator('tbody tr');
    await rows.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('The certificate was removed').waitFor();
    const dropped = await page.evaluateHandle(transferOf(tenant.certificate.toString()));
    const place = page.locator('[data-drop]');
    await place.dispatchEvent('dragover', { dataTransfer: dropped });
    expect(await place.getAttribute('class')).toContain('over');
    await place.dispatchEvent('drop', { dataTransfer: dropped });
    expect(await place.getAttribute('class')).not.toContain('over');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await rows.getByText('dropped.cer').waitFor();
  });
});

/** An expression for the page: what a drag of one file carries. */
function transferOf(text: string): string {
  return `(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([${JSON.stringify(text)}], 'dropped.cer'));
    return transfer;
  })()`;
}
