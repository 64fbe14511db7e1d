// What somebody is mailed is theirs to choose, on a narrow phone too.
import { expect, expectAccessible, test } from '../support/test.ts';

test('what is mailed is chosen on the account page', async ({ demo, visitor }) => {
  const page = await visitor('priya');
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto(`${demo.url}/account#notices`);
  const form = page.getByRole('form', { name: 'What is mailed to you' });
  await form.getByLabel('A version or a quote is published').selectOption('In one mail a day');
  await form.getByLabel('Somebody answers or mentions me').selectOption('Not by mail');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('From now on you are mailed as you chose.')).toBeVisible();
  await expect(form.getByLabel('A version or a quote is published')).toHaveValue('daily');
  await expect(form.getByLabel('Somebody answers or mentions me')).toHaveValue('never');
  await expect(form.getByLabel('Something is asked of me')).toHaveValue('at_once');
  await expectAccessible(page);
});
