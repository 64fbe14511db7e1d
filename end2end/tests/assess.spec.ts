// One judgement, told four times: the command line, the page, the PDF and the JSON say the same, for the same reasons.
import { execFileSync } from 'node:child_process';
import { program } from '../support/program.ts';
import { expect, test } from '../support/test.ts';

type Said = { says: string };
type Assessment = {
  verdict: Said & { standing: string | null };
  integrations: (Said & {
    name: string;
    standing: string | null;
    findings: { because: Said[] }[];
    would_change: Said[];
  })[];
};

test('what is assessed from the document is what page, PDF and JSON show', async ({ demo, visitor }) => {
  const room = (await demo.engagement()).replace('/e/', '/room/');
  const priya = await demo.as('priya');
  const download = await (await priya.get(`${room}/recommendation.json`)).text();
  const published = JSON.parse(download);
  const options = { encoding: 'utf8' as const, maxBuffer: 64 << 20 };
  const whole: Assessment = JSON.parse(execFileSync(program, ['assess', '-'], { input: download, ...options }));
  expect(whole, 'the download is read as it is').toEqual(published.assessment);
  const again = execFileSync(program, ['document', '-'], { input: download, ...options });
  expect(again === download, 'what is read and written again is the same, byte for byte').toBe(true);
  const input = JSON.stringify(published.document);
  const assessed: Assessment = JSON.parse(execFileSync(program, ['assess', '-'], { input, ...options }));
  expect(assessed).toEqual(published.assessment);

  const page = await visitor('priya');
  await page.goto(`${demo.url}${room}/verdict`);
  await page.evaluate(() => document.querySelectorAll('details').forEach((folded) => (folded.open = true)));
  const onPage = squeezed(await page.getByRole('main').innerText());
  const pdf = await (await priya.get(`${room}/recommendation.pdf`)).body();
  const inPdf = squeezed(execFileSync('pdftotext', ['-', '-'], { input: pdf, encoding: 'utf8' }));

  expect(assessed.integrations.length).toBeGreaterThan(1);
  const reasons = assessed.integrations.flatMap((one) => [
    one.name,
    one.says,
    ...one.findings.flatMap((finding) => finding.because.map((evidence) => evidence.says)),
    ...one.would_change.map((change) => change.says),
  ]);
  for (const sentence of [assessed.verdict.says, ...reasons]) {
    expect.soft(onPage, `the page says “${sentence}”`).toContain(squeezed(sentence));
    expect.soft(inPdf, `the PDF says “${sentence}”`).toContain(squeezed(sentence));
  }
});

test('findings have the same numbers on the page of staff as in the assessment', async ({ demo, visitor }) => {
  const engagement = await demo.engagement();
  const staff = await visitor('tomasz');
  await staff.goto(`${demo.url}${engagement}/verdict`);
  const titles = await staff.locator('.check-title').filter({ hasText: /^F\d+: / }).allInnerTexts();
  expect(titles.length).toBeGreaterThan(1);
  expect(titles.map((title) => title.split(':')[0])).toEqual(titles.map((_, at) => `F${at + 1}`));
});

/** A text without what setting it in lines changes: spaces, breaks and hyphens. */
function squeezed(text: string): string {
  return text.normalize('NFKC').replace(/[\s\u00ad\u200b\u2010-]+/g, '').toLowerCase();
}
