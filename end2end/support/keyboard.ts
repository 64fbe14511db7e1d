// A person without a pointer: Tab until the control has the focus, then the keys that it understands.
// Nothing here gives a control the focus by script; what cannot be reached with Tab fails the test.
import { expect, type ElementHandle, type Locator, type Page } from '@playwright/test';
import type { Way } from './hands.ts';

/** More stops than any page has. */
const patience = 500;

export class Keyboard implements Way {
  constructor(private readonly page: Page) {}

  async act(control: Locator): Promise<void> {
    await this.reach(control);
    await this.page.keyboard.press('Enter');
  }

  async write(field: Locator, text: string): Promise<void> {
    await this.reach(field);
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.press('Delete');
    await this.page.keyboard.type(text);
    await expect(field).toHaveValue(text);
  }

  /** Day and month must be the same number, below 13: the order of the parts is the browser's. */
  async writeDay(field: Locator, date: string): Promise<void> {
    const [year, month, day] = date.split('-');
    expect(month, 'day and month').toBe(day);
    await this.reach(field);
    await this.page.keyboard.type(day + month + year);
  }

  /** The time must be before noon. */
  async writeTime(field: Locator, time: string): Promise<void> {
    const [hour, minute] = time.split(':');
    await this.reach(field);
    await this.page.keyboard.type(`${hour}${minute}A`);
  }

  /** Types the beginning of the entry, as a select understands it. */
  async choose(select: Locator, option: string): Promise<void> {
    await this.reach(select);
    if ((await select.locator('option:checked').textContent()) === option) return;
    await this.page.keyboard.type(option);
  }

  async tick(box: Locator): Promise<void> {
    await this.reach(box);
    if (await box.isChecked()) return;
    await this.page.keyboard.press('Space');
  }

  /** “Go to”, which every page with a rail has. */
  async goTo(place: string): Promise<void> {
    await this.page.keyboard.press('Control+k');
    const dialog = this.page.getByRole('dialog', { name: 'Go to' });
    await expect(dialog.getByRole('textbox')).toBeFocused();
    await this.page.keyboard.type(place);
    const entry = dialog.getByRole('link', { name: place, exact: true }).last();
    for (let presses = 0; !(await entry.evaluate((link) => link === document.activeElement)); presses++) {
      expect(presses, `“Go to” offers “${place}”`).toBeLessThan(20);
      await this.page.keyboard.press('ArrowDown');
    }
    await this.page.keyboard.press('Enter');
  }

  /** Moves the focus to a control, the shorter way by the order of the page, and sees that one can see it. */
  private async reach(control: Locator): Promise<void> {
    await expect(control).toBeVisible();
    const element = (await control.elementHandle()) as ElementHandle<HTMLElement>;
    for (let presses = 0; presses < patience; presses++) {
      const where = await element.evaluate(whereIs);
      if (where === 'here') return this.seeFocus(control);
      await this.page.keyboard.press({ before: 'Shift+Tab', after: 'Tab', group: 'ArrowDown' }[where]);
    }
    throw new Error(`Tab never reaches ${control}`);
  }

  private async seeFocus(control: Locator): Promise<void> {
    const seen = () => control.evaluate(howSeen);
    await expect.poll(seen, `how the focus is seen on ${control}`).toEqual({ drawn: true, inSight: true, covered: '' });
  }
}

/** Where an element is from the focus. Of a group of radio buttons Tab reaches one; arrows lead to the others. */
function whereIs(wanted: HTMLElement): 'here' | 'before' | 'after' | 'group' {
  const at = document.activeElement;
  if (at === wanted) return 'here';
  if (!at || at === document.body) return 'after';
  const radio = (it: Element): it is HTMLInputElement => it instanceof HTMLInputElement && it.type === 'radio';
  if (radio(at) && radio(wanted) && at.name === wanted.name && at.form === wanted.form) return 'group';
  return at.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING ? 'before' : 'after';
}

/** Whether the focus is drawn, in the window, and not behind something else. */
function howSeen(element: HTMLElement): { drawn: boolean; inSight: boolean; covered: string } {
  const style = getComputedStyle(element);
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  const box = [...element.getClientRects()][0] ?? element.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, innerHeight / 2)];
  const above = document.elementFromPoint(x, y);
  const covered = above && !element.contains(above) && !above.contains(element) ? above.outerHTML.slice(0, 120) : '';
  const inSight = box.width > 0 && y > 0 && y < innerHeight && x > 0 && x < innerWidth;
  return { drawn: outlined || style.boxShadow !== 'none', inSight, covered };
}
