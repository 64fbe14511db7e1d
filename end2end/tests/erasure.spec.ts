// Erasing a client: what would go is shown, its name is typed, the server carries it out, and a certificate stays.
import { expect, expectAccessible, test } from '../support/test.ts';

// The form that comes back.
test.use({ expectedProblems: [/status of 422/] });

test('a client is erased once its name is typed, and leaves a certificate that can be checked', async ({ demo, visitor }) => {
  const page = await visitor('helena');
  const main = page.getByRole('main');
  await page.goto(`${demo.url}/clients`);
  await main.getByLabel(/^Name/).fill('Harrowgate Seeds');
  await main.getByRole('button', { name: 'Add client' }).click();
  await main.getByRole('link', { name: 'Harrowgate Seeds' }).click();
  await main.getByRole('link', { name: 'Erase this client' }).click();
  await expect(main.getByRole('table', { name: 'Rows by kind' }).getByRole('rowheader', { name: 'the client' })).toBeVisible();
  await main.getByLabel(/^Its name, typed/).fill('Harrowgate');
  await main.getByRole('button', { name: 'Erase the client' }).click();
  await expect(main.getByText('Type the name exactly as it is shown.').first()).toBeVisible();
  await main.getByLabel(/^Its name, typed/).fill('Harrowgate Seeds');
  await main.getByRole('button', { name: 'Erase the client' }).click();
  await expect(main.getByText('The certificate is whole')).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
  const file = await page.request.get(`${page.url()}/certificate.json`);
  expect(await file.text()).not.toContain('Harrowgate');
  await page.goto(`${demo.url}/erasures`);
  await main.getByRole('textbox', { name: /^Certificate/ }).fill(await file.text());
  await main.getByRole('button', { name: 'Check it' }).click();
  await expect(main.getByText('It is whole, and it is the one that this server keeps.')).toBeVisible();
  await page.goto(`${demo.url}/clients`);
  await expect(main.getByRole('link', { name: 'Harrowgate Seeds' })).toHaveCount(0);
});
