// Two maps against each other: suggested pairs with reasons, decided by a person, told in words and in one drawing.
import { expect, expectAccessible, test } from '../support/test.ts';

const intended = 'Shop: Order paid\nERP: Create order\nFinance: Approve the order\nWarehouse: Pick goods\n';
const actual = 'Shop: Order is paid\nOffice: Type the order into the ERP [copy-paste] (5 min x 200/month)\nERP: Creates orders\nWarehouse: Goods picked\n';

test('two maps are compared: suggested, confirmed, rejected, judged and drawn as one', async ({ demo, visitor }) => {
  const workflow = `${demo.url}${await demo.written('tomasz', 'Two maps', { intended, actual })}`;
  const page = await visitor('tomasz');
  await page.goto(`${workflow}/compare`);
  const suggested = page.getByRole('region', { name: 'Suggested pairs' });
  await expect(suggested.getByRole('row').filter({ hasText: 'Order paid' })).toContainText('the names share “Order”, “paid”');
  await expectAccessible(page);
  for (const name of ['Order paid', 'Create order']) {
    await suggested.getByRole('row').filter({ hasText: `: ${name}` }).getByRole('button', { name: /^Confirm/ }).click();
  }
  await suggested.getByRole('row').filter({ hasText: 'Pick goods' }).getByRole('button', { name: /^Reject/ }).click();
  await expect(page.getByRole('region', { name: 'Suggested pairs' }).getByText('Pick goods')).toHaveCount(0);

  await page.getByLabel('Intended step').selectOption({ label: 'Warehouse: Pick goods' });
  await page.getByLabel('What is really done').selectOption({ label: 'Warehouse: Goods picked' });
  await page.getByRole('button', { name: 'Pair these' }).click();
  await expect(page.getByText('3 the same, 0 changed, 1 missing, 1 shadow steps; 2 not judged yet.')).toBeVisible();

  await page.getByRole('combobox', { name: /What it means: “Type the order/ }).selectOption('Workaround');
  await page.getByRole('combobox', { name: /What it means: “Approve/ }).selectOption('Wrong assumption');
  await page.getByRole('button', { name: 'Save judgements' }).click();
  await expect(page.getByText('0 not judged yet.')).toBeVisible();

  await page.getByRole('link', { name: 'Side by side' }).click();
  await expect(page.getByRole('table', { name: 'Both maps, step beside step' })).toMatchAriaSnapshot(`
    - table:
      - rowgroup:
        - row "Intended Compared Really done"
      - rowgroup:
        - 'row \"1 Shop: Order paid As intended 1 Shop: Order is paid\"'
        - 'row \"— Never intended 2 Office: Type the order into the ERP\"'
        - 'row \"2 ERP: Create order As intended 3 ERP: Creates orders\"'
        - 'row \"3 Finance: Approve the order Does not happen —\"'
        - 'row \"4 Warehouse: Pick goods As intended 4 Warehouse: Goods picked\"'
  `);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'One map' }).click();
  await expect(page.getByRole('document', { name: /both maps in one$/ }).getByRole('link')).toHaveText([/Order is paid/, /Type the order/, /Creates orders/, /Approve/, /Goods picked/]);
  await expectAccessible(page);
});

test('confirmed pairs survive an edit of the map', async ({ demo, visitor }) => {
  const workflow = `${demo.url}${await demo.written('tomasz', 'Pairs that stay', { intended, actual })}`;
  const page = await visitor('tomasz');
  await page.goto(`${workflow}/compare`);
  await page.getByRole('button', { name: /^Confirm: Shop: Order paid/ }).click();
  await page.goto(`${workflow}/actual/text`);
  await page.getByLabel('Text of the map').fill(actual.replace('Order is paid', 'The order is paid at last'));
  await page.getByRole('button', { name: 'Save map' }).click();
  await page.waitForURL(/\/actual$/);
  await page.goto(`${workflow}/compare`);
  await expect(page.getByRole('table', { name: 'Confirmed pairs' })).toContainText('The order is paid at last');
});
