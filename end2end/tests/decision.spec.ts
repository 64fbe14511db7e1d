// The one page to decide on: short, with a bar that stays and covers nothing, on the narrowest telephone.
import { expect, expectAccessible, test } from '../support/test.ts';

test('the start page is read in two minutes, and the bar stays and covers nothing', async ({ demo, visitor }) => {
  const room = (await demo.engagement()).replace('/e/', '/room/');
  const page = await visitor('priya');
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(demo.url + room);
  const main = page.getByRole('main');
  for (const question of ['What is wrong', 'What we propose', 'By when', 'What happens if you wait']) {
    await expect(main.getByRole('heading', { level: 2, name: question })).toBeVisible();
  }
  const words = await page.evaluate(() => {
    const range = document.createRange();
    range.setStart(document.querySelector('main')!, 0);
    range.setEndAfter(document.querySelector('#decide')!);
    return range.toString().split(/\s+/).filter((word) => /\w/.test(word)).length;
  });
  expect(words, 'words before the decision').toBeLessThanOrEqual(350);
  const bar = main.getByRole('region', { name: 'Decide' });
  await expect(bar).toBeInViewport();
  // Whatever the keyboard comes to stands clear of the bar.
  const link = main.getByRole('link', { name: 'The risks' });
  await link.focus();
  const [under, over] = [await link.boundingBox(), await bar.boundingBox()];
  expect(under!.y + under!.height).toBeLessThanOrEqual(over!.y + 1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  expect(fetched.filter((url) => url.includes('.wasm'))).toEqual([]);
  await expectAccessible(page);
  await bar.getByRole('link', { name: 'Decide' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Your decision' })).toBeVisible();
  await expect(main.getByText('Price with tax')).toBeVisible();
  await expectAccessible(page);
});
