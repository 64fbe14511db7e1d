// What people rely on without looking: nothing runs that was typed, nothing is overwritten, nothing is told to strangers.
import { expect, test } from '../support/test.ts';

const hostile = '</textarea><script>alert(1)</script>';

// Answers to a form that comes back, which browsers note as an error.
test.use({ expectedProblems: [/status of 409/] });

test('a name that is a script shows as text wherever it is told', async ({ demo, visitor }) => {
  const engagement = await demo.draft('tomasz', hostile);
  const system = (name: string) => demo.send('tomasz', `${engagement}/systems/new`, { version: '0', name, kind: 'shop' });
  await system(hostile);
  await system('ERP');
  const ids = (await (await (await demo.as('tomasz')).get(`${engagement}/systems`)).text()).matchAll(/<tr id="([0-9a-f-]{36})"/g);
  const [source, destination] = [...ids].map(([, id]) => id);
  await demo.send('tomasz', `${engagement}/integrations/new`, {
    ...{ version: '0', name: hostile, source, destination, middleware: 'script', transport: 'api_call', direction: 'push' },
    ...{ timing: 'hourly', extent: 'full', criticality: 'critical', in_scope: 'true', code: 'yes', credentials: 'unknown' },
    ...{ developer: 'unknown', maintainable: 'unknown', when_it_breaks: hostile },
  });
  const workflow = await demo.send('tomasz', `${engagement}/workflows/new`, { version: '0', name: hostile, start_event: hostile });
  await demo.send('tomasz', `${workflow}/actual/text`, { version: '0', text: `Shop: "${hostile}"\n# ${hostile}\n` });
  const seen = await demo.find('tomasz', `${engagement}/publish`, /name="seen" value="(\w+)"/);
  await demo.send('tomasz', `${engagement}/publish`, { seen, newest: '0', note: hostile });

  const page = await visitor('tomasz');
  page.on('dialog', (dialog) => Promise.reject(new Error(`${page.url()} ran what was typed: ${dialog.message()}`)));
  const own = ['', '/systems', `/systems/${source}`, '/controls', '/flags', '/verdict', '/publish', '/activity'];
  const room = engagement.replace('/e/', '/room/');
  const told = [...own.map((part) => engagement + part), workflow, `${workflow}/actual`, `${workflow}/actual/text`, room, `${room}/map`, `${room}/verdict`];
  for (const address of told) {
    await page.goto(demo.url + address);
    await expect(page.locator('body'), address).toContainText('<script>alert(1)</script>', { useInnerText: false });
    expect(await page.locator('script:not([src])').count(), `scripts written into ${address}`).toBe(0);
  }
});

test('of two people who edit one system, the second sees both sides and nothing is lost', async ({ demo, visitor }) => {
  const engagement = await demo.draft('tomasz', 'Two people at once');
  await demo.send('tomasz', `${engagement}/systems/new`, { version: '0', name: 'Shop', kind: 'shop', vendor: 'Nobody yet' });
  const system = await demo.find('tomasz', `${engagement}/systems`, /(?<=href=")\/e\/[0-9a-f-]{36}\/systems\/[0-9a-f-]{36}/);
  const [first, second] = [await visitor('tomasz'), await visitor('helena')];
  await first.goto(demo.url + system);
  await second.goto(demo.url + system);
  await first.getByLabel('Vendor').fill('Northwind');
  await first.getByRole('button', { name: 'Save system' }).click();
  await expect(first.getByRole('heading', { level: 1 })).toHaveText('Systems and integrations');

  await second.getByLabel('Vendor').fill('Southwind');
  await second.getByRole('button', { name: 'Save system' }).click();
  const conflict = second.getByRole('alert', { name: 'Two versions of the same row' });
  await expect(conflict.getByRole('row', { name: 'Vendor' })).toMatchAriaSnapshot(`
    - row "Vendor Southwind Northwind"
  `);
  await expect(second.getByLabel('Vendor')).toHaveValue('Southwind');
  await second.getByRole('button', { name: 'Save system' }).click();
  await second.goto(demo.url + system);
  await expect(second.getByLabel('Vendor')).toHaveValue('Southwind');
});

test('a change is undone from the activity page, and the undo is listed too', async ({ demo, visitor }) => {
  const engagement = await demo.draft('tomasz', 'A change of mind');
  await demo.send('tomasz', `${engagement}/systems/new`, { version: '0', name: 'Shop', kind: 'shop', vendor: 'Northwind' });
  const system = await demo.find('tomasz', `${engagement}/systems`, /(?<=href=")\/e\/[0-9a-f-]{36}\/systems\/[0-9a-f-]{36}/);
  await demo.send('tomasz', system, { version: '1', name: 'Shop', kind: 'shop', vendor: 'Southwind' });
  const page = await visitor('tomasz');
  await page.goto(`${demo.url}${engagement}/activity`);
  const entries = page.getByRole('table', { name: 'Activity' }).getByRole('row').filter({ hasText: 'Shop' });
  const before = await entries.count();
  await entries.first().getByRole('button', { name: 'Undo' }).click();
  await expect(entries).toHaveCount(before + 1);
  await page.goto(demo.url + system);
  await expect(page.getByLabel('Vendor')).toHaveValue('Northwind');
});

test('what belongs to others answers with the very bytes of what does not exist', async ({ demo }) => {
  const mine = await demo.engagement();
  const nothing = '/e/01890000-0000-7000-8000-000000000000';
  const room = (engagement: string) => engagement.replace('/e/', '/room/');
  const parts = ['', '/systems', '/samples', '/workflows', '/verdict', '/publish', '/activity'];
  const files = ['', '/map', '/downloads', '/recommendation.pdf', '/recommendation.md', '/recommendation.json'];
  // The stranger works for the firm, on another client's engagement; the client's person has a room, and no more.
  const foreign = [
    ...parts.map((part) => ['amina', mine + part, nothing + part] as const),
    ...files.map((file) => ['amina', room(mine) + file, room(nothing) + file] as const),
    ...parts.map((part) => ['priya', mine + part, nothing + part] as const),
  ];
  for (const [who, theirs, nobodys] of foreign) {
    const requests = await demo.as(who);
    const [one, other] = [await requests.get(theirs), await requests.get(nobodys)];
    expect([one.status(), other.status()], `${theirs} for ${who}`).toEqual([404, 404]);
    expect(await blank(one), `${theirs} for ${who}`).toBe(await blank(other));
  }
});

/** An answer's text without what differs from answer to answer for everyone. */
async function blank(answer: { text(): Promise<string> }): Promise<string> {
  return (await answer.text()).replace(/nonce="[^"]*"/g, 'nonce=""');
}
