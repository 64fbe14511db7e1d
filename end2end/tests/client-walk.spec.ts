// A client decides on a phone: by looking and tapping, and by the accessibility tree and the keys alone. With scripts and without.
import type { Page } from '@playwright/test';
import { Demo } from '../support/demo.ts';
import { Listener } from '../support/listener.ts';
import { Reader } from '../support/reader.ts';
import { startServer } from '../support/server.ts';
import { expect, test } from '../support/test.ts';
import { decides, type Client } from './story/client.ts';

const size = { width: 390, height: 844 };
const budgets = { minutes: 10, taps: 25, tabs: 170 };

type BrowserOf = Parameters<Parameters<typeof test>[2]>[0]['browserOf'];

test('a client decides in ten minutes of reading and twenty-five taps', async ({ browserOf }) => {
  const reader = await walk(browserOf, (page) => new Reader(page));
  expect.soft(reader.count, 'taps').toBeLessThanOrEqual(budgets.taps);
  expect.soft(reader.words.minutes, 'minutes of reading').toBeLessThanOrEqual(budgets.minutes);
});

test('a client decides by what the accessibility tree says, with keys alone', async ({ browserOf }) => {
  const listener = await walk(browserOf, (page) => new Listener(page));
  expect.soft(listener.tabs, 'presses of Tab').toBeLessThanOrEqual(budgets.tabs);
  expect.soft(listener.words.minutes, 'minutes of listening').toBeLessThanOrEqual(budgets.minutes);
});

/** On a server of its own: what is decided here would change the demo of the other tests. */
async function walk<C extends Client & { effort(): string }>(browserOf: BrowserOf, come: (page: Page) => C): Promise<C> {
  test.setTimeout(240_000);
  const server = await startServer(['--with-demo']);
  try {
    const demo = await Demo.of(server);
    const engagement = await demo.engagement();
    const client = come(await browserOf({ viewport: size, storageState: await demo.session('priya') }));
    await decides(client, demo.url + engagement.replace('/e/', '/room/'), (question) => answer(browserOf, demo, engagement, question));
    console.log(client.effort());
    return client;
  } finally {
    await server.stop();
  }
}

/** The consultant, who has a page of all that clients wait for. */
async function answer(browserOf: BrowserOf, demo: Demo, engagement: string, question: string): Promise<string> {
  const consultant = await browserOf({ storageState: await demo.session('tomasz') });
  await consultant.goto(`${demo.url}${engagement}/inbox`);
  const asked = consultant.getByRole('main').getByRole('listitem').filter({ hasText: question });
  await asked.getByText('Answer', { exact: true }).click();
  const text = 'Nils, by telephone, until the end of the first week.';
  await asked.getByLabel('Your answer').fill(text);
  const sent = consultant.waitForEvent('load');
  await asked.getByRole('button', { name: 'Send answer' }).click();
  await sent;
  return text;
}
