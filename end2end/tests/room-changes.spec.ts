// What changed between two versions, what waits for staff, and the map as a story; with and without scripts.
import { Hands } from '../support/hands.ts';
import { expect, expectAccessible, test } from '../support/test.ts';

test('two versions of a publication are compared, part by part', async ({ demo, visitor }) => {
  const engagement = await demo.draft('tomasz', 'Versions to compare');
  const consultant = new Hands(await visitor('tomasz'), false);
  await consultant.page.goto(demo.url + engagement);
  for (const [number, note] of ['First reading.', 'With the shop.'].entries()) {
    if (number === 1) await demo.send('tomasz', `${engagement}/systems/new`, { version: '0', name: 'Corner shop', kind: 'shop' });
    await consultant.goTo('Publish');
    await consultant.write('Note to the client', note);
    await consultant.press(`Publish version ${number + 1}`);
  }
  await consultant.follow('What changed between versions');
  await consultant.see('What changed between version 1 and version 2');
  await expect(consultant.main).toContainText('With the shop.');
  const systems = consultant.main.locator('details', { hasText: 'Systems:' });
  if ((await systems.getAttribute('open')) === null) await systems.locator('summary').click();
  await expect(systems.getByRole('link', { name: 'System: Corner shop' })).toBeVisible();
  await consultant.page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(consultant.page);
});

test('on a phone a map is its steps in order, and a joint opens what is behind it', async ({ demo, visitor }) => {
  const page = await visitor('priya');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(demo.url + (await demo.engagement()).replace('/e/', '/room/') + '/map');
  await expect(page.locator('.map').first()).toBeHidden();
  const joint = page.locator('.story [data-broken]').first();
  await joint.locator('summary').click();
  await expect(joint.getByRole('link').first()).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(page.locator('.map').first()).toBeVisible();
  await expectAccessible(page);
});
