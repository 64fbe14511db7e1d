// A session that ends while somebody fills in a form takes nothing with it: they sign in on the page that has what they
// typed, or beside it, and send it. With scripts and without, in every kind of form.
import type { Page } from '@playwright/test';
import type { Demo, Name } from '../support/demo.ts';
import { picture } from '../support/picture.ts';
import { expect, expectAccessible, hasScripts, test } from '../support/test.ts';

const shot = { name: 'wrong-order.png', mimeType: 'image/png', buffer: picture() };

// The answer to a wrong password, which browsers note as an error.
test.use({ expectedProblems: [/status of 422/] });

/** The session of this browser ends, as if its time were over: the browser still has its cookie. */
async function ended(page: Page): Promise<void> {
  const context = page.context();
  const cookies = await context.cookies();
  const gone = Buffer.alloc(16, 7).toString('base64url');
  await context.addCookies(cookies.map((cookie) => ({ ...cookie, value: gone })));
}

async function signIn(page: Page, demo: Demo, who: Name): Promise<void> {
  await page.getByLabel('Email').fill(demo.email(who));
  await page.getByLabel('Password').fill(demo.password(who));
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** On the page that a form was answered with whose session had ended: signs in, and sends what was typed. */
async function signInAndSend(page: Page, demo: Demo, who: Name, typed: string[], files = false): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
  await expect(page.getByText('You were signed out meanwhile.')).toBeVisible();
  await expectAccessible(page);
  await signIn(page, demo, who);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What you typed is still here');
  for (const text of typed) await expect(page.getByRole('main')).toContainText(text);
  if (files) {
    await expect(page.getByText('Files were not kept.')).toBeVisible();
    await page.getByLabel('Choose the files again').setInputFiles(shot);
  }
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Send it now' }).click();
}

/** Beside a form with files, which scripts ask about before they are sent: signs in in a tab of its own. */
async function signInBeside(page: Page, demo: Demo, who: Name): Promise<void> {
  const notice = page.getByRole('alert').filter({ hasText: 'You are not signed in any more' });
  await expect(notice).toContainText('the files you chose are still here');
  const [tab] = await Promise.all([page.context().waitForEvent('page'), notice.getByRole('link', { name: 'sign in in a new tab' }).click()]);
  await signIn(tab, demo, who);
  await expect(tab).not.toHaveURL(/sign-in/);
  await tab.close();
}

test('a plain form', async ({ demo, visitor }) => {
  const engagement = await demo.draft('tomasz', 'Resumed: a plain form');
  const page = await visitor('tomasz');
  await page.goto(`${demo.url}${engagement}/systems/new`);
  await page.getByLabel('Name').first().fill('Shop <of> "quotes" & more');
  await page.getByLabel('Vendor').fill('Northwind');
  await ended(page);
  await page.getByRole('button', { name: 'Save system' }).click();
  await signInAndSend(page, demo, 'tomasz', ['Shop <of> "quotes" & more', 'Northwind']);
  await page.goto(`${demo.url}${engagement}/systems`);
  await expect(page.getByRole('main')).toContainText('Shop <of> "quotes" & more');
});

test('a comment in the client room', async ({ demo, visitor }) => {
  const engagement = await demo.draft('tomasz', 'Resumed: a comment');
  const seen = await demo.find('tomasz', `${engagement}/publish`, /name="seen" value="(\w+)"/);
  await demo.send('tomasz', `${engagement}/publish`, { seen, newest: '0', note: '' });
  const room = `${demo.url}${engagement.replace('/e/', '/room/')}`;
  const page = await visitor('tomasz');
  await page.goto(room);
  await page.getByLabel('Add a comment').and(page.locator('textarea')).fill('First line\n\nand a third, told at length');
  await ended(page);
  await page.getByRole('button', { name: 'Send comment' }).click();
  await signInAndSend(page, demo, 'tomasz', ['and a third, told at length']);
  await expect(page.locator('.thread')).toContainText('First line\n\nand a third, told at length');
  // What was sent is not offered once more.
  await page.goto(room);
  await expect(page.getByLabel('Add a comment').and(page.locator('textarea'))).toHaveValue('');
});

test('a form with a file', async ({ demo, visitor }) => {
  const engagement = await demo.draft('tomasz', 'Resumed: a file');
  const sample = { summary: 'Order 7 twice', symptom: 'duplicate', occurred_at: '2026-11-02T14:05', origin: 'unknown', cause: 'unknown', detected_by: 'staff', outcome: 'failed' };
  const added = (await demo.send('tomasz', `${engagement}/samples/new`, sample)).split('?')[0];
  const page = await visitor('tomasz');
  await page.goto(demo.url + added);
  await page.getByLabel('Add files', { exact: true }).and(page.locator('input')).setInputFiles(shot);
  await ended(page);
  const send = page.getByRole('form', { name: 'Add files' }).locator('button');
  await send.click();
  if (hasScripts()) {
    await signInBeside(page, demo, 'tomasz');
    await send.click();
  } else await signInAndSend(page, demo, 'tomasz', [], true);
  await expect(page.locator('.files li')).toHaveCount(1);
  await expect(page.getByRole('img', { name: /wrong-order/ })).toBeVisible();
});

test('a report with a photo', async ({ demo, visitor }) => {
  const room = (await demo.engagement()).replace('/e/', '/room/');
  const summary = `Order 19 arrived empty${hasScripts() ? '' : ', without scripts'}`;
  const page = await visitor('priya');
  await page.goto(`${demo.url}${room}/samples`);
  await page.getByLabel('What happened').fill(summary);
  await page.getByLabel('What it looked like').selectOption({ label: 'Duplicate' });
  await page.locator('input[name=occurred_at]').fill('2026-11-02');
  await page.getByLabel('It happened, time').fill('14:05');
  await page.getByLabel('Files').and(page.locator('input')).setInputFiles(shot);
  await ended(page);
  await page.getByRole('button', { name: 'Send report' }).click();
  if (hasScripts()) {
    await signInBeside(page, demo, 'priya');
    await expect(page.getByLabel('What happened')).toHaveValue(summary);
    await page.getByRole('button', { name: 'Send report' }).click();
  } else await signInAndSend(page, demo, 'priya', [summary], true);
  await expect(page.getByText('Thank you. Your consultants have it now.')).toBeVisible();
  await expect(page.getByRole('row', { name: summary }).last()).toBeVisible();
});

test('the text of a map', async ({ demo, visitor }) => {
  const map = `${demo.url}${await demo.written('tomasz', 'Resumed: a text', { actual: 'Shop: pay\n' })}/actual`;
  const page = await visitor('tomasz');
  await page.goto(`${map}/text`);
  const text = page.getByLabel('Text of the map');
  if (hasScripts()) await expect(page.locator('#editor.scripted')).toBeAttached();
  await ended(page);
  await text.fill('Shop: pay\nERP: book\n');
  if (hasScripts()) await signInToTheMap(page, demo);
  else {
    await page.getByRole('button', { name: 'Save map' }).click();
    await signInAndSend(page, demo, 'tomasz', ['ERP: book']);
  }
  await page.goto(map);
  await expect(page.getByRole('rowheader', { name: 'book' })).toBeVisible();
});

test('the table of a map', async ({ demo, visitor }) => {
  const map = `${demo.url}${await demo.written('tomasz', 'Resumed: a table', { actual: 'Shop: pay\n' })}/actual`;
  const page = await visitor('tomasz');
  await page.goto(`${map}/table`);
  if (hasScripts()) await expect(page.locator('#editor.scripted')).toBeAttached();
  await ended(page);
  await page.getByLabel('Step, row 1', { exact: true }).fill('pay at once');
  if (hasScripts()) {
    await page.keyboard.press('Tab');
    await signInToTheMap(page, demo);
  } else {
    await page.getByRole('button', { name: 'Save table' }).click();
    await signInAndSend(page, demo, 'tomasz', ['pay at once']);
  }
  await page.goto(map);
  await expect(page.getByRole('rowheader', { name: 'pay at once' })).toBeVisible();
});

/** The editor says that nobody is signed in, and saves by itself once somebody is again. */
async function signInToTheMap(page: Page, demo: Demo): Promise<void> {
  const notice = page.locator('[data-notice]');
  await expect(notice).toContainText('You are not signed in any more');
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'),
    notice.getByRole('link', { name: 'Sign in in a new tab' }).click(),
  ]);
  await signIn(tab, demo, 'tomasz');
  await expect(tab).not.toHaveURL(/sign-in/);
  await tab.close();
  await expect(page.getByRole('status').filter({ hasText: /^Saved/ })).toBeVisible();
}

test('a wrong password on the way loses nothing', async ({ demo, visitor }) => {
  const engagement = await demo.draft('tomasz', 'Resumed: a wrong password');
  const page = await visitor('tomasz');
  await page.goto(`${demo.url}${engagement}/workflows/new`);
  await page.getByLabel('Name').first().fill('Returns');
  await ended(page);
  await page.getByRole('button', { name: 'Save workflow' }).click();
  await page.getByLabel('Email').fill(demo.email('tomasz'));
  await page.getByLabel('Password').fill('not the one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('This address and password do not fit.').first()).toBeVisible();
  await page.getByLabel('Password').fill(demo.password('tomasz'));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('main')).toContainText('Returns');
  await page.getByRole('button', { name: 'Send it now' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Returns');
});
