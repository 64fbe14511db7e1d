// Two exports are compared: sent, checked, compared in the background, with and without scripts; cancelled and begun again;
// differences become samples; a newer pair tells what is fixed.
import type { Locator, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { expect, expectAccessible, test } from '../support/test.ts';

// A form that comes back says so with its status.
test.use({ expectedProblems: [/status of 422/] });

const shop = [
  'order_id,customer_mail,total,state,updated,note',
  '1001,ada@example.org,10.00,PAID,2026-10-01 09:00,fine',
  '1002,bob@example.org,12.50,OPEN,2026-10-02 09:00,fine',
  '1003,cleo@example.org,7.00,PAID,2026-10-03 09:00,=1+1',
  '1004,dee@example.org,9.00,PAID,2026-10-04 09:00,fine',
  '1005,eve@example.org,3.00,OPEN,2026-10-05 09:00,fine',
  '1005,eve@example.org,4.00,OPEN,2026-10-05 09:00,fine',
  '1007,gus@example.org,21.00,PAID,2026-10-05 10:00,fine',
];
const erp = [
  'OrderNo;Mail;Total;Status;Changed;Remark',
  '1001;ADA@example.org;10,00;paid;01.10.2026 09:00;fine',
  '1002;bob@example.org;12,50;open;02.10.2026 09:00;fine',
  '1003;cleo@example.org;8,00;paid;03.10.2026 09:00;gift',
  '1005;eve@example.org;3,00;open;05.10.2026 09:00;fine',
  '1006;fay@example.org;5,00;open;05.10.2026 12:00;fine',
  'X-7;gus@example.org;21,00;paid;05.10.2026 10:00;fine',
];
const file = (name: string, lines: string[]) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n') + '\n') });

/** An engagement with two systems, and a matrix that says who owns an order's total and not who owns its state. */
async function place(demo: import('../support/demo.ts').Demo, title: string): Promise<string> {
  const engagement = await demo.draft('tomasz', title);
  for (const [name, kind] of [['Web shop', 'shop'], ['ERP', 'erp']]) {
    await demo.send('tomasz', `${engagement}/systems/new`, { version: '0', name, kind });
  }
  await demo.send('tomasz', `${engagement}/truth/types/new`, { version: '0', name: 'Order' });
  const form = `${engagement}/truth/fields/new`;
  const type = await demo.find('tomasz', form, /<option value="([0-9a-f-]{36})"[^>]*>Order</);
  const owner = await demo.find('tomasz', form, /name="right_([0-9a-f-]{36})"/);
  const common = { version: '0', data_type: type, decided_by: 'Head of finance', decided_on: '2026-10-01' };
  await demo.send('tomasz', form, { ...common, name: 'Total', standing: 'agreed', [`right_${owner}`]: 'owns' });
  await demo.send('tomasz', form, { ...common, name: 'State', standing: 'unassigned' });
  return demo.url + engagement;
}

/** Sends two exports and waits for the page that shows what would be compared. */
async function send(page: Page, a: string[], b: string[]): Promise<void> {
  const first = page.getByLabel('Which system the first is from');
  if (await first.count()) {
    await first.selectOption({ label: 'Web shop' });
    await page.getByLabel('Which system the second is from').selectOption({ label: 'ERP' });
  }
  await page.getByLabel('First file').setInputFiles(file('shop.csv', a));
  await page.getByLabel('Second file').setInputFiles(file('erp.csv', b));
  await page.getByRole('button', { name: 'Read both' }).click({ timeout: 90_000 });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check what is compared', { timeout: 30_000 });
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const pair = (page: Page, column: string): Locator => page.getByRole('group', { name: new RegExp(`^${column}`) });
const figure = (page: Page, label: string) => page.locator('dl.figures > div').filter({ has: page.getByText(label, { exact: true }) }).locator('.figure');

/** Compares what is suggested. */
async function compare(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(heading(page)).toHaveText('Web shop and ERP', { timeout: 30_000 });
}

async function picture(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${test.info().project.name}-${name}.png`, fullPage: true });
}

test('two exports become differences, and those become samples, once', async ({ demo, visitor }) => {
  test.setTimeout(120_000);
  const engagement = await place(demo, 'Two exports');
  const page = await visitor('tomasz');
  await page.goto(`${engagement}/reconcile`);
  await expect(page.getByText('Nothing compared yet')).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'empty');
  await page.getByRole('link', { name: 'Compare two exports' }).click();
  await expectAccessible(page);
  await picture(page, 'new');
  await send(page, shop, erp);
  await expectAccessible(page);
  await picture(page, 'settings');
  await expect(pair(page, 'order_id').getByLabel('Used as')).toHaveValue('key');
  await expect(pair(page, 'total').getByLabel('Compared as')).toHaveValue('number');

  // Something that cannot be compared comes back with what was typed.
  await pair(page, 'total').locator('summary').click();
  await pair(page, 'total').getByLabel('Tolerance').fill('soon');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByText('Write a tolerance as a number')).toBeVisible();
  await pair(page, 'total').locator('summary').click();
  await expect(pair(page, 'total').getByLabel('Tolerance')).toHaveValue('soon');
  await picture(page, 'refused');
  await pair(page, 'total').getByLabel('Tolerance').fill('');
  await compare(page);

  await expect(figure(page, 'Only in Web shop')).toHaveText('1');
  await expect(figure(page, 'Only in ERP')).toHaveText('1');
  await expect(figure(page, 'Different')).toHaveText('1');
  await expect(figure(page, 'Duplicates in Web shop')).toHaveText('1');
  await expect(figure(page, 'Mismatched ids')).toHaveText('1');
  await expect(page.getByRole('row', { name: /^total/ }).getByText('Web shop is right')).toBeVisible();
  await expect(page.getByRole('row', { name: /^state/ }).getByText('nobody decided')).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText('@example.org');
  await expectAccessible(page);
  await picture(page, 'found');

  await page.goto(`${engagement}/reconcile`);
  await page.getByRole('link', { name: 'Web shop and ERP' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download CSV' }).click();
  const csv = readFileSync(await (await saved).path(), 'utf8');
  expect(csv).toContain(`"'=1+1"`);
  expect(csv).not.toContain('@example.org');

  await page.getByRole('button', { name: 'Make samples of the ticked' }).click();
  await expect(page.getByText('Tick the differences first')).toBeVisible();
  await page.getByLabel('Tick: 1003').check();
  await page.getByRole('button', { name: 'Make samples of the ticked' }).click();
  await expect(heading(page)).toHaveText('Imported');
  await expect(figure(page, 'Stored')).toHaveText('1');
  await page.goto(`${engagement}/reconcile`);
  await page.getByRole('link', { name: 'Web shop and ERP' }).click();
  await page.locator('summary').filter({ hasText: 'Make samples of all' }).click();
  await page.getByRole('button', { name: /^Make samples of all/ }).click();
  await expect(heading(page)).toHaveText('Imported', { timeout: 30_000 });
  await expect(figure(page, 'Stored')).toHaveText('4');
  await expect(figure(page, 'Repeated')).toHaveText('1');
});

test('a newer pair tells what is fixed, what is new and what is still there', async ({ demo, visitor }) => {
  test.setTimeout(120_000);
  const engagement = await place(demo, 'A newer pair');
  const page = await visitor('tomasz');
  await page.goto(`${engagement}/reconcile/new`);
  await send(page, shop, erp);
  await compare(page);
  await page.getByRole('link', { name: 'Compare a newer pair' }).click();
  await expect(heading(page)).toHaveText('Compare a newer pair');
  const newer = erp.map((line) => line.replace('1003;cleo@example.org;8,00', '1003;cleo@example.org;7,00').replace('gift', '=1+1').replace('12,50;open', '99,00;open'));
  await send(page, shop, newer);
  await expect(page.getByText('These are the settings of the comparison before.')).toBeVisible();
  await compare(page);
  await expect(page.getByRole('link', { name: '1 new' })).toBeVisible();
  await expect(page.getByRole('link', { name: '4 still there' })).toBeVisible();
  await picture(page, 'newer');
  await page.getByRole('link', { name: '1 fixed' }).click();
  await expect(page.getByRole('rowheader', { name: /1003/ })).toBeVisible();
  await expect(page.getByRole('rowheader', { name: /1004/ })).toHaveCount(0);
  await page.goto(`${engagement}/reconcile`);
  await expect(page.getByRole('heading', { name: 'Are we getting better?' })).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'list');
});

test('a comparison shows how far it is, is cancelled, and begins again', async ({ demo, visitor }) => {
  test.setTimeout(180_000);
  const engagement = await place(demo, 'Large exports');
  const page = await visitor('tomasz');
  const row = (n: number, total: number) => `${n},buyer${n}@example.org,${total}.00`;
  const rows = Array.from({ length: 150_000 }, (_, n) => n);
  await page.goto(`${engagement}/reconcile/new`);
  await send(page, ['id,mail,total', ...rows.map((n) => row(n, n))], ['id,mail,total', ...rows.map((n) => row(n, n % 5 ? n : n + 1))]);
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(heading(page)).toHaveText('Comparison of two exports');
  await page.getByRole('button', { name: 'Cancel it' }).click();
  await expect(page.getByText('Cancelled. Nothing was stored.')).toBeVisible({ timeout: 30_000 });
  await picture(page, 'cancelled');
  await page.getByRole('button', { name: 'Start it again' }).click();
  await expect(heading(page)).toHaveText('Web shop and ERP', { timeout: 90_000 });
  await expect(figure(page, 'Different')).toHaveText('30,000');
});

test('what cannot be read is told where the file was chosen', async ({ demo, visitor }) => {
  const engagement = await place(demo, 'No exports at all');
  const page = await visitor('tomasz');
  await page.goto(`${engagement}/reconcile/new`);
  await page.getByLabel('Which system the first is from').selectOption({ label: 'ERP' });
  await page.getByLabel('Which system the second is from').selectOption({ label: 'ERP' });
  await page.getByLabel('First file').setInputFiles({ name: '../page.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
  await page.getByLabel('Second file').setInputFiles(file('erp.csv', erp));
  await page.getByRole('button', { name: 'Read both' }).click();
  await expect(page.getByText('This is no text. Export it as CSV, JSON or XLSX').first()).toBeVisible();
  await expect(page.getByText('Choose another system than for the first export.').first()).toBeVisible();
  await picture(page, 'unreadable');
});
