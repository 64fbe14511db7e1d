// A client who never saw the room, on a phone: understands, asks, gets the answer, grants an access, approves a field of the
// source of truth, accepts the quote and takes the certificate home. Words that are shown and taps are counted and printed.
import type { Locator } from '@playwright/test';
import { Counted } from '../support/counted.ts';
import { Demo } from '../support/demo.ts';
import { startServer } from '../support/server.ts';
import { expect, test } from '../support/test.ts';

/** Words that a grown-up reads in a minute. */
const READ = 230;
const budgets = { minutes: 10, taps: 25 };

/** A page on which every word that is shown is counted too. */
class Reading extends Counted {
  words = 0;
  private readonly seen = new Set<string>();

  /** Counts the words of the page as it is shown: what is folded is not read, and no line is read twice. */
  async read(name: string): Promise<void> {
    const lines = (await this.main.innerText()).split('\n').map((line) => line.trim());
    const fresh = lines.filter((line) => !this.seen.has(line));
    for (const line of lines) this.seen.add(line);
    const words = fresh.join(' ').split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    this.words += words;
    console.log(`${name}: ${words} words`);
  }

  link(name: string): Locator {
    return this.main.getByRole('link', { name, exact: true }).first();
  }

  button(name: string): Locator {
    return this.main.getByRole('button', { name, exact: true }).first();
  }
}

test('a client decides in ten minutes of reading and twenty-five taps', async ({ browserOf }) => {
  test.setTimeout(240_000);
  // A server of its own: what is decided here would change the demo of the other tests.
  const server = await startServer(['--with-demo']);
  try {
    const demo = await Demo.of(server);
    const engagement = await demo.engagement();
    const size = { width: 390, height: 844 };
    const at = new Reading(await browserOf({ viewport: size, storageState: await demo.session('priya') }));
    await at.page.goto(demo.url + engagement.replace('/e/', '/room/'));

    await test.step('understands', async () => {
      for (const question of ['What is wrong', 'What we propose', 'By when', 'What happens if you wait']) {
        await expect(at.main.getByRole('heading', { level: 2, name: question })).toBeVisible();
      }
      await at.read('the page to decide on');
    });

    await test.step('asks, and gets the answer', async () => {
      await at.click(at.link('Ask something first'));
      await at.read('the decision');
      await at.click(at.main.getByLabel('Ask something first'));
      await at.write('Why, or what you would like to know', 'Who is on call while the connector is changed?');
      await at.click(at.button('Continue'));
      await expect(at.main).toContainText('Who is on call while the connector is changed?');
      const consultant = await browserOf({ storageState: await demo.session('tomasz') });
      await consultant.goto(`${demo.url}${engagement}/inbox`);
      const asked = consultant.getByRole('main').getByRole('listitem').filter({ hasText: 'Who is on call' });
      await asked.getByText('Answer', { exact: true }).click();
      await asked.getByLabel('Your answer').fill('Nils, by telephone, until the end of the first week.');
      await asked.getByRole('button', { name: 'Send answer' }).click();
      await at.page.goto(demo.url + engagement.replace('/e/', '/room/'));
      await at.goTo('Decision');
      await expect(at.main).toContainText('Nils, by telephone');
      await at.read('the answer');
    });

    await test.step('grants an access', async () => {
      await at.goTo('Access');
      await at.read('what is asked for');
      await at.click(at.link('Warehouse'));
      await at.read('the request');
      await at.click(at.main.getByRole('radio', { name: /^We grant it/ }));
      await at.click(at.button('Send answer'));
      await expect(at.main).toContainText('Granted');
      await at.read('the access');
    });

    await test.step('approves a field', async () => {
      await at.goTo('Source of truth');
      await at.click(at.main.locator('summary').filter({ hasText: /fields to approve or dispute/ }));
      await at.read('the source of truth');
      const field = at.main.getByRole('listitem').filter({ hasText: 'Payment: day of settlement' });
      await at.click(field.getByRole('button', { name: 'Approve' }));
      await expect(at.main.getByRole('listitem').filter({ hasText: 'Payment: day of settlement' })).toContainText('Approved');
    });

    await test.step('accepts, and takes the certificate home', async () => {
      await at.click(at.page.getByRole('link', { name: 'Decide', exact: true }));
      await at.read('what is accepted');
      await at.click(at.main.getByLabel(/^Accept/));
      await at.click(at.button('Continue'));
      await at.read('once more');
      await at.write('Your name', 'Priya Nair');
      await at.click(at.button('Accept'));
      await expect(at.main.getByRole('link', { name: 'Download the certificate' })).toBeVisible();
      await at.read('the receipt');
      const arrives = at.page.waitForEvent('download');
      await at.click(at.link('Download the certificate'));
      expect((await arrives).suggestedFilename()).toMatch(/certificate.*\.zip$/);
    });

    const minutes = at.words / READ;
    console.log(`${at.count} taps, ${at.words} words, ${minutes.toFixed(1)} minutes`);
    expect.soft(at.count, 'taps').toBeLessThanOrEqual(budgets.taps);
    expect.soft(minutes, 'minutes of reading').toBeLessThanOrEqual(budgets.minutes);
  } finally {
    await server.stop();
  }
});
