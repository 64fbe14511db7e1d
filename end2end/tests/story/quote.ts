// The next step: drafted from the verdict, issued, accepted by the client on a telephone, and closed with its hours.
import { expect, expectAccessible, hasScripts } from '../../support/test.ts';
import type { Hands } from '../../support/hands.ts';

/** From the verdict to what the client is offered: what holds it back is told, and put right in the draft. */
export async function issueQuote(at: Hands, owner: string): Promise<void> {
  await at.goTo('Quote');
  await at.press('Draft from the verdict');
  await expect(at.main.getByRole('table', { name: 'Work' })).toBeVisible();
  const issue = at.main.getByRole('region', { name: 'Issue', exact: true });
  await expect(issue).toContainText('Give the price of an hour.');
  await expect(issue).toContainText('Give the last day on which it can be accepted.');
  await at.follow('Edit draft');
  await at.write('Price of an hour, before tax', '110');
  await at.write('Tax, in per cent', '20');
  await at.writeDay('Can be accepted until', '2100-01-01');
  const entries = at.main.getByRole('region', { name: 'Assumptions' }).getByRole('group');
  for (const entry of await entries.all()) {
    if (await at.field('What is assumed', entry).inputValue()) await at.write('Who answers for it', owner, entry);
  }
  await at.press('Save draft');
  await expect(at.main.getByText('It is held back:')).toHaveCount(0);
  const range = at.main.getByRole('region', { name: 'Hours', exact: true });
  await expect(range.getByText(/\d\.\d+ h/), 'no range claims more than whole hours').toHaveCount(0);
  await at.unfold('Issue this quote');
  await at.press('Issue this quote');
  await expect(at.main.getByRole('heading', { name: /^Quote 1/ })).toBeVisible();
}

export async function readQuote(client: Hands): Promise<void> {
  await client.goTo('Quote');
  await client.page.setViewportSize({ width: 390, height: 844 });
  await client.see('Quote 1');
  await expectAccessible(client.page);
  if (hasScripts()) expect(await client.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expect(client.main.getByRole('link', { name: 'Decide on quote 1' })).toBeVisible();
}

export async function closeQuote(at: Hands, person: string, reason: string, hours: string): Promise<void> {
  await at.goTo('Quote');
  await expect(at.main.getByText(`Accepted by ${person}`)).toBeVisible();
  await expect(at.main.getByText(reason)).toBeVisible();
  await at.write('Hours it took in the end', hours);
  await at.press('Record hours');
  await expect(at.main.getByText(`It took ${hours} h`)).toBeVisible();
  await expect(at.main.getByText('too few to tell, ten are needed').first()).toBeVisible();
}
