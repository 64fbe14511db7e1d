// One part of the room, shared by a link with somebody who has no account; without scripts.
import { Hands } from '../support/hands.ts';
import { expect, expectAccessible, test } from '../support/test.ts';

// The form that comes back, and the link that was revoked.
test.use({ expectedProblems: [/status of (422|404)/] });

test('the client shares one part, somebody without an account reads it, and the link is revoked', async ({ demo, visitor }) => {
  const room = (await demo.engagement()).replace('/e/', '/room/');
  const client = new Hands(await visitor('priya'), false);
  await client.page.goto(demo.url + room);
  await client.goTo('Share');
  await expectAccessible(client.page);
  await client.choose('What to share', 'What could hurt');
  await client.write('Whom it is for', 'The auditor');
  await client.write('Days until it ends', '7');
  await client.write('Password', 'secret');
  await client.press('Make a link');
  await expect(client.page.getByRole('alert')).toContainText('at least 10 characters');
  await expect(client.field('Whom it is for')).toHaveValue('The auditor');
  await expect(client.field('Days until it ends')).toHaveValue('7');
  await client.press('Make a link');
  await expectAccessible(client.page);
  const link = await client.page.locator('#link').innerText();

  const reader = new Hands(await visitor('nobody'), false);
  await reader.page.goto(demo.url + new URL(link).pathname);
  await expectAccessible(reader.page);
  await reader.write('Your name', 'Ruth Adler');
  await reader.press('Open it');
  await expect(reader.page.getByRole('heading', { level: 1 })).toHaveText('What could hurt');
  await expect(reader.page.getByRole('navigation')).toHaveCount(0);
  await expectAccessible(reader.page);

  await client.page.goto(`${demo.url}${room}/shares`);
  const row = client.page.getByRole('row').filter({ hasText: 'The auditor' });
  await row.getByText('1 opening').click();
  await expect(row).toContainText('Ruth Adler');
  await row.getByText('Revoke …').click();
  await client.press('Revoke', row);
  await expect(client.page.getByRole('row').filter({ hasText: 'The auditor' })).toContainText('revoked');
  await reader.page.goto(demo.url + new URL(link).pathname);
  await expect(reader.page.getByRole('heading', { level: 1 })).toHaveText('There is nothing here');
});
