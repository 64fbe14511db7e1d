// A quote is held back by each of its gates in turn, which says why, until nothing does; then it is issued, superseded,
// declined and accepted, and an assumption that falls writes its change order. With and without scripts.
import type { Demo } from '../support/demo.ts';
import { Hands } from '../support/hands.ts';
import { expect, expectAccessible, hasScripts, test } from '../support/test.ts';
import { addMember } from './story/document.ts';

const id = (last: number) => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
const lines = [
  ['rebuild', 'Rebuild the connector', ['0', '0', '0']],
  ['see', 'Log what comes in', ['1', '2', '4']],
  ['settle', 'Name who is right', ['1', '2', '4']],
  ['prove', 'Prove it on a batch', ['1', '2', '4']],
] as const;
const assumed = 'Credentials can be had';
const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

/** A group of fields of the draft, by what stands above it. */
const group = (at: Hands, legend: string) => at.main.getByRole('group', { name: legend });
const offer = (line: string) => (at: Hands) => at.tick('Offer it', group(at, line));

/** What holds the draft back, and what is typed to be rid of it. */
const gates: [RegExp, (at: Hands) => Promise<void>][] = [
  [/Nothing is offered yet\./, offer('Rebuild the connector')],
  [
    /What is offered takes no time\./,
    async (at) => {
      for (const [label, hours] of [['Low, hours', '1'], ['Likely, hours', '2'], ['High, hours', '4']]) {
        await at.write(label, hours, group(at, 'Rebuild the connector'));
      }
    },
  ],
  [
    /No quote is issued without failure samples\. Confirm 2 more failure samples at “Orders”: 1 of 3\./,
    async (at) => {
      const gate = group(at, 'No quote is issued without failure samples');
      await at.write('Issue it all the same, because', 'The client showed three mails about it.', gate);
      await at.write('Agreed by', 'Helena Marsh', gate);
    },
  ],
  [/No fixed price while discovery facts are unknown\./, (at) => at.field('Fixed price').uncheck()],
  [/No business-logic change before visibility\./, offer('Log what comes in')],
  [/No rebuild before truth is named and the actual map exists\./, offer('Name who is right')],
  [/“Rebuild the connector” at “Orders” needs this first: “Prove it on a batch”/, offer('Prove it on a batch')],
  [/Give the price of an hour\./, (at) => at.write('Price of an hour, before tax', '100')],
  [/Give the last day on which it can be accepted\./, (at) => at.writeDay('Can be accepted until', '2020-01-01')],
  [/The last day to accept it is over\./, (at) => at.writeDay('Can be accepted until', '2100-01-01')],
  [/does not say who answers for it and how it is tested\./, (at) => at.write('Who answers for it', 'Operations', group(at, assumed))],
  [/does not say how it is tested\./, (at) => at.write('How it is tested', 'Ask for them', group(at, assumed))],
];

/** An integration that can only be rebuilt: an order came twice, nothing guards against it, and its code is lost. */
async function broken(demo: Demo): Promise<string> {
  const client = await demo.find('tomasz', '/engagements/new', /<option value="([0-9a-f-]{36})"[^>]*>Tidewick/);
  const engagement = await demo.send('tomasz', '/engagements/new', { client, title: `A rebuild ${hasScripts() ? 'with' : 'without'} scripts` });
  const table = async (of: string, text: string) => {
    const seen = await demo.find('tomasz', `${engagement}/${of}/table`, /name="seen" value="(\w+)"/);
    await demo.send('tomasz', `${engagement}/${of}/table`, { seen, table: text });
  };
  await table('systems', 'Name | Kind\nShop | Shop\nBooks | ERP');
  await table('integrations', 'Name | From | To | Criticality | Code available\nOrders | Shop | Books | Critical | No');
  const integration = await demo.find('tomasz', `${engagement}/controls`, new RegExp(`${engagement}/controls/([0-9a-f-]{36})`));
  await demo.send('tomasz', `${engagement}/controls/${integration}`, { version: '0', idempotency_key: 'missing', duplicate_check: 'missing' });
  await demo.send('tomasz', `${engagement}/samples/new`, {
    summary: 'Order 2001 came twice', integration, symptom: 'duplicate', origin: 'unknown', cause: 'replayed', detected_by: 'staff',
    occurred_at: yesterday, occurred_at_time: '10:00', outcome: 'unresolved', evidence: '', confirmed: 'true',
  });
  // A form whose names come more than once.
  const saved = await (await demo.as('tomasz')).post(`${engagement}/quote/edit`, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    data: new URLSearchParams(draft(integration)).toString(),
    maxRedirects: 0,
  });
  expect(saved.status(), await saved.text()).toBe(303);
  return engagement;
}

/** A draft that everything holds back. */
function draft(integration: string): string[][] {
  const terms = { version: '0', currency: 'EUR', tax: '20', hours_a_week: '40', fixed_price: 'true' };
  const entry = { assumed, owner: '', test: '', percent: '10', costs: '0.5', false: '10', state: 'open', unknown: '' };
  const named = (of: object, id: string) => Object.entries(of).map(([name, value]) => [`${name}_${id}`, value]);
  const all = lines.flatMap(([work, says, [low, likely, high]], nth) => [
    ['line', id(nth)],
    ...named({ work, says, at: integration, action: '', low, likely, high }, id(nth)),
  ]);
  return [...Object.entries(terms), ...all, ['entry', id(9)], ...named(entry, id(9))];
}

async function issue(at: Hands, number: number): Promise<void> {
  await at.goTo('Quote');
  await at.unfold('Issue this quote');
  await at.press('Issue this quote');
  await expect(at.main.getByRole('heading', { name: new RegExp(`^Quote ${number}`) })).toBeVisible();
}

/** Where a quote stands, as staff see it. */
const standing = (at: Hands, number: number) => at.main.getByRole('article', { name: new RegExp(`^Quote ${number}`) });

async function answer(client: Hands, choice: string, why: string, number: number): Promise<void> {
  await client.goTo('Quote');
  await client.follow(`Decide on quote ${number}`);
  await client.tick(choice);
  await client.write('Why, or what you would like to know', why);
  await client.press('Continue');
}

test('each gate holds a quote back in turn; it is superseded, declined and accepted, and what fell is a change order', async ({ demo, visitor }) => {
  test.setTimeout(300_000);
  const engagement = await broken(demo);
  const at = new Hands(await visitor('tomasz'), false);
  await at.page.goto(demo.url + engagement);
  await addMember(at, `Priya Nair · ${demo.email('priya')}`, 'Client contributor');

  await test.step('held back by each gate, which says why', async () => {
    const held = at.main.getByRole('region', { name: 'Issue', exact: true });
    const button = at.main.getByRole('button', { name: 'Issue this quote', includeHidden: true });
    await at.goTo('Quote');
    await expect(held).toContainText('Publish the recommendation first');
    await at.goTo('Publish');
    await at.press('Publish version 1');
    await at.goTo('Quote');
    await expect(held).not.toContainText('Publish the recommendation first');
    for (const [says, mend] of gates) {
      await expect(held).toContainText(says);
      await expect(button, `nothing is issued while ${says}`).toHaveCount(0);
      await at.follow('Edit draft');
      await mend(at);
      await at.press('Save draft');
      await expect(held).not.toContainText(says);
    }
    await expect(at.main.getByText('It is held back:')).toHaveCount(0);
    await expect(held).toContainText('The client showed three mails about it. Agreed by Helena Marsh.');
    await expectAccessible(at.page);
  });

  const client = new Hands(await visitor('priya'), false);
  await test.step('superseded, declined, accepted', async () => {
    await issue(at, 1);
    await issue(at, 2);
    await expect(standing(at, 1)).toContainText('Superseded');
    await client.page.goto(demo.url + engagement.replace('/e/', '/room/'));
    await answer(client, 'Decline: not like this', 'Not before the summer.', 2);
    await at.page.reload();
    await expect(standing(at, 2)).toContainText('Declined');
    await expect(standing(at, 2)).toContainText('Not before the summer.');
    await issue(at, 3);
    await answer(client, 'Accept: go ahead as proposed', 'Please begin in July.', 3);
    await client.write('Your name', 'Priya Nair');
    await client.press('Accept');
    await at.page.reload();
    await expect(standing(at, 3)).toContainText('Accepted');
  });

  await test.step('an assumption falls, and its change order is written', async () => {
    await at.unfold(assumed);
    await at.tick('It is false: write the change order');
    await at.write('What was found', 'The vendor hands out none before autumn.');
    await at.press('Record the test');
    const order = `It was assumed: “${assumed}.” That is false. The vendor hands out none before autumn. 10 h come on top`;
    await expect(standing(at, 3)).toContainText(order);
    await expectAccessible(at.page);
    await client.goTo('Quote');
    await expect(client.main).toContainText(order);
  });
});
