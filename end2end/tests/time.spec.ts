// What must be quick. It runs when every other test is done, so that only what it measures is at work.
import { expect, test } from '../support/test.ts';

// One after the other; and the machine may do other things all the same: what is slow three times is slow.
test.describe.configure({ mode: 'default', retries: 2 });

/** How long the yardstick takes on the machine that the bounds are for, when nothing else is at work, in milliseconds. */
const YARDSTICK = 3.75;

/**
 * How many steps a map has, and within how many milliseconds a key is drawn in it. A machine that is slower or busy with
 * other things is given as much longer as a fixed computation takes longer on it, tried between the same keys.
 */
const drawn = [
  { steps: 60, within: 16 },
  { steps: 500, within: 50 },
];

for (const { steps, within } of drawn) {
  for (const latency of [0, 400]) {
    test(`a key is drawn within ${within} ms in ${steps} steps, at ${latency} ms to the server`, async ({ demo, visitor }) => {
      const workflow = `${demo.url}${await demo.written('tomasz', `${steps} steps`, { actual: lines(steps) })}/actual`;
      const page = await visitor('tomasz');
      await page.goto(`${workflow}/text`);
      await expect(page.locator('#editor.scripted')).toBeAttached();
      await expect(page.getByRole('listbox', { name: 'Steps of the picture' }).getByRole('option')).toHaveCount(steps);
      await page.route('**/*', async (route) => {
        await new Promise((done) => setTimeout(done, latency));
        await route.continue();
      });
      await page.getByLabel('Text of the map').focus();
      await page.keyboard.press('Control+End');
      await page.keyboard.type('Shop: last');
      const { keys, yards } = await page.evaluate(measured);
      const [key, yard] = [p95(keys), p95(yards)];
      const said = `key to drawing, in ms: ${keys.map((time) => time.toFixed(1))}; the yardstick ${yard.toFixed(1)}`;
      test.info().annotations.push({ type: 'measured', description: `p95 ${key.toFixed(1)} ms, yardstick ${yard.toFixed(1)} ms` });
      expect(key, said).toBeLessThanOrEqual(within * Math.max(1, yard / YARDSTICK));
    });
  }
}

test('a key restyles what it changes, not the map', async ({ browser, demo, visitor }) => {
  const workflow = `${demo.url}${await demo.written('tomasz', 'Restyled', { actual: lines(500) })}/actual`;
  const page = await visitor('tomasz');
  await page.goto(`${workflow}/text`);
  await expect(page.getByRole('listbox', { name: 'Steps of the picture' }).getByRole('option')).toHaveCount(500);
  await page.getByLabel('Text of the map').focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('Shop: last');
  await browser.startTracing(page, { categories: ['devtools.timeline'] });
  await page.evaluate(measured);
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const restyled = trace.traceEvents.filter((event) => event.name === 'UpdateLayoutTree').map((event) => event.args.elementCount ?? 0);
  expect(restyled.length, 'styles were worked out at every key').toBeGreaterThan(60);
  // Of the 4,000 elements of the drawing; a step that widens it moves what stands after it.
  expect(p95(restyled), `elements restyled at once: ${restyled}`).toBeLessThan(200);
});

test('a map of five hundred steps is panned at sixty frames a second', async ({ demo, visitor }) => {
  const workflow = `${demo.url}${await demo.written('tomasz', 'Five hundred', { actual: lines(500) })}/actual`;
  const page = await visitor('tomasz');
  await page.goto(`${workflow}/text`);
  await expect(page.getByRole('listbox', { name: 'Steps of the picture' }).getByRole('option')).toHaveCount(500);
  await expect(page.locator('.picture-minimap svg'), 'beyond sixty steps there is a small picture of it').toBeVisible();
  const times = await page.evaluate(panned);
  times.sort((a, b) => a - b);
  const said = `from frame to frame, in ms: ${times.map((time) => time.toFixed(1))}`;
  expect(times[Math.floor(times.length / 2)], said).toBeLessThan(17.5);
  expect(times[Math.floor(times.length * 0.95)], said).toBeLessThan(50);
});

type TraceEvent = { name: string; args: { elementCount?: number } };

/** What all but the largest twentieth is within. */
function p95(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1];
}

/** Drags the picture to the right for two seconds and back for two; how long each frame took, in milliseconds. */
async function panned(): Promise<number[]> {
  const frame = document.querySelector<HTMLElement>('[data-picture]')!;
  const box = frame.getBoundingClientRect();
  const at = (x: number) => ({ clientX: x, clientY: box.top + 5, pointerId: 1, buttons: 1, bubbles: true });
  const right = box.right - 5;
  frame.setPointerCapture = () => undefined;
  frame.dispatchEvent(new PointerEvent('pointerdown', at(right)));
  const times: number[] = [];
  let last = await new Promise<number>(requestAnimationFrame);
  for (let n = 0; n < 240; n++) {
    const far = 30 * (n < 120 ? n : 240 - n);
    frame.dispatchEvent(new PointerEvent('pointermove', at(right - far)));
    const now = await new Promise<number>(requestAnimationFrame);
    times.push(now - last);
    last = now;
  }
  const moved = frame.scrollLeft;
  frame.dispatchEvent(new PointerEvent('pointerup', at(right)));
  if (moved > 60) throw new Error(`the picture was dragged to ${moved} instead of back`);
  return times;
}

/** A map of so many steps that goes round four lanes. */
function lines(steps: number): string {
  const lanes = ['Shop', 'ERP', 'Office', 'Warehouse'];
  return Array.from({ length: steps }, (_, at) => `${lanes[at % 4]}: Step number ${at}\n`).join('');
}

/**
 * Types letters as a person would; how long each takes until the drawing has changed and is laid out, and how long the
 * yardstick takes before it, in milliseconds.
 */
async function measured(): Promise<{ keys: number[]; yards: number[] }> {
  const picture = document.querySelector<HTMLElement>('[data-picture]')!;
  const yardstick = () => {
    const began = performance.now();
    let sum = 0;
    for (let n = 0; n < 3_000_000; n++) sum = (Math.imul(sum, 31) + n) | 0;
    if (sum === 42) throw new Error('the computation is used');
    return performance.now() - began;
  };
  const keys: number[] = [];
  const yards: number[] = [];
  for (let n = 0; n < 60; n++) {
    yards.push(yardstick());
    const changed = new Promise<void>((done) => {
      const watch = new MutationObserver(() => {
        watch.disconnect();
        done();
      });
      watch.observe(picture, { childList: true, subtree: true });
    });
    const began = performance.now();
    document.execCommand('insertText', false, 'x');
    await changed;
    picture.getBoundingClientRect();
    keys.push(performance.now() - began);
    await new Promise((done) => setTimeout(done, 60));
  }
  document.querySelector('textarea')!.blur();
  return { keys, yards };
}
