// Every page, light and dark, wide and narrow, with and without scripts: it can be read, and it costs what it may.
import type { Page, Response } from '@playwright/test';
import { addressOf, readerOf, routes } from '../support/pages.ts';
import { picture } from '../support/picture.ts';
import { expect, expectAccessible, expectColours, hasScripts, test } from '../support/test.ts';

/** What a page with islands may cost the browser, in bytes as they travel. */
const budget = 273_000;

/** Pages that answer with a status of their own, which browsers note as an error. */
const answers: Record<string, number> = { '/join/{token}': 404, '/s/{token}': 404 };

for (const route of routes()) {
  test.describe(() => {
    const status = answers[route] ?? 200;
    if (status !== 200) test.use({ expectedProblems: [new RegExp(`status of ${status}`)] });

    test(`${route} can be read, and costs what it may`, async ({ demo, visitor }) => {
      const reader = readerOf(route);
      const page = await visitor(reader);
      const sent: Response[] = [];
      page.on('response', (response) => sent.push(response));
      const answer = await page.goto(demo.url + (await addressOf(demo, route)), { waitUntil: 'load' });
      expect(answer?.status()).toBe(status);
      expect(await page.title()).toMatch(/^\S.* · Faultline$/);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await expectFits(page);
      await expectWeight(page, sent);
      await expectAccessible(page);
      await expectColours(page, 'dark');
    });
  });
}

test.describe(() => {
  test.use({ expectedProblems: [/status of 404/] });

  test('an address that leads nowhere says so, on a page that can be read', async ({ demo, visitor }) => {
    const page = await visitor('tomasz');
    await page.goto(`${demo.url}/no/such/page`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expectAccessible(page);
  });
});

test('the page that blanks parts of a picture can be read', async ({ demo, visitor }) => {
  const engagement = await demo.draft('tomasz', 'A picture to blank');
  const sample = { summary: 'Order 7 twice', symptom: 'duplicate', occurred_at: '2026-11-02', origin: 'unknown', cause: 'unknown', detected_by: 'staff', outcome: 'failed' };
  const added = (await demo.send('tomasz', `${engagement}/samples/new`, sample)).split('?')[0];
  const page = await visitor('tomasz');
  await page.goto(demo.url + added);
  await expect(page.locator('#timeline'), 'a day without a time is told without one').not.toContainText(':');
  const field = page.getByLabel('Add files', { exact: true }).and(page.locator('input'));
  await field.setInputFiles({ name: 'screen.png', mimeType: 'image/png', buffer: picture() });
  await page.getByRole('form', { name: 'Add files' }).locator('button').click();
  await page.locator('.files').getByRole('link', { name: /^Blank/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Blank parts of a picture');
  expect(await overflow(page), 'nothing is wider than the window').toEqual([]);
  await expectAccessible(page);
  await expectColours(page, 'dark');
  await page.getByRole('checkbox', { name: 'Row 1, column 1', exact: true }).check();
  await page.getByRole('button', { name: 'Blank the ticked parts' }).click();
  await expect(page.getByRole('img', { name: 'Screenshot: screen.png' })).toBeVisible();
});

/** At every width that counts nothing is wider than the window, and no field hides the end of its text. One kind of browser
 * tries all of them, the others their own. */
async function expectFits(page: Page): Promise<void> {
  const window = page.viewportSize()!;
  const all = test.info().project.name === 'desktop-light';
  for (const width of all ? [320, 390, 1024, 1440] : [window.width]) {
    await page.setViewportSize({ width, height: window.height });
    expect(await overflow(page), `nothing is wider than a window of ${width} px`).toEqual([]);
    expect(await cut(page), `no field is too narrow for its text in a window of ${width} px`).toEqual([]);
  }
  await page.setViewportSize(window);
}

/** The fields of forms whose text is longer than they show; empty when none is. */
function cut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement>('.field > input:not([type=file], [type=password])')];
    return fields.filter((field) => field.checkVisibility() && field.scrollWidth > field.clientWidth + 1).map((field) => `${field.name}: ${field.value}`);
  });
}

/** What reaches over the right edge of the window, the outermost first; empty when the page does not scroll sideways. */
function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth } = document.scrollingElement!;
    if (scrollWidth <= innerWidth) return [];
    const out = [...document.querySelectorAll('main, main *')].filter((it) => it.getBoundingClientRect().right > innerWidth + 1);
    return [`${scrollWidth} px`, ...out.slice(0, 3).map((it) => it.outerHTML.slice(0, 120))];
  });
}

/** Reading pages load no wasm; a page with islands stays within its budget. */
async function expectWeight(page: Page, sent: Response[]): Promise<void> {
  const loaded = (kind: RegExp) => sent.filter((response) => kind.test(new URL(response.url()).pathname));
  if (!hasScripts() || (await page.locator('leptos-island').count()) === 0) {
    expect(loaded(/\.wasm$|\/app\.\w+\.js$/).map((response) => response.url()), 'a reading page loads no wasm').toEqual([]);
    return;
  }
  await expect.poll(() => loaded(/\.wasm$/).length, 'the island wakes up').toBe(1);
  // What others save is told on a connection that stays open: the network is never idle.
  const program = loaded(/\.(js|wasm|css)$/);
  await Promise.all(program.map((response) => response.finished()));
  const sizes = await Promise.all(program.map((response) => response.request().sizes()));
  const total = sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
  expect(total, 'bytes of scripts, wasm and styles').toBeGreaterThan(10_000);
  expect(total, 'bytes of scripts, wasm and styles').toBeLessThanOrEqual(budget);
}
