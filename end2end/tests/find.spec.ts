// Going anywhere by name: “Go to” finds what is written in the engagements, and leads to it; lists sort and narrow by their address.
import { expect, test } from '../support/test.ts';

test('“Go to” finds a system, a step and a sample by their names, and Enter leads to the first', async ({ demo, visitor }) => {
  const workflow = await demo.written('tomasz', 'Found by name', { actual: 'Kiosk 77: weigh the parcel\nERP: book it\n' });
  const engagement = workflow.replace(/\/workflows\/.*/, '');
  await demo.send('tomasz', `${engagement}/systems/new`, { version: '0', name: 'Kiosk 77', kind: 'shop' });
  const page = await visitor('tomasz');
  await page.goto(`${demo.url}${engagement}/systems`);
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog', { name: 'Go to' });
  await page.keyboard.type('weigh parcel');
  await expect(dialog.getByRole('link', { name: /^weigh the parcel Step · Found by name/ })).toBeVisible();
  await dialog.getByRole('textbox').fill('kiosk 77');
  await expect(dialog.getByRole('link', { name: /^Kiosk 77 System/ })).toBeVisible();
  await expect(dialog.getByRole('link', { name: /^weigh/ })).toHaveCount(0);
  await dialog.getByRole('textbox').press('Enter');
  await expect(page).toHaveURL(/\/systems\/[0-9a-f-]{36}$/);
  await expect(page).toHaveTitle(/ · Found by name · Faultline$/);
});

test('a link that is shown once is copied by its button', async ({ demo, visitor }) => {
  const page = await visitor('helena');
  await page.goto(`${demo.url}/people/new`);
  const main = page.getByRole('main');
  await main.getByLabel(/^Name/).fill('Copied Once');
  await main.getByLabel(/^Email/).fill('copied.once@firm.example');
  await main.getByRole('radio', { name: 'Consultant', exact: true }).check();
  await main.getByRole('button', { name: 'Make the link' }).click();
  const link = page.locator('.one-time-link code');
  await expect(link).toContainText('/join/');
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Copied', exact: true })).toBeVisible();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe(await link.textContent());
});

test('a list is sorted by the head of a column, and keeps what narrows it', async ({ demo, visitor }) => {
  const page = await visitor('tomasz');
  await page.goto(`${demo.url}${await demo.engagement()}/systems`);
  const names = () => page.getByRole('table', { name: 'Systems' }).getByRole('rowheader').allTextContents();
  await page.getByRole('table', { name: 'Systems' }).getByRole('link', { name: 'System', exact: true }).click();
  const up = await names();
  expect(up.length).toBeGreaterThan(2);
  expect(up).toEqual([...up].sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase(), 'en')));
  await page.getByRole('table', { name: 'Systems' }).getByRole('link', { name: 'System', exact: true }).click();
  expect(await names()).toEqual([...up].reverse());
});
