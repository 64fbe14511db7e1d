// What must be quick. It runs when every other test is done, so that only what it measures is at work.
import { expect, test } from '../support/test.ts';

// One after the other; and the machine may do other things all the same: what is slow three times is slow.
test.describe.configure({ mode: 'default', retries: 2 });

test('typing in a map of two hundred steps is painted within 50 ms', async ({ demo, visitor }) => {
  const lines = Array.from({ length: 200 }, (_, at) => `${['Shop', 'ERP', 'Office', 'Warehouse'][at % 4]}: Step number ${at}\n`);
  const workflow = `${demo.url}${await demo.written('tomasz', 'Two hundred', { actual: lines.join('') })}/actual`;
  const page = await visitor('tomasz');
  await page.goto(`${workflow}/text`);
  await expect(page.locator('#editor.scripted')).toBeAttached();
  await expect(page.getByRole('listbox', { name: 'Steps of the picture' }).getByRole('option')).toHaveCount(200);
  await page.getByLabel('Text of the map').focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('Shop: last');
  const times = await page.evaluate(measured);
  times.sort((a, b) => a - b);
  expect(times[Math.floor(times.length * 0.9)], `key to paint, in ms: ${times.map(Math.round)}`).toBeLessThan(50);
});

test('a map of five hundred steps is panned at sixty frames a second', async ({ demo, visitor }) => {
  const lines = Array.from({ length: 500 }, (_, at) => `${['Shop', 'ERP', 'Office', 'Warehouse'][at % 4]}: Step number ${at}\n`);
  const workflow = `${demo.url}${await demo.written('tomasz', 'Five hundred', { actual: lines.join('') })}/actual`;
  const page = await visitor('tomasz');
  await page.goto(`${workflow}/text`);
  await expect(page.getByRole('listbox', { name: 'Steps of the picture' }).getByRole('option')).toHaveCount(500);
  await expect(page.locator('[data-minimap] canvas'), 'beyond sixty steps there is a small picture of it').toBeVisible();
  const times = await page.evaluate(panned);
  times.sort((a, b) => a - b);
  const said = `from frame to frame, in ms: ${times.map((time) => time.toFixed(1))}`;
  expect(times[Math.floor(times.length / 2)], said).toBeLessThan(17.5);
  expect(times[Math.floor(times.length * 0.95)], said).toBeLessThan(50);
});

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

/** Types letters as a person would; how long each takes until the next frame, in milliseconds. */
async function measured(): Promise<number[]> {
  const area = document.querySelector('textarea')!;
  const times: number[] = [];
  for (let n = 0; n < 20; n++) {
    const began = performance.now();
    document.execCommand('insertText', false, 'x');
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - began);
    await new Promise((done) => setTimeout(done, 120));
  }
  area.blur();
  return times;
}
