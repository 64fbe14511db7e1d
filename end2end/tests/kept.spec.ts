// What is typed into long texts outlives a reload, a crash and a lost network; and what answers late, or stands in a second
// window, takes none of it away.
import type { Page } from '@playwright/test';
import type { Demo } from '../support/demo.ts';
import { picture } from '../support/picture.ts';
import { expect, expectAccessible, test } from '../support/test.ts';

const shot = { name: 'wrong-order.png', mimeType: 'image/png', buffer: picture() };
const words = 'First line\n\nand a third, told at length';

/** A network that is gone, and the answer to a form that comes back. */
test.use({ expectedProblems: [/ERR_INTERNET_DISCONNECTED|ERR_FAILED|status of 409/] });

const comment = (page: Page) => page.getByLabel('Add a comment').and(page.locator('textarea'));
const back = (page: Page) => page.getByRole('status').filter({ hasText: 'was not sent. It is back in the form.' });

/** The room of an engagement of its own, with something published in it. */
async function room(demo: Demo, title: string): Promise<string> {
  const engagement = await demo.draft('tomasz', title);
  const seen = await demo.find('tomasz', `${engagement}/publish`, /name="seen" value="(\w+)"/);
  await demo.send('tomasz', `${engagement}/publish`, { seen, newest: '0', note: '' });
  return `${demo.url}${engagement.replace('/e/', '/room/')}`;
}

/** Everything that is asked of the server takes this much longer, in milliseconds. */
async function late(page: Page, latency: number): Promise<void> {
  await page.route('**/*', async (route) => {
    await new Promise((done) => setTimeout(done, latency));
    await route.continue();
  });
}

test('a reload loses nothing, and what was sent is not offered again', async ({ demo, visitor }) => {
  const address = await room(demo, 'Kept: reloaded');
  const page = await visitor('tomasz');
  await page.goto(address);
  await comment(page).fill(words);
  await page.reload();
  await expect(comment(page)).toHaveValue(words);
  await expect(back(page)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Send comment' }).click();
  await expect(page.locator('.thread')).toContainText('and a third, told at length');
  await expect(comment(page)).toHaveValue('');
  await page.reload();
  await expect(comment(page)).toHaveValue('');
});

test('what was kept can be discarded', async ({ demo, visitor }) => {
  const address = await room(demo, 'Kept: discarded');
  const page = await visitor('tomasz');
  await page.goto(address);
  await comment(page).fill(words);
  await page.reload();
  await page.getByRole('button', { name: 'Discard what I typed' }).click();
  await expect(comment(page)).toHaveValue('');
  await page.reload();
  await expect(comment(page)).toHaveValue('');
  await expect(back(page)).toHaveCount(0);
});

test('a browser that crashes loses nothing', async ({ demo, browserOf }) => {
  const address = await room(demo, 'Kept: crashed');
  const page = await browserOf({ storageState: await demo.session('tomasz') });
  await page.goto(address);
  await comment(page).fill(words);
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).some((name) => name.startsWith('typed ')))).toBe(true);
  const next = await page.context().newPage();
  // Without a chance to say goodbye.
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  await next.goto(address);
  await expect(comment(next)).toHaveValue(words);
  await expect(back(next)).toBeVisible();
});

test('a form that is sent without a network is there when it is back', async ({ demo, visitor }) => {
  const address = await room(demo, 'Kept: offline');
  const page = await visitor('tomasz');
  await page.goto(address);
  await comment(page).fill(words);
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Send comment' }).click();
  await expect(page.locator('.thread')).toHaveCount(0);
  await page.context().setOffline(false);
  await page.goto(address);
  await expect(comment(page)).toHaveValue(words);
  await page.getByRole('button', { name: 'Send comment' }).click();
  await expect(page.locator('.thread')).toContainText('and a third, told at length');
});

test('a form with a file that is sent without a network keeps the file too', async ({ demo, visitor }) => {
  const engagement = await demo.draft('tomasz', 'Kept: a file offline');
  const sample = { summary: 'Order 7 twice', symptom: 'duplicate', occurred_at: '2026-11-02T14:05', origin: 'unknown', cause: 'unknown', detected_by: 'staff', outcome: 'failed' };
  const added = (await demo.send('tomasz', `${engagement}/samples/new`, sample)).split('?')[0];
  const page = await visitor('tomasz');
  await page.goto(demo.url + added);
  await page.getByLabel('Add files', { exact: true }).and(page.locator('input')).setInputFiles(shot);
  const send = page.getByRole('form', { name: 'Add files' }).locator('button[type=submit]');
  await page.context().setOffline(true);
  await send.click();
  await expect(page.getByRole('alert').filter({ hasText: 'The server cannot be reached' })).toBeVisible();
  await page.context().setOffline(false);
  await send.click();
  await expect(page.locator('.files li')).toHaveCount(1);
});

test('another person at the same browser sees nothing of it', async ({ demo, browserOf }) => {
  const address = await room(demo, 'Kept: somebody else');
  const page = await browserOf({ storageState: await demo.session('tomasz') });
  await page.goto(address);
  await comment(page).fill(words);
  await page.context().clearCookies();
  await page.context().addCookies((await demo.session('helena')).cookies);
  await page.goto(address);
  await expect(comment(page)).toHaveValue('');
  await page.context().addCookies((await demo.session('tomasz')).cookies);
  await page.goto(address);
  await expect(comment(page)).toHaveValue(words);
});

test('what somebody else changed meanwhile is not overwritten by what was kept', async ({ demo, visitor }) => {
  const engagement = await demo.draft('tomasz', 'Kept: changed meanwhile');
  const workflow = await demo.send('tomasz', `${engagement}/workflows/new`, { version: '0', name: 'Orders' });
  const page = await visitor('tomasz');
  const form = page.locator('form.form').filter({ has: page.locator('textarea') }).first();
  await page.goto(`${demo.url}${workflow}/edit`);
  const area = form.locator('textarea').first();
  const name = (await area.getAttribute('name'))!;
  await area.fill('As I see it');
  await page.reload();
  await expect(area).toHaveValue('As I see it');
  await demo.send('helena', `${workflow}/edit`, { version: '1', name: 'Orders', [name]: 'As she sees it' });
  await page.reload();
  await expect(area).toHaveValue('As she sees it');
  await expect(page.getByRole('status').filter({ hasText: 'You had typed:' })).toContainText('As I see it');
});

test('at 400 ms to the server no letter is lost and a form that is sent twice counts once', async ({ demo, visitor }) => {
  const address = await room(demo, 'Kept: late answers');
  const page = await visitor('tomasz');
  await page.goto(address);
  await late(page, 400);
  await comment(page).focus();
  for (const letter of words) await page.keyboard.type(letter, { delay: 10 });
  await expect(comment(page)).toHaveValue(words);
  await page.getByRole('button', { name: 'Send comment' }).dblclick();
  await expect(page.locator('.thread li')).toHaveCount(1);
  await page.reload();
  await expect(page.locator('.thread li')).toHaveCount(1);
});

test('at 400 ms to the server the text of a map keeps every letter and the focus', async ({ demo, visitor }) => {
  const map = `${demo.url}${await demo.written('tomasz', 'Kept: a late map', { actual: 'Shop: pay\n' })}/actual`;
  const page = await visitor('tomasz');
  await page.goto(`${map}/text`);
  await expect(page.locator('#editor.scripted')).toBeAttached();
  await late(page, 400);
  const text = page.getByLabel('Text of the map');
  await text.focus();
  await page.keyboard.press('Control+End');
  for (const letter of 'ERP: book it at length\nShop: tell them') await page.keyboard.type(letter, { delay: 40 });
  await expect(text).toBeFocused();
  await expect(text).toHaveValue('Shop: pay\nERP: book it at length\nShop: tell them');
  await expect(page.getByRole('status').filter({ hasText: /^Saved/ })).toBeVisible();
});

test('of two windows of one person the second sees what the first saved, and keeps its own', async ({ demo, browserOf }) => {
  const engagement = await demo.draft('tomasz', 'Kept: two windows');
  await demo.send('tomasz', `${engagement}/systems/new`, { version: '0', name: 'Shop', kind: 'shop', vendor: 'Nobody yet' });
  const system = await demo.find('tomasz', `${engagement}/systems`, /(?<=href=")\/e\/[0-9a-f-]{36}\/systems\/[0-9a-f-]{36}/);
  const first = await browserOf({ storageState: await demo.session('tomasz') });
  const second = await first.context().newPage();
  for (const window of [first, second]) await window.goto(demo.url + system);
  await first.getByLabel('Vendor').fill('Northwind');
  await second.getByLabel('Vendor').fill('Southwind');
  await first.getByRole('button', { name: 'Save system' }).click();
  await expect(first.getByRole('heading', { level: 1 })).toHaveText('Systems and integrations');
  await second.getByRole('button', { name: 'Save system' }).click();
  await expect(second.getByRole('alert', { name: 'Two versions of the same row' })).toContainText('Northwind');
  await expect(second.getByLabel('Vendor')).toHaveValue('Southwind');
});

test('two windows of one person at one map lose neither of two lines', async ({ demo, browserOf }) => {
  const map = `${demo.url}${await demo.written('tomasz', 'Kept: two windows at a map', { actual: 'Shop: pay\nERP: book\n' })}/actual`;
  const first = await browserOf({ storageState: await demo.session('tomasz') });
  const second = await first.context().newPage();
  for (const window of [first, second]) {
    await window.goto(`${map}/text`);
    await expect(window.locator('#editor.scripted')).toBeAttached();
  }
  const text = (page: Page) => page.getByLabel('Text of the map');
  await first.bringToFront();
  await text(first).fill('Shop: pay first\nERP: book\n');
  await expect(first.getByRole('status').filter({ hasText: /^Saved/ })).toBeVisible();
  await second.bringToFront();
  await expect(text(second)).toHaveValue('Shop: pay first\nERP: book\n');
  await text(second).focus();
  await second.keyboard.press('Control+End');
  await second.keyboard.type('Shop: tell\n');
  await expect(second.getByRole('status').filter({ hasText: /^Saved/ })).toBeVisible();
  await expect(text(first)).toHaveValue('Shop: pay first\nERP: book\nShop: tell\n');
});
