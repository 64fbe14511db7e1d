// Nothing that is typed into a map is lost: not when the session ends, not while a line is unfinished, not to an answer
// that comes late, not to a key pressed twice.
import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';

/** What is written, whichever way it came. */
const text = (page: Page) => page.getByLabel('Text of the map');
const row = (page: Page, column: string, at: number) => page.getByLabel(`${column}, row ${at}`, { exact: true });
const state = (page: Page, words: string | RegExp) => page.getByRole('status').filter({ hasText: words });

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.locator('#editor.scripted')).toBeAttached();
}

async function stored(page: Page, address: string): Promise<string[]> {
  await page.goto(address);
  const rows = page.getByRole('table', { name: 'Every step, in the order told' }).getByRole('rowheader');
  return (await rows.allTextContents()).map((name) => name.trim());
}

/** Everything that is asked of the server takes this much longer, in milliseconds. */
async function late(page: Page, pattern: string, latency: number): Promise<void> {
  await page.route(pattern, async (route) => {
    await new Promise((done) => setTimeout(done, latency));
    await route.continue();
  });
}

test('a session that ends while one types loses nothing, and is begun again beside it', async ({ demo, visitor }) => {
  const map = `${demo.url}${await demo.written('tomasz', 'Cut short', { actual: 'Shop: pay\nERP: book\n' })}/actual`;
  const page = await visitor('tomasz');
  await open(page, `${map}/text`);
  await page.context().clearCookies();
  await text(page).focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('Shop: tell\n');
  const notice = page.locator('[data-notice]');
  await expect(notice).toContainText('You are not signed in any more');
  await text(page).focus();
  await page.keyboard.type('Shop: thank\n');
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'),
    notice.getByRole('link', { name: 'Sign in in a new tab' }).click(),
  ]);
  await expect(tab).toHaveURL(/\/sign-in\?next=/);
  await tab.close();
  // Somebody else at the same browser saves nothing in their own name.
  await page.context().addCookies((await demo.session('helena')).cookies);
  await expect(notice).toContainText('Somebody else signed in here');
  await page.context().addCookies((await demo.session('tomasz')).cookies);
  await expect(state(page, /^Saved/)).toBeVisible();
  await expect(notice).not.toContainText('signed in');
  await expect(text(page)).toHaveValue('Shop: pay\nERP: book\nShop: tell\nShop: thank\n');
  expect(await stored(page, map)).toEqual(['pay', 'book', 'tell', 'thank']);
});

test('an unfinished line is kept beside the map, told apart, and taken up in another browser', async ({ demo, visitor }) => {
  const map = `${demo.url}${await demo.written('tomasz', 'Half a line', { actual: 'Shop: pay\nERP: book\n' })}/actual`;
  const page = await visitor('tomasz');
  await open(page, `${map}/text`);
  await text(page).focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('Shop: tell\n-> bok\n');
  await expect(state(page, 'Kept, but not in the map yet')).toBeVisible();
  expect(await stored(page, map)).toEqual(['pay', 'book']);

  const other = await visitor('tomasz');
  await open(other, `${map}/text`);
  await expect(state(other, 'A line of this text cannot be understood yet')).toBeVisible();
  await expect(text(other)).toHaveValue('Shop: pay\nERP: book\nShop: tell\n-> bok\n');
  const steps = other.getByRole('listbox', { name: 'Steps of the picture' }).getByRole('option');
  await expect(steps).toHaveCount(2);
  await text(other).fill('Shop: pay\nERP: book\nShop: tell\n-> book\n');
  await expect(steps).toHaveCount(3);
  await expect(state(other, /^Saved/)).toBeVisible();
  await other.reload();
  await expect(state(other, 'A line of this text cannot be understood yet')).toHaveCount(0);
  expect(await stored(other, map)).toEqual(['pay', 'book', 'tell']);
});

test('what was left unfinished can be given up', async ({ demo, visitor }) => {
  const map = `${demo.url}${await demo.written('tomasz', 'Given up', { actual: 'Shop: pay\n' })}/actual`;
  const page = await visitor('tomasz');
  await open(page, `${map}/text`);
  await text(page).fill('Shop: pay\n-> bok\n');
  await expect(state(page, 'Kept, but not in the map yet')).toBeVisible();
  await open(page, `${map}/text`);
  await page.getByRole('button', { name: 'Give up this text and go back to the map' }).click();
  await expect(page.locator('#editor.scripted')).toBeAttached();
  await expect(text(page)).toHaveValue('Shop: pay\n');
});

test.describe(() => {
  test.use({ expectedProblems: [/ERR_FAILED/] });

  test('what this browser keeps does not outlive a sign-out', async ({ demo, browserOf }) => {
    const map = `${demo.url}${await demo.written('tomasz', 'Signed out', { actual: 'Shop: pay\n' })}/actual`;
    const page = await browserOf({ storageState: await demo.ownSession('tomasz') });
    await open(page, `${map}/text`);
    await page.route('**/save', (route) => route.abort());
    await text(page).fill('Shop: pay\nERP: book\n');
    await expect(state(page, 'this browser keeps it')).toBeVisible();
    const kept = () => page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('unsaved ')));
    expect(await kept()).toHaveLength(1);
    await page.goto(map);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    expect(await kept()).toEqual([]);
  });
});

test('at 150 ms to the server the table loses no letter and keeps the focus', async ({ demo, visitor }) => {
  const map = `${demo.url}${await demo.written('tomasz', 'Late answers', { actual: 'Shop: pay\nERP: book\n' })}/actual`;
  const page = await visitor('tomasz');
  await open(page, `${map}/table`);
  await late(page, '**/*', 150);
  for (const at of [1, 2]) {
    const own = row(page, 'Step', at);
    await own.focus();
    await page.keyboard.press('End');
    for (const letter of ' and a long name that takes its time') await page.keyboard.type(letter, { delay: 25 });
    await expect(own).toBeFocused();
    await page.keyboard.press('Tab');
  }
  await expect(state(page, /^Saved/)).toBeVisible();
  const name = 'and a long name that takes its time';
  expect(await stored(page, map)).toEqual([`pay ${name}`, `book ${name}`]);
});

test('what is typed while the server is asked what others saved is not called saved', async ({ demo, visitor }) => {
  const map = `${demo.url}${await demo.written('tomasz', 'Asked meanwhile', { actual: 'Shop: pay\nERP: book\n' })}/actual`;
  const page = await visitor('tomasz');
  await open(page, `${map}/table`);
  let answer = () => {};
  const held = new Promise<void>((done) => (answer = done));
  const asked = page.waitForRequest('**/stored');
  await page.route('**/stored', async (route) => {
    await held;
    await route.continue();
  });
  // The browser comes back into sight, and asks.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await asked;
  await row(page, 'Step', 2).fill('book and tell');
  await page.keyboard.press('Tab');
  await expect(text(page)).toHaveValue('Shop: pay\nERP: book and tell\n');
  await expect(state(page, 'Not saved yet')).toBeVisible();
  answer();
  await expect(state(page, /^Saved/)).toBeVisible();
  expect(await stored(page, map)).toEqual(['pay', 'book and tell']);
});

test('a cell that one is still in when the tab is closed is taken up the next time', async ({ demo, browserOf }) => {
  const map = `${demo.url}${await demo.written('tomasz', 'Closed early', { actual: 'Shop: pay\nERP: book\n' })}/actual`;
  const page = await browserOf({ storageState: await demo.ownSession('tomasz') });
  await open(page, `${map}/table`);
  await row(page, 'Step', 1).focus();
  await page.keyboard.press('End');
  await page.keyboard.type(' at once');
  const next = await page.context().newPage();
  await page.close({ runBeforeUnload: true });
  await open(next, `${map}/table`);
  await expect(row(next, 'Step', 1)).toHaveValue('pay at once');
  await expect(state(next, /^Saved/)).toBeVisible();
  expect(await stored(next, map)).toEqual(['pay at once', 'book']);
});

test('what is typed into the table before the editor is awake counts', async ({ demo, visitor }) => {
  const map = `${demo.url}${await demo.written('tomasz', 'Typed early', { actual: 'Shop: pay\nERP: book\n' })}/actual`;
  const page = await visitor('tomasz');
  let wake = () => {};
  const held = new Promise<void>((done) => (wake = done));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${map}/table`, { waitUntil: 'domcontentloaded' });
  await row(page, 'Step', 1).fill('pay at once');
  await row(page, 'Step', 3).focus();
  await page.keyboard.type('tell');
  wake();
  await expect(page.locator('#editor.scripted')).toBeAttached();
  await expect(page.getByLabel('Step, new row')).toBeFocused();
  await page.keyboard.type(' them');
  await page.keyboard.press('Enter');
  await expect(text(page)).toHaveValue(/^Shop: pay at once\nERP: book\n(ERP: )?tell them\n$/);
  await expect(state(page, /^Saved/)).toBeVisible();
});

test('undo takes back what is typed in the field one is in, then what counts', async ({ demo, visitor }) => {
  const map = `${demo.url}${await demo.written('tomasz', 'Taken back', { actual: 'Shop: pay\nERP: book\n' })}/actual`;
  const page = await visitor('tomasz');
  await open(page, `${map}/table`);
  const first = row(page, 'Step', 1);
  await first.fill('pay at once');
  await page.keyboard.press('Tab');
  await expect(text(page)).toHaveValue('Shop: pay at once\nERP: book\n');
  const second = row(page, 'Step', 2);
  await second.focus();
  await page.keyboard.press('End');
  await page.keyboard.type(' it');
  await page.keyboard.press('Control+z');
  await expect(second).not.toHaveValue('book it');
  await expect(first).toHaveValue('pay at once');
  await second.fill('book');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+z');
  await expect(first).toHaveValue('pay');
  await expect(text(page)).toHaveValue('Shop: pay\nERP: book\n');
});

test('a map that is sent twice counts once', async ({ demo, visitor }) => {
  const map = `${demo.url}${await demo.written('tomasz', 'Sent twice', { actual: 'Shop: pay\n' })}/actual`;
  const page = await visitor('tomasz');
  await open(page, `${map}/text`);
  await late(page, '**/save', 150);
  const saved: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') saved.push(new URL(request.url()).pathname.split('/').at(-1)!);
  });
  await text(page).fill('Shop: pay\nERP: book\n');
  await page.getByRole('button', { name: 'Save map' }).dblclick();
  await expect(page).toHaveURL(map);
  expect(saved).toEqual(['save']);
  expect(await stored(page, map)).toEqual(['pay', 'book']);
});
