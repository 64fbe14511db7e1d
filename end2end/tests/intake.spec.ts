// A stranger asks for a triage, with and without scripts, on a window as narrow as a phone; a consultant takes it.
import { Hands } from '../support/hands.ts';
import { expect, expectAccessible, hasScripts, test } from '../support/test.ts';

// The form that comes back.
test.use({ expectedProblems: [/status of 422/] });

test('a stranger describes what breaks, leaves a password out when told, and a consultant takes the request', async ({ demo, browserOf, visitor }) => {
  const firm = `Hollybank Tools ${hasScripts() ? 'with' : 'without'} scripts`;
  const page = await browserOf({ viewport: { width: 320, height: 700 } });
  const stranger = new Hands(page, hasScripts());
  await page.goto(`${demo.url}/sign-in`);
  await stranger.follow('Request a triage');
  await stranger.see('Request a triage');
  await stranger.write('Your name', 'Marlo Venn');
  await stranger.write('Your firm', firm);
  await stranger.write('Email', 'marlo@hollybank.example');
  await stranger.write('The workflow that breaks', 'Returns to refunds');
  await stranger.write('What starts it', 'A parcel comes back');
  await stranger.write('Who notices when it fails', 'The customer');
  await stranger.choose('How often it fails', 'About every week');
  await stranger.write('Systems it runs through', 'Web shop\nCard payments');
  await stranger.tick('It runs twice');
  await stranger.write('Anything else we should know', 'The script signs in with password: hunter2-Blue!');
  await stranger.press('Send request');
  await expect(page.getByRole('alert')).toContainText('write “a password”');
  await expect(stranger.field('Who notices when it fails')).toHaveValue('The customer');
  await expect(stranger.field('It runs twice')).toBeChecked();
  expect(await page.evaluate(() => document.scrollingElement!.scrollWidth), 'nothing is wider than the window').toBeLessThanOrEqual(320);
  await expectAccessible(page);
  await stranger.write('Anything else we should know', 'The script signs in with a password that nobody changes.');
  await stranger.press('Send request');
  await stranger.see('We have your request');
  await expectAccessible(page);

  const consultant = new Hands(await visitor('tomasz'), hasScripts());
  await consultant.page.goto(`${demo.url}/requests`);
  await consultant.follow(firm);
  await expect(consultant.main).toContainText('Runs twice');
  await expectAccessible(consultant.page);
  await consultant.press('Take this request');
  await expect(consultant.main).toContainText('Write to marlo@hollybank.example yourself.');
  await consultant.follow('The engagement');
  await consultant.see('Returns to refunds');
});
