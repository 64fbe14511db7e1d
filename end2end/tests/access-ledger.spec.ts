// Access is asked for, granted in the client's room, seen by the consultant and revoked; with and without scripts.
import { Hands } from '../support/hands.ts';
import { expect, expectAccessible, hasScripts, test } from '../support/test.ts';

// The form that comes back.
test.use({ expectedProblems: [/status of 422/] });

/** A day so many days from now, as a form takes it. */
const day = (after: number) => new Date(Date.now() + after * 86_400_000).toISOString().slice(0, 10);

test('a consultant asks, the client grants, the consultant sees it and records that it is revoked', async ({ demo, visitor }) => {
  const purpose = `Count review requests, ${hasScripts() ? 'with' : 'without'} scripts`;
  const engagement = await demo.engagement();
  const consultant = new Hands(await visitor('tomasz'), false);
  await consultant.page.goto(demo.url + engagement);
  await consultant.goTo('Access');
  await consultant.follow('Ask for access');
  await consultant.choose('System', 'Mail tool');
  await consultant.write('What it is needed for', purpose);
  await consultant.tick('Read only');
  await consultant.write('Needed until', day(40));
  await consultant.write('Who can grant it', 'Marta Klein, e-commerce');
  await consultant.write('How credentials are handed over', 'password: hunter2-Blue!');
  await consultant.press('Ask for access');
  await expect(consultant.page.getByRole('alert')).toContainText('No credential is kept here');
  await expect(consultant.field('What it is needed for')).toHaveValue(purpose);
  await expectAccessible(consultant.page);
  await consultant.write('How credentials are handed over', 'From vault to vault; the password is told by telephone.');
  await consultant.press('Ask for access');
  await consultant.see('Access to Mail tool');
  await expectAccessible(consultant.page);
  const asked = new URL(consultant.page.url()).pathname;

  const client = new Hands(await visitor('priya'), false);
  await client.page.goto(demo.url + engagement.replace('/e/', '/room/'));
  await client.goTo('Access');
  await expect(client.main).toContainText('for your answer.');
  await expectAccessible(client.page);
  await client.page.goto(demo.url + asked.replace('/e/', '/room/'));
  await client.tick('We grant it, as it is said below');
  await client.choose('How far the access reaches', 'Sandbox only');
  await client.write('Last day', day(20));
  await client.write('Conditions, or why not', 'Only in the copy for tests.');
  await client.press('Send answer');
  await expect(client.main).toContainText('Only in the copy for tests.');
  await expectAccessible(client.page);

  await consultant.page.reload();
  await expect(consultant.main).toContainText('Sandbox only, until');
  await expect(consultant.main).toContainText('Priya Nair');
  await consultant.write('Why, and how', 'The count is done; the account is closed.');
  await consultant.press('Record that it is revoked');
  await expect(consultant.main).toContainText('The count is done; the account is closed.');
  await client.page.reload();
  await expect(client.main).toContainText('Revoked by');
});
