// The process dies while it imports a file or compares two exports; the next one finishes it, and nothing is lost or there twice.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type Page, expect, test } from '@playwright/test';
import { type Running, kill, start } from '../support/mortal.ts';
import { freePort } from '../support/server.ts';

// A job of a process that died is taken over fifteen seconds later, so each kill takes about twenty.
const kills = Number(process.env.KILLS ?? 2);
const rows = 20_000;
/** Rows a side of a comparison, every tenth of which differs. */
const compared = 300_000;

/** A server that can be killed, and a page of its admin in an engagement with two systems. */
class Mortal {
  private constructor(
    private readonly data: string,
    private readonly address: string,
    private running: Running,
    readonly page: Page,
    readonly engagement: string,
  ) {}

  /** Jobs that another process took over, which is known by how long they then took. */
  taken = 0;

  static async begin(browser: Browser): Promise<Mortal> {
    const data = await mkdtemp(join(tmpdir(), 'faultline-jobs-'));
    // As root, PostgreSQL runs under another account, which must be able to pass through.
    await chmod(data, 0o711);
    const address = `127.0.0.1:${await freePort()}`;
    const running = await start(join(data, 'data'), address);
    const url = `http://${address}`;
    const context = await browser.newContext({ javaScriptEnabled: false });
    const send = async (path: string, form: Record<string, string>) => {
      const answer = await context.request.post(url + path, { form, maxRedirects: 0 });
      expect(answer.status(), await answer.text()).toBe(303);
      return answer.headers().location;
    };
    const link = /\/join\/(\w+)/.exec(running.written)?.[1];
    await send(`/join/${link}`, { name: 'Ada', email: 'ada@example.com', password: 'seven quiet lanterns glow' });
    const client = (await send('/clients', { name: 'Kestrel Cycles' })).split('#')[1];
    const engagement = await send('/engagements/new', { client, title: 'Web orders' });
    for (const [name, kind] of [['Web shop', 'shop'], ['ERP', 'erp']]) {
      await send(`${engagement}/systems/new`, { version: '0', name, kind });
    }
    return new Mortal(data, address, running, await context.newPage(), url + engagement);
  }

  /** Starts a job with a button, kills the process so long after it, and starts another. */
  async killAfter(button: RegExp, ms: number): Promise<void> {
    const pressed = this.page.getByRole('button', { name: button }).click().catch(() => undefined);
    await new Promise((done) => setTimeout(done, ms));
    await kill(this.running.child, 'SIGKILL');
    await pressed;
    this.running = await start(join(this.data, 'data'), this.address);
  }

  /** Waits for the heading that says that the job of the page has ended; the browser was not always told of a job. */
  async ended(heading: string): Promise<boolean> {
    if (!this.page.url().includes('/jobs/')) return false;
    const began = Date.now();
    await expect(async () => {
      await this.page.goto(this.page.url());
      await expect(this.page.getByRole('heading', { level: 1 })).toHaveText(heading, { timeout: 500 });
    }).toPass({ timeout: 90_000, intervals: [500] });
    if (Date.now() - began > 6_000) this.taken++;
    return true;
  }

  async end(): Promise<void> {
    await this.page.context().close();
    await kill(this.running.child, 'SIGINT');
    await rm(this.data, { recursive: true, force: true });
  }
}

/** From at once to two seconds, spread evenly. */
const moment = (killed: number) => (killed * 370) % 2_000;
const csv = (name: string, header: string, lines: string[]) => ({ name, mimeType: 'text/csv', buffer: Buffer.from([header, ...lines].join('\n') + '\n') });

test.beforeEach(() => {
  test.skip(test.info().project.name !== 'desktop-light', 'it is about the server: once is enough');
  test.setTimeout(240_000 + kills * 60_000);
});

test('an import goes on after every kill; its rows are stored once and its refused rows can be downloaded', async ({ browser }) => {
  const mortal = await Mortal.begin(browser);
  const { page, engagement } = mortal;
  let [resumed, repeated] = [0, 0];
  try {
    for (let killed = 0; killed < kills; killed++) {
      const row = (n: number) => `2026-10-${String((n % 28) + 1).padStart(2, '0')},Order ${killed}-${n} of buyer${n}@example.org was booked twice,duplicate,${killed}-${n}`;
      const lines = [...Array.from({ length: rows }, (_, n) => row(n)), 'soon,Never,duplicate,1', ',No day,duplicate,2'];
      const choose = async () => {
        await page.goto(`${engagement}/samples/import`);
        await page.getByLabel('File', { exact: true }).setInputFiles(csv(`orders-${killed}.csv`, 'date,message,symptom,order', lines));
        await page.getByRole('button', { name: 'Read it' }).click({ timeout: 90_000 });
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check before storing', { timeout: 30_000 });
      };
      await choose();
      await mortal.killAfter(/^Store /, moment(killed));
      if (await mortal.ended('Imported')) resumed++;
      else {
        // Sent again by a person who saw no answer: whether or not it was taken, it is stored once.
        repeated++;
        await choose();
        await page.getByRole('button', { name: /^Store / }).click();
        await mortal.ended('Imported');
      }
      const refused = await page.getByRole('link', { name: 'Download the refused rows' }).getAttribute('href');
      const file = await (await page.request.get(new URL(refused ?? '', engagement).href)).text();
      expect(file.trim().split('\n').length, 'a header and two refused rows').toBe(3);
      await page.goto(`${engagement}/samples`);
      await expect(page.getByRole('link', { name: /^All/ }), 'stored once').toContainText(((killed + 1) * rows).toLocaleString('en'));
    }
    if (kills >= 10) expect(mortal.taken, 'enough of them were killed in the middle').toBeGreaterThan(kills / 4);
    console.log(`${kills} kills during imports of ${rows} rows: ${resumed} went on, ${mortal.taken} of them by being taken over, ${repeated} sent again, ${kills * rows} samples`);
  } finally {
    await mortal.end();
  }
});

test('a comparison goes on after every kill, and its differences are stored once', async ({ browser }) => {
  const mortal = await Mortal.begin(browser);
  const { page, engagement } = mortal;
  let [resumed, repeated] = [0, 0];
  const lines = (changed: number) => Array.from({ length: compared }, (_, n) => `${n},buyer${n}@example.org,${n + (n % 10 === 0 ? changed : 0)}.00`);
  const [a, b] = [csv('shop.csv', 'id,mail,total', lines(0)), csv('erp.csv', 'id,mail,total', lines(1))];
  try {
    for (let killed = 0; killed < kills; killed++) {
      const choose = async () => {
        await page.goto(`${engagement}/reconcile/new`);
        await page.getByLabel('Which system the first is from').selectOption({ label: 'Web shop' });
        await page.getByLabel('Which system the second is from').selectOption({ label: 'ERP' });
        await page.getByLabel('First file').setInputFiles(a);
        await page.getByLabel('Second file').setInputFiles(b);
        await page.getByRole('button', { name: 'Read both' }).click({ timeout: 60_000 });
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check what is compared', { timeout: 30_000 });
      };
      await choose();
      await mortal.killAfter(/^Compare$/, moment(killed));
      if (await mortal.ended('Web shop and ERP')) resumed++;
      else {
        repeated++;
        await choose();
        await page.getByRole('button', { name: /^Compare$/ }).click();
        await mortal.ended('Web shop and ERP');
      }
      const changed = page.locator('dl.figures > div').filter({ has: page.getByText('Different', { exact: true }) });
      await expect(changed, 'every tenth row differs, once').toContainText((compared / 10).toLocaleString('en'));
    }
    if (kills >= 10) expect(mortal.taken, 'enough of them were killed in the middle').toBeGreaterThan(kills / 4);
    console.log(`${kills} kills during comparisons of ${compared} rows a side: ${resumed} went on, ${mortal.taken} of them by being taken over, ${repeated} sent again`);
  } finally {
    await mortal.end();
  }
});
