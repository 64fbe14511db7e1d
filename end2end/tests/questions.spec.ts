// What nobody knows is asked of a named person, answered in the room and taken over; with and without scripts.
import { Hands } from '../support/hands.ts';
import { expect, expectAccessible, test } from '../support/test.ts';

// The form that comes back.
test.use({ expectedProblems: [/status of 422/] });

test('a consultant asks, the client answers in the room, and the answer is recorded with who said so', async ({ demo, visitor }) => {
  const system = 'Accounting';
  const engagement = await demo.engagement();
  const consultant = new Hands(await visitor('tomasz'), false);
  await consultant.page.goto(demo.url + engagement);
  await consultant.goTo('Questions');
  await expectAccessible(consultant.page);
  await consultant.unfold(`${system}: 1 question`);
  await consultant.follow(`Is there a copy of “${system}” in which something can be tried without touching real customers?`);
  await consultant.see('Ask the client');
  await consultant.choose('Asked of', 'Priya Nair');
  await expectAccessible(consultant.page);
  await consultant.press('Ask the client');
  await consultant.see(`${system}: Sandbox`);
  const asked = new URL(consultant.page.url()).pathname;

  const client = new Hands(await visitor('priya'), false);
  await client.page.goto(demo.url + engagement.replace('/e/', '/room/'));
  await expect(client.main.getByRole('link', { name: /^\d questions$/ })).toBeVisible();
  await client.goTo('Questions');
  await expectAccessible(client.page);
  await client.page.goto(demo.url + asked.replace('/e/', '/room/'));
  await client.tick('Yes');
  await client.write('Anything to add', 'password: hunter2-Blue!');
  await client.press('Send answer');
  await expect(client.page.getByRole('alert')).toContainText('No credential is kept here');
  await expect(client.field('Yes')).toBeChecked();
  await expectAccessible(client.page);
  await client.write('Anything to add', 'It is made anew every Sunday.');
  await client.press('Send answer');
  await expect(client.main).toContainText('It is made anew every Sunday.');

  await consultant.page.goto(demo.url + engagement);
  await expect(consultant.main).toContainText('to be taken over');
  await consultant.goTo('Questions');
  const row = consultant.page.getByRole('row').filter({ hasText: `${system}: Sandbox` }).first();
  await consultant.press('Take over', row);
  await expect(consultant.main).toContainText('Taken over');
  await expectAccessible(consultant.page);
  await consultant.follow('Where it is recorded');
  await expect(consultant.field('Sandbox: what was found, and who says so')).toHaveValue(/Answered by Priya Nair on /);
});
