// The portfolio on a phone: narrowed, kept as a view, and an engagement that begins with what another one taught.
import { Hands } from '../support/hands.ts';
import { expect, expectAccessible, hasScripts, test } from '../support/test.ts';

test('a consultant keeps what waits for clients as a view, removes it, and takes that back', async ({ demo, visitor }) => {
  const name = `Clients first ${hasScripts() ? 'with' : 'without'} scripts`;
  const page = await visitor('tomasz');
  await page.setViewportSize({ width: 320, height: 700 });
  const at = new Hands(page, hasScripts());
  await page.goto(`${demo.url}/`);
  await at.choose('Waits for', 'The client');
  await at.press('Apply');
  const list = page.locator('#engagements tbody tr');
  await expect(list.first()).toContainText(/client \d/);
  await at.unfold('Save this view');
  await at.write('Name of the view', name);
  await at.press('Save view');
  const views = page.getByRole('navigation', { name: 'Saved views' });
  await expect(views.getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
  await expectAccessible(page);
  expect(await page.evaluate(() => document.scrollingElement!.scrollWidth), 'nothing is wider than the window').toBeLessThanOrEqual(320);
  await at.unfold('Rename or remove views');
  await at.press(`Remove “${name}”`);
  await expect(views.getByRole('link', { name })).toHaveCount(0);
  await at.press('Undo');
  await expect(views.getByRole('link', { name })).toBeVisible();
});

test('a template of the firm begins an engagement, and brings nobody’s name', async ({ demo, visitor }) => {
  const title = `Returns ${hasScripts() ? 'with' : 'without'} scripts`;
  const at = new Hands(await visitor('tomasz'), hasScripts());
  await at.page.goto(`${demo.url}/templates`);
  await expectAccessible(at.page);
  await at.page.setViewportSize({ width: 390, height: 844 });
  await at.unfold('Rename or remove');
  const name = at.field('Name of “Web shop to ERP, with a stock file”');
  expect(await name.evaluate((field) => field.scrollWidth <= field.clientWidth), 'a name is read whole on a phone').toBe(true);
  expect((await name.boundingBox())!.width, 'its field is as wide as the card').toBeGreaterThan(300);
  await at.page.setViewportSize({ width: 1280, height: 800 });
  await at.follow('Begin with it', at.page.locator('#templates tr', { hasText: 'Web shop to ERP' }));
  await at.choose('Client', 'Brackenford Cycles');
  await at.write('Title', title);
  await at.press('Open engagement');
  await at.see(title);
  await at.page.goto(`${at.page.url()}/systems`);
  await expect(at.main.getByRole('link', { name: 'Shop', exact: true })).toBeVisible();
  await expect(at.main).not.toContainText('Tidewick');
});
