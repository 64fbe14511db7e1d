// A new installation, as its first user meets it.
import { expect, expectAccessible, test } from '../support/test.ts';

test('the set-up link opens a page with a form for the first admin', async ({ page, server }) => {
  await page.goto(server.setUpLink());
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByLabel(/password/i).first()).toBeVisible();
  await expectAccessible(page);
});

test('who is not signed in is asked to sign in', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('button', { name: /sign in/i })).toBeVisible();
  await expectAccessible(page);
});
