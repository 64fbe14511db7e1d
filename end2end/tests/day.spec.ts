// A consultant's day: an engagement of the demo's size written down from nothing, with every click, choice, text and paste counted.
// The budgets are half of what the same took before there were tables to type and paste into; the counts are printed.
import { Counted } from '../support/counted.ts';
import { expect, test } from '../support/test.ts';

/** What each part of the day may take. */
const budgets = { systems: 32, integrations: 68, fields: 160, controls: 177, samples: 12 };

const kinds = ['Shop', 'ERP', 'Warehouse', 'Payments', 'Accounting', 'CRM', 'Mail'];
const systems = [
  ['Name', 'Kind', 'Vendor', 'Business owner', 'Technical owner', 'Who to call', 'API access', 'Delivery', 'API version is pinned', 'Rate limits', 'Authentication'],
  ...kinds.map((kind) => [`Our ${kind}`, kind, 'A vendor', 'Rosa Feld', 'Nils Aker', 'The desk', 'Read and write', 'Webhook', 'No', '60 a minute', 'A key']),
];
const integrations = [
  ['Name', 'From', 'To', 'Criticality', 'Middleware', 'Transport', 'Push or pull', 'Timing', 'Full or incremental', 'Records a month', 'Code available', 'What happens when it breaks', 'What flows', 'Owner of the integration logic'],
  ...kinds.slice(1, 6).map((kind) => [`Shop to ${kind}`, 'Our Shop', `Our ${kind}`, 'Critical', 'Script', 'Scheduled job', 'Push', 'Hourly', 'Incremental', '12000', 'Yes', 'Parcels go out twice.', 'Orders', 'Nils Aker']),
];
const types = ['Order', 'Customer', 'Product'];
/** Ten fields: the shop owns them, the ERP reads them, the rest nothing; Rosa decided. */
const fields = Array.from({ length: 10 }, (_, n) => [`Field ${n + 1}`, 'Owns', 'Read', '', '', '', '', '', '', 'Rosa Feld', '2026-05-04', 'As the shop sells it'].join('\t')).join('\n');
const samples = ['when;what happened;symptom;integration;cause;order', ...Array.from({ length: 20 }, (_, n) => `2024-11-${String(n + 1).padStart(2, '0')} 10:00;Order ${3000 + n} was booked twice;duplicate;Shop to ERP;replayed;${3000 + n}`)].join('\n');
const text = (rows: string[][]) => rows.map((row) => row.join('\t')).join('\n');

/** Somebody at a table of cells. */
class AtTables extends Counted {
  /** Puts copied cells into a grid, from a cell on: a click and a paste. */
  async paste(cell: string, cells: string): Promise<void> {
    const from = this.main.getByLabel(cell, { exact: true });
    await this.click(from);
    this.count += 1;
    await from.evaluate((input, copied) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', copied);
      input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, cells);
  }
}

test('a day of writing down takes half of what it took', async ({ demo, visitor }) => {
  test.setTimeout(240_000);
  const engagement = await demo.draft('tomasz', 'A day of writing down');
  const at = new AtTables(await visitor('tomasz'));
  await at.page.goto(demo.url + engagement);

  await test.step('seven systems', async () => {
    await at.goTo('Systems and integrations');
    await at.follow('Systems as a table');
    await at.unfold('As text');
    await at.write('Table', text(systems));
    await at.press('Save the text');
    await expect(at.main.getByRole('table', { name: 'Systems' }).getByRole('rowheader')).toHaveCount(kinds.length);
    at.over('systems');
  });

  await test.step('five integrations', async () => {
    await at.follow('Integrations as a table');
    await at.unfold('As text');
    await at.write('Table', text(integrations));
    await at.press('Save the text');
    await expect(at.main.getByRole('table', { name: 'Integrations' }).getByRole('rowheader')).toHaveCount(5);
    at.over('integrations');
  });

  await test.step('thirty fields of three data types', async () => {
    await at.goTo('Source of truth');
    for (const type of types) {
      await at.follow('Add a data type');
      await at.write('Name', type);
      await at.press('Save data type');
      await at.follow('Edit as a table', at.main.getByRole('region', { name: type, exact: true }));
      await at.paste('Field, line 2', fields);
      await expect(at.main.getByLabel('Why, line 11')).toHaveValue('As the shop sells it');
      await at.press('Save the table');
      const table = at.main.getByRole('region', { name: type, exact: true }).getByRole('table');
      await expect(table.getByText('Agreed')).toHaveCount(10);
    }
    at.over('fields');
  });

  await test.step('the controls of five integrations', async () => {
    for (const [nth, kind] of kinds.slice(1, 6).entries()) {
      const name = `Shop to ${kind}`;
      await at.goTo('Controls');
      await at.follow('Record controls', at.main.getByRole('region', { name, exact: true }));
      await at.follow(nth === 0 ? 'all missing' : 'as at Shop to ERP');
      await at.write('Evidence of all that have none of their own', 'Seen in the code on one afternoon.');
      for (const control of ['Time received', 'Final outcome, including manual override', 'Runbook']) await at.choose(control, nth === 0 ? 'In place' : 'Partial');
      await at.press('Save controls');
      await expect(at.main.getByRole('region', { name, exact: true }).getByText('Missing', { exact: true }).first()).toBeVisible();
    }
    at.over('controls');
  });

  await test.step('twenty samples', async () => {
    await at.goTo('Failure samples');
    await at.follow('Import a file');
    await at.write('Or rows pasted from a spreadsheet', samples);
    await at.press('Read it');
    await at.press('Store 20 samples');
    await expect(at.page.getByRole('heading', { level: 1 })).toHaveText('Imported', { timeout: 30_000 });
    await at.follow('See the samples');
    await at.follow(/^Change all 20 /);
    await at.choose('Review state', 'Confirmed');
    await at.press(/^Change 20 /);
    await expect(at.main.getByText('20 samples changed.')).toBeVisible();
    at.over('samples');
  });

  for (const [part, budget] of Object.entries(budgets)) {
    const count = at.parts[part] ?? Number.POSITIVE_INFINITY;
    console.log(`${part}: ${count} of ${budget}`);
    expect.soft(count, part).toBeLessThanOrEqual(budget);
  }
});

test('cells are worked by keys, and what a spreadsheet copied makes the rows that it needs', async ({ demo, visitor }) => {
  const engagement = await demo.draft('tomasz', 'A table by keys');
  const page = await visitor('tomasz');
  await page.goto(`${demo.url}${engagement}/systems/table`);
  const cell = (label: string) => page.getByLabel(label, { exact: true });
  await cell('Name, line 2').fill('Shop');
  await cell('Name, line 2').press('ArrowDown');
  await expect(cell('Name, line 3')).toBeFocused();
  await page.keyboard.type('Books');
  await page.keyboard.press('ArrowRight');
  await expect(cell('Kind, line 3')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.type('Shop');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+d');
  await expect(cell('Kind, line 3')).toHaveValue('Shop');
  await expect(cell('Kind, line 4')).toBeFocused();
  const hands = new AtTables(page);
  await hands.paste('Name, line 4', Array.from({ length: 9 }, (_, n) => `Store ${n}\tWarehouse`).join('\n'));
  await expect(cell('Kind, line 12')).toHaveValue('Warehouse');
  await page.getByRole('button', { name: 'Save the table' }).click();
  await expect(page.getByRole('table', { name: 'Systems' }).getByRole('rowheader')).toHaveCount(11);
});
