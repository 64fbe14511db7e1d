// A file becomes samples: chosen, looked at, stored in the background, with and without scripts; cancelled and begun again.
import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { expect, expectAccessible, test } from '../support/test.ts';

const header = 'date,message,symptom,order';
const row = (n: number) => `2024-10-${String((n % 28) + 1).padStart(2, '0')},Order ${n} was booked twice by buyer${n}@example.org,duplicate,${n}`;
const orders = (count: number) => [header, ...Array.from({ length: count }, (_, n) => row(n))].join('\n') + '\n';

// A form that comes back says so with its status.
test.use({ expectedProblems: [/status of 422/] });

/** Sends a file and confirms what the page shows of it. */
async function send(page: Page, samples: string, text: string, store: string | RegExp): Promise<void> {
  await page.goto(`${samples}/import`);
  // A file of 40,000 rows takes its time on the way in.
  await page.getByLabel('File', { exact: true }).setInputFiles({ name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }, { timeout: 30_000 });
  await page.getByRole('button', { name: 'Read it' }).click({ timeout: 90_000 });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check before storing');
  await page.getByRole('button', { name: store }).click();
}

test('a file is stored in the background, and its refused rows come back as a file', async ({ demo, visitor }) => {
  const samples = `${demo.url}${await demo.draft('tomasz', 'A file of orders')}/samples`;
  const page = await visitor('tomasz');
  await send(page, samples, orders(400) + 'soon,Never,duplicate,1\n', 'Store 400 samples');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Imported', { timeout: 20_000 });
  await expect(page.locator('dl.figures')).toContainText('400');
  await expectAccessible(page);
  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download the refused rows' }).click();
  expect(readFileSync(await (await saved).path(), 'utf8')).toContain('“soon” is no date');

  await send(page, samples, orders(400), 'Store 400 samples');
  await expect(page.getByText('Nothing new')).toBeVisible({ timeout: 20_000 });
});

test('an import shows how far it is, is cancelled, and begins again', async ({ demo, visitor }) => {
  test.setTimeout(300_000);
  const samples = `${demo.url}${await demo.draft('tomasz', 'A large file')}/samples`;
  const page = await visitor('tomasz');
  await send(page, samples, orders(40_000), 'Store the samples');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import of failure samples');
  await expect(page.getByRole('status')).toContainText('% done', { timeout: 20_000 });
  await page.getByRole('button', { name: 'Cancel it' }).click();
  await expect(page.getByText('Cancelled. Nothing was stored.')).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: 'Start it again' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Imported', { timeout: 150_000 });
  await expect(page.locator('dl.figures')).toContainText('40,000');
});

test('what cannot be read is told where the file was chosen', async ({ demo, visitor }) => {
  const samples = `${demo.url}${await demo.draft('tomasz', 'No file at all')}/samples`;
  const page = await visitor('tomasz');
  await page.goto(`${samples}/import`);
  await page.getByLabel('File', { exact: true }).setInputFiles({ name: '../page.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect(page.getByText('This is no text. Export it as CSV, JSON or XLSX and send that.').first()).toBeVisible();
  await page.getByLabel('Or rows pasted from a spreadsheet').fill(`${header}\n`);
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect(page.getByLabel('Or rows pasted from a spreadsheet')).toHaveValue(`${header}\n`);
});
