import { describe, expect, it } from 'vitest';
import { keepScreenshots } from './chromium.js';
import { GROUP, person, provision } from './provision.js';
import { forgetRefusals, openSettings, passwordOf } from './settings-visitor.js';
import { withExample } from './with-example.js';

const OLIVIA = 'olivia@contoso.com';

withExample(({ example, visitorPerTest }) => {
  const administrator = visitorPerTest();

  describe('the members of a customer with provisioning', () => {
    it('has an administrator lead a user to an owner, which provisioning never does by itself', async () => {
      const { page } = administrator;
      const { id } = await provision(example, '/Users', person(OLIVIA, OLIVIA));
      await openSettings(page, example, OLIVIA, 'scim');
      await page.getByRole('link', { name: 'Members', exact: true }).click();
      const unlinked = page.getByRole('region', { name: 'Provisioned users without a member' });
      await unlinked
        .getByRole('row', { name: /olivia@contoso\.com active .*is an owner or admin/u })
        .waitFor();
      await keepScreenshots(page, 'members-unlinked');
      await unlinked.getByRole('link', { name: `Link ${OLIVIA}` }).click();
      expect(await page.getByLabel('Address of the member').inputValue()).toBe(OLIVIA);
      await page.getByText('the member is out with the next request').waitFor();
      await keepScreenshots(page, 'link-user');

      const link = page.getByRole('button', { name: 'Link the user to the member' });
      const password = page.getByLabel('Your password, once more');
      await password.fill('wrong');
      await link.click();
      await page.getByRole('alert').getByText('The password is not right').waitFor();
      await page.getByLabel('Address of the member').fill('nobody@contoso.com');
      await password.fill(passwordOf(OLIVIA));
      await link.click();
      await page.getByRole('alert').getByText('There is no member with this address').waitFor();
      await keepScreenshots(page, 'link-user-refused');
      await page.getByLabel('Address of the member').fill(OLIVIA);
      await password.fill(passwordOf(OLIVIA));
      await link.click();
      await page.getByText('The user leads to the member.').waitFor();
      await page.getByRole('row', { name: /olivia@contoso\.com .* owner .* externalId/u }).waitFor();
      expect(await unlinked.count()).toBe(0);
      forgetRefusals(administrator, 400);

      // It leads to somebody now: there is nothing more to link.
      const again = await page.goto(`${example.app}/settings/members/link?user=${id}`);
      expect(again?.status()).toBe(404);
      forgetRefusals(administrator, 404);
    });

    it('shows as many members, users and groups as there are, page by page', async () => {
      const { page } = administrator;
      await openSettings(page, example, OLIVIA, 'scim');
      const names = Array.from({ length: 52 }, (_, index) => `p${String(index).padStart(2, '0')}`);
      const twins = ['first', 'second'];
      const ids: string[] = [];
      for (const name of names) {
        const address = `${name}@contoso.com`;
        ids.push((await provision(example, '/Users', person(address, address))).id);
        // Somebody else has the address: users who lead to nobody.
        for (const twin of twins) await provision(example, '/Users', person(`${twin}-${address}`, address));
        await provision(example, '/Groups', { schemas: [GROUP], displayName: `Group ${name}` });
      }
      const members = ids.map((value) => ({ value }));
      await provision(example, '/Groups', { schemas: [GROUP], displayName: 'Sales', members });

      await page.goto(`${example.app}/settings/members`);
      const firstColumn = (table: string) =>
        page.getByRole('region', { name: table, exact: true }).locator('tbody th').allTextContents();
      const seen = await firstColumn('Members');
      await keepScreenshots(page, 'members-pages');
      await page.getByRole('link', { name: 'More members' }).click();
      seen.push(...(await firstColumn('Members')));
      expect(await page.getByRole('link', { name: 'More members' }).count()).toBe(0);
      const addresses = names.map((name) => `${name}@contoso.com`);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toEqual(expect.arrayContaining([OLIVIA, ...addresses]));
      const users = await firstColumn('Provisioned users without a member');
      await page.getByRole('link', { name: 'More users' }).click();
      users.push(...(await firstColumn('Provisioned users without a member')));
      const doubles = twins.flatMap((twin) => addresses.map((address) => `${twin}-${address}`));
      expect(users.toSorted()).toEqual(doubles);
      // The other list has stayed where it was.
      await page.getByRole('link', { name: 'First members' }).click();
      await page.getByRole('link', { name: 'First users' }).waitFor();

      await page.goto(`${example.app}/settings/teams`);
      await page.getByRole('row', { name: /Sales .* and 47 more/u }).waitFor();
      await keepScreenshots(page, 'teams-pages');
      const groups = await firstColumn('Groups without a team');
      await page.getByRole('link', { name: 'More groups' }).click();
      groups.push(...(await firstColumn('Groups without a team')));
      expect(groups.toSorted()).toEqual(names.map((name) => `Group ${name}`));
      await page.getByRole('link', { name: '47 more' }).click();
      const people = await page.locator('.card li').allTextContents();
      await keepScreenshots(page, 'team-people');
      await page.getByRole('link', { name: 'More people' }).click();
      people.push(...(await page.locator('.card li').allTextContents()));
      expect(people.toSorted()).toEqual(addresses);

      for (const query of ['after=x', 'users=x', `users=${encodeURIComponent('["a",1]')}`]) {
        expect((await page.goto(`${example.app}/settings/members?${query}`))?.status()).toBe(200);
      }
      expect((await page.goto(`${example.app}/settings/teams?groups=%5B`))?.status()).toBe(200);
    }, 120_000);
  });
});
