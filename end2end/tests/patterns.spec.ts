// Is it one pattern? Samples are split and merged by hand, changed together, and all of it taken back; charts say it in numbers too.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from '../support/test.ts';
import type { Demo } from '../support/demo.ts';

// A form that comes back says so with its status.
test.use({ expectedProblems: [/status of 422/] });

const rows = [
  'date,message,symptom,cause,minutes,order',
  '2026-10-05 09:10,Order 1 was booked twice,duplicate,replayed,30,1',
  '2026-10-06 09:20,Order 2 was booked twice,duplicate,replayed,15,2',
  '2026-10-14 14:40,Order 3 never came,missing,timeout,45,3',
  '2026-10-21 09:50,Order 4 came late,late,timeout,0,4',
];

/** An engagement with four samples, typed in by a form that works without scripts. */
async function four(demo: Demo, page: Page, title: string): Promise<string> {
  const samples = `${demo.url}${await demo.draft('tomasz', title)}/samples`;
  for (const row of rows.slice(1)) {
    const [date, message, symptom, cause, minutes] = row.split(',');
    await page.goto(`${samples}/new`);
    await page.getByLabel('What happened').fill(message);
    await page.locator('select[name=symptom]').selectOption(symptom);
    await page.locator('select[name=cause]').selectOption(cause);
    const [day, time] = date.split(' ');
    await page.locator('input[name=occurred_at]').fill(day);
    await page.locator('input[name=occurred_at_time]').fill(time);
    await page.locator('input[name=manual_minutes]').fill(minutes);
    await page.getByRole('button', { name: 'Save sample' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(message);
  }
  return samples;
}

const patterns = (page: Page) => page.locator('#patterns-table tbody tr');

test('patterns are merged into one and come apart again', async ({ demo, visitor }) => {
  const page = await visitor('tomasz');
  const samples = await four(demo, page, 'Merging patterns');
  await page.goto(`${samples}/patterns`);
  await expect(patterns(page)).toHaveCount(3);
  await expectAccessible(page);
  await page.getByLabel(/^Tick: Missing/).check();
  await page.getByLabel(/^Tick: Late/).check();
  await page.getByLabel('Name of the one they become').fill('The queue stands still');
  await page.getByRole('button', { name: 'Merge' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Patterns merged');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'See the pattern' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The queue stands still');
  await expect(page.locator('#typical tbody tr')).toHaveCount(2);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'See its 2 samples' }).click();
  await expect(page.locator('#samples tbody tr')).toHaveCount(2);
  await page.goBack();
  await page.goBack();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Merge undone');
  await page.goto(`${samples}/patterns`);
  await expect(patterns(page)).toHaveCount(3);
});

test('samples are split off together, and put back', async ({ demo, visitor }) => {
  const page = await visitor('tomasz');
  const samples = await four(demo, page, 'Splitting a pattern');
  await page.goto(samples);
  await page.getByLabel('Tick: Order 2 was booked twice').check();
  await page.getByRole('button', { name: 'Change or split …' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Change 1 sample');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Change 1 sample' }).click();
  await expect(page.getByText('Choose what to set: everything is left as it is.').first()).toBeVisible();
  await page.getByLabel('Put them into').selectOption('new');
  await page.getByLabel('Name of a new pattern').fill('Price list not mapped');
  await page.getByLabel('Cause', { exact: true }).selectOption('wrong_mapping');
  await page.getByRole('button', { name: 'Change 1 sample' }).click();
  await expect(page.getByText('1 sample changed.')).toBeVisible();
  await expect(patterns(page)).toHaveCount(4);
  await expect(page.getByRole('link', { name: 'Price list not mapped' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('1 sample put back as it was.')).toBeVisible();
  await page.goto(samples);
  await expect(patterns(page)).toHaveCount(3);
});

test('all that the filters show are changed together', async ({ demo, visitor }) => {
  const page = await visitor('tomasz');
  const samples = await four(demo, page, 'Changing many');
  await page.goto(`${samples}?symptom=duplicate`);
  await page.getByRole('link', { name: /Change all 2/ }).click();
  await page.getByLabel('Review state').selectOption('confirmed');
  await page.getByLabel('Outcome').selectOption('failed');
  await page.getByRole('button', { name: 'Change 2 samples' }).click();
  await expect(page.getByText('2 samples changed.')).toBeVisible();
  await expect(page.locator('#samples tbody').getByText('Confirmed')).toHaveCount(2);
});

test('charts say the same as a drawing and as a table', async ({ demo, visitor }) => {
  const page = await visitor('tomasz');
  const samples = await four(demo, page, 'Failures drawn');
  await page.goto(samples);
  await page.getByRole('link', { name: 'Charts' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Charts');
  await expect(page.getByRole('img', { name: /Samples a week by symptom/ })).toBeVisible();
  for (const table of ['#weeks-chart', '#hours-chart', '#detect-chart', '#recover-chart']) {
    await page.locator(`${table} summary`).click();
    await expect(page.locator(`${table} table`)).toBeVisible();
  }
  await expect(page.locator('#weeks-table')).toContainText('5 Oct 2026');
  await expectAccessible(page);
});
