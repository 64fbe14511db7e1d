// A map written live: by keyboard in each of the three ways, by two people at once, and taken back step by step.
import type { Page } from '@playwright/test';
import { startServer } from '../support/server.ts';
import { expect, expectAccessible, test } from '../support/test.ts';

const steps = Array.from({ length: 15 }, (_, at) => `Step ${'abcdefghijklmno'[at]}`);

/** What is written, whichever way it came. */
const text = (page: Page) => page.getByLabel('Text of the map');

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.locator('#editor.scripted')).toBeAttached();
}

async function expectSaved(page: Page): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: /^Saved/ })).toBeVisible();
}

/** The names of the steps as they are stored, in the order told. */
async function stored(page: Page, address: string): Promise<string[]> {
  await page.goto(address);
  const rows = page.getByRole('table', { name: 'Every step, in the order told' }).getByRole('rowheader');
  return (await rows.allTextContents()).map((name) => name.trim());
}

test('fifteen steps as text, by keyboard, with a completion taken', async ({ demo, visitor }) => {
  const workflow = demo.url + (await demo.written('tomasz', 'Fifteen lines'));
  const page = await visitor('tomasz');
  await open(page, `${workflow}/actual/text`);
  await text(page).focus();
  await page.keyboard.type('Warehouse: Step a\n');
  await page.keyboard.type('ware');
  await expect(page.getByRole('listbox', { name: 'Offers' }).getByRole('option', { name: 'Warehouse' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Step b\n');
  for (const step of steps.slice(2)) await page.keyboard.type(`${step}\n`);
  await expect(page.getByRole('option', { name: /^Step o\. Automated task in Warehouse/ })).toBeAttached();
  await expectSaved(page);
  expect(await stored(page, `${workflow}/actual`)).toEqual(steps);
});

test('fifteen steps as a table, by keyboard, with a branch', async ({ demo, visitor }) => {
  const workflow = demo.url + (await demo.written('tomasz', 'Fifteen rows'));
  const page = await visitor('tomasz');
  await open(page, `${workflow}/actual/table`);
  await page.getByRole('button', { name: 'Add a row' }).focus();
  await page.keyboard.press('Enter');
  for (const [at, step] of steps.entries()) {
    await expect(page.getByLabel('Step, new row')).toBeFocused();
    await page.keyboard.type(step);
    await page.keyboard.press('Enter');
    await expect(page.getByLabel(`Step, row ${at + 1}`, { exact: true })).toHaveValue(step);
  }
  const third = page.getByLabel('Step, row 3', { exact: true });
  await third.focus();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(page.getByLabel('Leads to, row 2', { exact: true })).toHaveValue('yes: 3, no: 4');
  await expect(third).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(page.getByLabel('Step, row 4', { exact: true })).toHaveValue('Step c');
  await expectSaved(page);
  const moved = [...steps.slice(0, 2), steps[3], steps[2], ...steps.slice(4)];
  expect(await stored(page, `${workflow}/actual`)).toEqual(moved);
});

test('fifteen steps as a picture, by keyboard, then thirty steps back', async ({ demo, visitor }) => {
  const workflow = demo.url + (await demo.written('tomasz', 'Fifteen boxes'));
  const page = await visitor('tomasz');
  await open(page, `${workflow}/actual/text`);
  const picture = page.getByRole('listbox', { name: 'Steps of the picture' });
  await picture.focus();
  const add = async (words: string) => {
    await page.keyboard.press('Enter');
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
    await expect(picture).toBeFocused();
    const name = words.replace(/^.*: /, '');
    await expect(picture.getByRole('option', { name, exact: false, selected: true })).toBeAttached();
  };
  for (const [at, step] of steps.entries()) await add(at === 0 ? `Warehouse: ${step}` : step);
  for (const step of steps) await add(`More ${step}`);
  await expect(picture.getByRole('option')).toHaveCount(30);
  await expectSaved(page);
  for (let left = 30; left > 0; left--) {
    await page.keyboard.press('Control+z');
    await expect(picture.getByRole('option')).toHaveCount(left - 1);
    if (left > 1) await expect(text(page)).not.toHaveValue(/More Step o/);
  }
  await expect(text(page)).toHaveValue('');
  for (let back = 1; back <= 15; back++) await page.keyboard.press('Control+Shift+z');
  await expect(text(page)).toHaveValue(/Step o\n$/);
  await expectSaved(page);
  expect(await stored(page, `${workflow}/actual`)).toEqual(steps);
});

test('a step of the picture is renamed, led elsewhere, moved to another lane and taken away', async ({ demo, visitor }) => {
  const workflow = demo.url + (await demo.written('tomasz', 'A changed picture', { actual: 'Shop: pay\nERP: book\nShop: tell\n' }));
  const page = await visitor('tomasz');
  await open(page, `${workflow}/actual/text`);
  const picture = page.getByRole('listbox', { name: 'Steps of the picture' });
  await expect(picture.getByRole('option')).toHaveCount(3);
  await picture.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('F2');
  await page.keyboard.type('pay at once');
  await page.keyboard.press('Enter');
  await expect(text(page)).toHaveValue('Shop: pay at once\nERP: book\nShop: tell\n');
  await page.keyboard.press('c');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(text(page)).toHaveValue(/-> tell/);
  await page.keyboard.press('End');
  await page.keyboard.press('l');
  await page.keyboard.type('Office');
  await page.keyboard.press('Enter');
  await expect(text(page)).toHaveValue(/Office: tell/);
  await page.keyboard.press('Home');
  await page.keyboard.press('Delete');
  await expect(text(page)).toHaveValue('ERP: book\nOffice: tell\n');
  await expectAccessible(page);
});

test('a table pasted from a spreadsheet becomes steps', async ({ demo, visitor }) => {
  const workflow = demo.url + (await demo.written('tomasz', 'A pasted table'));
  const page = await visitor('tomasz');
  await open(page, `${workflow}/actual/text`);
  await text(page).focus();
  await text(page).evaluate((area) => {
    const data = new DataTransfer();
    data.setData('text/plain', 'Who\tActivity\tMinutes\nShop\tpay\t\nOffice\ttype it again\t5\n');
    area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(text(page)).toHaveValue('Shop: pay\nOffice: type it again (5 min)\n');
});

test('an error is said at its line, and leads there', async ({ demo, visitor }) => {
  const workflow = demo.url + (await demo.written('tomasz', 'A slip'));
  const page = await visitor('tomasz');
  await open(page, `${workflow}/actual/text`);
  await text(page).focus();
  await page.keyboard.type('Shop: pay\nERP: book\n-> bok\n');
  const said = page.getByRole('list', { name: 'What deserves a look' });
  await expect(said).toContainText('Line 3, column 1 No step is called “bok”. Did you mean “book”?');
  await expect(page.getByRole('status').filter({ hasText: 'Kept, but not in the map yet' })).toBeVisible();
  await said.getByRole('button', { name: 'Line 3, column 1' }).click();
  await expect(text(page)).toBeFocused();
});

test('two people on two servers see each other’s lines, and lose none', async ({ demo, visitor }) => {
  const workflow = await demo.written('helena', 'Four hands', { actual: 'Shop: pay\nERP: book\nShop: tell\n' });
  const second = await startServer([], demo.server);
  try {
    const [one, other] = [await visitor('helena'), await visitor('helena')];
    await open(one, `${demo.url}${workflow}/actual/text`);
    await open(other, `${second.url}${workflow}/actual/text`);
    await text(one).focus();
    await one.keyboard.press('Control+Home');
    await one.keyboard.type('Shop: choose\n');
    await expect(text(other)).toHaveValue('Shop: choose\nShop: pay\nERP: book\nShop: tell\n', { timeout: 2_000 });
    await text(other).focus();
    await other.keyboard.press('Control+End');
    await other.keyboard.type('Shop: thank\n');
    await text(one).focus();
    await one.keyboard.press('Control+Home');
    await one.keyboard.type('Shop: look\n');
    for (const page of [one, other]) {
      await expect(text(page)).toHaveValue(/look\n.*choose\n[^]*tell\n(Shop: )?thank\n/);
      await expectSaved(page);
    }
    // Undo takes back one's own lines only.
    await one.keyboard.press('Control+z');
    await expect(text(one)).not.toHaveValue(/look/);
    await expect(text(one)).toHaveValue(/thank/);
  } finally {
    await second.stop();
  }
});

test.describe(() => {
  test.use({ expectedProblems: [/ERR_INTERNET_DISCONNECTED/] });

  test('two people who change the same line are shown both sides', async ({ demo, visitor }) => {
    const workflow = `${demo.url}${await demo.written('helena', 'One line', { actual: 'Shop: pay\nERP: book\n' })}/actual`;
    const [one, other] = [await visitor('helena'), await visitor('helena')];
    await open(one, `${workflow}/text`);
    await open(other, `${workflow}/text`);
    await other.context().setOffline(true);
    await text(other).fill('Shop: pay by card\nERP: book\n');
    await text(one).fill('Shop: pay in cash\nERP: book\n');
    await expectSaved(one);
    await other.context().setOffline(false);
    const notice = other.locator('[data-notice]');
    await expect(notice).toContainText('pay in cash');
    await expect(notice).toContainText('pay by card');
    await notice.getByRole('button', { name: 'Keep both' }).click();
    for (const page of [one, other]) await expect(text(page)).toHaveValue(/pay in cash\n[^]*pay by card/);
  });
});

test.describe(() => {
  test.use({ expectedProblems: [/ERR_INTERNET_DISCONNECTED|ERR_FAILED/] });

  test('offline, writing goes on, and is saved when the server answers again', async ({ demo, visitor }) => {
    const workflow = demo.url + (await demo.written('tomasz', 'In the train', { actual: 'Shop: pay\nERP: book\n' }));
    const page = await visitor('tomasz');
    await open(page, `${workflow}/actual/text`);
    const picture = page.getByRole('listbox', { name: 'Steps of the picture' });
    await page.context().setOffline(true);
    await text(page).focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('Shop: tell\n');
    await expect(picture.getByRole('option')).toHaveCount(3);
    await expect(page.getByRole('status').filter({ hasText: 'this browser keeps it' })).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(picture.getByRole('option')).toHaveCount(2);
    await page.keyboard.press('Control+Shift+z');
    await picture.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('F2');
    await page.keyboard.type('tell by mail');
    await page.keyboard.press('Enter');
    await expect(text(page)).toHaveValue('Shop: pay\nERP: book\nShop: tell by mail\n');
    await page.context().setOffline(false);
    await expectSaved(page);
    expect(await stored(page, `${workflow}/actual`)).toEqual(['pay', 'book', 'tell by mail']);
  });

  test('what could not be saved survives a reload, and comes together with what others saved', async ({ demo, visitor }) => {
    const workflow = demo.url + (await demo.written('helena', 'Reloaded', { actual: 'Shop: pay\nERP: book\n' }));
    const [one, other] = [await visitor('helena'), await visitor('helena')];
    await open(one, `${workflow}/actual/text`);
    await one.route('**/save', (route) => route.abort());
    await text(one).focus();
    await one.keyboard.press('Control+End');
    await one.keyboard.type('Shop: tell\n');
    await expect(one.getByRole('status').filter({ hasText: 'this browser keeps it' })).toBeVisible();
    await open(other, `${workflow}/actual/text`);
    await text(other).fill('Shop: choose\nShop: pay\nERP: book\n');
    await expectSaved(other);
    await one.reload();
    await expect(one.locator('#editor.scripted')).toBeAttached();
    await expect(text(one)).toHaveValue('Shop: choose\nShop: pay\nERP: book\nShop: tell\n');
    await one.unroute('**/save');
    await expectSaved(one);
    expect(await stored(one, `${workflow}/actual`)).toEqual(['choose', 'pay', 'book', 'tell']);
  });
});

for (const latency of [0, 400]) {
  test(`at ${latency} ms to the server no key waits for it`, async ({ demo, visitor }) => {
    const workflow = demo.url + (await demo.written('tomasz', `Far away by ${latency} ms`));
    const page = await visitor('tomasz');
    await open(page, `${workflow}/actual/text`);
    const asked: string[] = [];
    await page.route('**/*', async (route) => {
      asked.push(route.request().url());
      await new Promise((done) => setTimeout(done, latency));
      await route.continue();
    });
    await text(page).focus();
    for (const [at, step] of steps.entries()) {
      await page.keyboard.type(`Shop: ${step}\n`);
      const seen = await page.getByRole('option', { name: new RegExp(`^${step}\\.`) }).count();
      expect(seen, `step ${at + 1} is drawn when its last key is up`).toBe(1);
    }
    expect(asked.length, `requests for ${15 * 13} keys`).toBeLessThan(15);
    await expectSaved(page);
    expect(await stored(page, `${workflow}/actual`)).toEqual(steps);
  });
}
