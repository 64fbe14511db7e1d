// From a stranger's request to an issued quote, on the demo's case and with everything that both do counted and printed;
// with and without scripts, on a telephone and at a desk.
import { Counted } from '../support/counted.ts';
import type { Demo } from '../support/demo.ts';
import { expect, expectAccessible, hasScripts, test } from '../support/test.ts';

const budget = 120;

/** A table of the demo's case, as somebody has it in a spreadsheet. */
async function rows(demo: Demo, page: string): Promise<string> {
  const answer = await (await demo.as('tomasz')).get(page);
  expect(answer.ok(), page).toBe(true);
  return answer.text();
}

/** The address of a workflow of the demo's case. */
function named(demo: Demo, engagement: string, name: string): Promise<string> {
  return demo.find('tomasz', `${engagement}/workflows`, new RegExp(`href="(${engagement}/workflows/[0-9a-f-]{36})">${name}</a>`));
}

/** A map of the demo's case, as text. */
async function map(demo: Demo, workflow: string, side: 'Intended' | 'Actual'): Promise<string> {
  const page = await rows(demo, `${workflow}/${side.toLowerCase()}/text`);
  const text = /<textarea[^>]*name="text"[^>]*>\n?([^]*?)<\/textarea>/.exec(page)?.[1];
  if (!text) throw new Error(`${workflow} has no ${side} map`);
  return text.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

async function begin(at: Counted, name: string): Promise<void> {
  await at.follow('Add a workflow');
  await at.write('Name', name);
  await at.press('Save workflow');
}

const differences = (at: Counted) => at.main.getByRole('region', { name: 'Differences' });
const views = (at: Counted) => at.main.getByRole('navigation', { name: 'Views of the workflow' });

async function paste(at: Counted, table: string, text: string): Promise<void> {
  await at.follow(table);
  await at.unfold('As text');
  await at.write('Table', text);
  await at.press('Save the text');
}

async function ask(at: Counted, firm: string): Promise<void> {
  await at.follow('Request a triage');
  await at.write('Your name', 'Marlo Venn');
  await at.write('Your firm', firm);
  await at.write('Email', 'marlo@marigold.example');
  await at.write('The workflow that breaks', 'Web order to cash');
  await at.write('What starts it', 'A customer pays in the web shop.');
  await at.write('Who notices when it fails', 'The customer, or the warehouse.');
  await at.choose('How often it fails', 'About every week');
  await at.write('Systems it runs through', 'Web shop\nOrder connector\nERP\nWarehouse');
  for (const symptom of ['It runs twice', 'Orders or invoices appear twice']) await at.tick(symptom);
  await at.press('Send request');
  await at.see('We have your request');
}

for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
  test(`from a request to an issued quote, ${viewport.width} px wide`, async ({ demo, browserOf }) => {
    test.setTimeout(300_000);
    const firm = `Marigold ${viewport.width} ${hasScripts() ? 'with' : 'without'} scripts`;
    const told = await demo.engagement();
    const workflows = await Promise.all(
      ['Web order to cash', 'Prices and stock to the shop'].map(async (name) => [name, await named(demo, told, name)] as const),
    );
    const samples = await rows(demo, `${told}/samples.csv?state=confirmed`);

    const stranger = new Counted(await browserOf({ viewport }));
    await stranger.page.goto(`${demo.url}/sign-in`);
    await ask(stranger, firm);
    stranger.over('the request');

    const at = new Counted(await browserOf({ viewport, storageState: await demo.session('tomasz') }));
    await at.page.goto(`${demo.url}/requests`);
    await at.follow(firm);
    await at.press('Take this request');
    await at.follow('The engagement');
    await at.see('Web order to cash');
    at.over('taking it');

    await test.step('systems and integrations', async () => {
      await at.goTo('Systems and integrations');
      await paste(at, 'Systems as a table', await rows(demo, `${told}/systems/table.csv`));
      await paste(at, 'Integrations as a table', await rows(demo, `${told}/integrations/table.csv`));
      await expect(at.main.getByRole('table', { name: 'Integrations' }).getByRole('rowheader')).toHaveCount(8);
      at.over('systems and integrations');
    });

    await test.step('two workflows, each with both maps, compared', async () => {
      for (const [nth, [name, workflow]] of workflows.entries()) {
        await at.goTo('Workflows');
        if (nth > 0) await begin(at, name);
        // The first is there already, from the request: a list of one leads on to it.
        await at.see(name);
        for (const side of ['Intended', 'Actual'] as const) {
          await at.follow(side, views(at));
          await at.follow('Write the map');
          await at.write('Text of the map', await map(demo, workflow, side));
          await at.press('Save map');
          await expect(at.main.getByRole('group', { name: /drawing$/ })).toBeVisible();
        }
        await at.follow('Compare', views(at));
        await at.press(/^Confirm all \d+ likely pairs$/);
        for (const difference of await differences(at).getByRole('combobox').all()) await at.select(difference, 'Workaround');
        await at.press('Save judgements');
        await expect(at.main.getByText(/; 0 not judged yet\.$/)).toBeVisible();
      }
      at.over('workflows');
    });

    await test.step('the source of truth and the controls', async () => {
      await at.goTo('Source of truth');
      await paste(at, 'As a table', await rows(demo, `${told}/truth.csv`));
      await expect(at.main.getByRole('table')).toHaveCount(7);
      at.over('source of truth');
      await at.goTo('Controls');
      await paste(at, 'As a table', await rows(demo, `${told}/controls/table.csv`));
      await expect(at.main.getByText('33 of 35 looked at.')).toBeVisible();
      at.over('controls');
    });

    await test.step('the failure samples', async () => {
      await at.goTo('Failure samples');
      await at.follow('Import a file');
      await at.write('Or rows pasted from a spreadsheet', samples);
      await at.press('Read it');
      await at.press(/^Store \d+ samples$/);
      await expect(at.page.getByRole('heading', { level: 1 })).toHaveText('Imported', { timeout: 30_000 });
      await at.follow('See the samples');
      await at.follow(/^Change all \d+ /);
      await at.choose('Review state', 'Confirmed');
      await at.press(/^Change \d+ /);
      await expect(at.main.getByText(/^\d+ samples changed\.$/)).toBeVisible();
      at.over('samples');
    });

    await test.step('the verdict is read and published', async () => {
      await at.goTo('Verdict');
      await expect(at.main.getByRole('region', { name: 'Verdict of the engagement' })).toBeVisible();
      await at.goTo('Publish');
      await at.write('Note to the client', 'What we know after the first week.');
      await at.press('Publish version 1');
      at.over('verdict and publication');
    });

    await test.step('the quote is drafted, put right and issued', async () => {
      await at.goTo('Quote');
      await at.press('Draft from the verdict');
      await expect(at.main.getByRole('table', { name: 'Work' })).toBeVisible();
      await at.follow('Edit draft');
      if (!(await at.field('Price of an hour, before tax').inputValue())) await at.write('Price of an hour, before tax', '110');
      if (!(await at.field('Can be accepted until').inputValue())) await at.write('Can be accepted until', '2100-01-01');
      const nobody = at.field('Who answers for those that name nobody');
      if (await nobody.isVisible()) await at.write('Who answers for those that name nobody', 'Jonas Feld, IT');
      for (const entry of await at.main.getByRole('region', { name: 'Assumptions' }).getByRole('group').all()) {
        if ((await nobody.isVisible()) || !(await at.field('What is assumed', entry).inputValue())) continue;
        if (!(await at.field('Who answers for it', entry).inputValue())) await at.write('Who answers for it', 'Jonas Feld, IT', entry);
      }
      for (const gate of await at.main.getByRole('region', { name: 'Gates' }).getByRole('group').all()) {
        await at.write('Issue it all the same, because', 'What has too few samples is left out of this sprint.', gate);
        await at.write('Agreed by', 'Helena Marsh', gate);
      }
      await at.press('Save draft');
      await expect(at.main.getByText('It is held back:')).toHaveCount(0);
      await at.unfold('Issue this quote');
      await at.press('Issue this quote');
      await expect(at.main.getByRole('heading', { name: /^Quote 1/ })).toBeVisible();
      await expectAccessible(at.page);
      at.over('quote');
    });

    const parts = { ...stranger.parts, ...at.parts };
    const count = stranger.count + at.count;
    console.log(Object.entries(parts).map(([part, taken]) => `${part}: ${taken}`).join(', '), `together ${count} of ${budget}`);
    expect(count, 'clicks, texts, choices and ticks').toBeLessThanOrEqual(budget);
    expect(await at.page.evaluate(() => document.scrollingElement!.scrollWidth), 'nothing is wider than the window').toBeLessThanOrEqual(viewport.width);
  });
}
