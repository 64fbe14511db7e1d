// A new installation, as its first user meets it.
import { expect, expectAccessible, test } from '../support/test.ts';

test('the set-up link opens a page with a form for the first admin, and the door is shut to anyone else', async ({ page, fresh }) => {
  await page.goto(fresh.setUpLink());
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByLabel(/password/i).first()).toBeVisible();
  await expectAccessible(page);
  await page.goto(fresh.url);
  await expect(page.getByRole('button', { name: /sign in/i })).toBeVisible();
  await expectAccessible(page);
});
