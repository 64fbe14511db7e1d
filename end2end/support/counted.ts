// A page on which everything that a person does is counted: a click, a text that is written or pasted, a choice, a tick.
import { expect, type Locator, type Page } from '@playwright/test';

export class Counted {
  count = 0;
  /** What was done until each part was over. */
  readonly parts: Record<string, number> = {};

  constructor(readonly page: Page) {}

  get main(): Locator {
    return this.page.getByRole('main');
  }

  field(label: string, around: Locator = this.main): Locator {
    return around.getByLabel(label, { exact: true }).or(around.getByLabel(`${label} required`, { exact: true })).first();
  }

  async click(control: Locator): Promise<void> {
    this.count += 1;
    await control.click();
  }

  async write(label: string, value: string, around?: Locator): Promise<void> {
    this.count += 1;
    await this.field(label, around).fill(value);
  }

  async choose(label: string, option: string, around?: Locator): Promise<void> {
    await this.select(this.field(label, around).and(this.page.locator('select')), option);
  }

  /** The same, of a list that is at hand. */
  async select(list: Locator, option: string): Promise<void> {
    this.count += 1;
    await list.selectOption({ label: option });
  }

  async tick(label: string): Promise<void> {
    this.count += 1;
    await this.field(label).check();
  }

  /** Goes to a page of the rail, which is a menu in a narrow window. */
  async goTo(place: string): Promise<void> {
    const rail = this.page.getByRole('navigation').getByRole('link', { name: place, exact: true }).last();
    if (!(await rail.isVisible())) await this.click(this.page.getByRole('button', { name: 'Menu', exact: true }));
    await this.land(rail);
  }

  async follow(name: string | RegExp, around: Locator = this.main): Promise<void> {
    await this.land(around.getByRole('link', { name, exact: typeof name === 'string' }).first());
  }

  async press(name: string | RegExp, around: Locator = this.main): Promise<void> {
    await this.land(around.getByRole('button', { name, exact: typeof name === 'string' }).first());
  }

  async unfold(summary: string): Promise<void> {
    await this.click(this.main.locator('summary').filter({ hasText: summary }));
  }

  /** That the page has this heading: where one is. */
  async see(heading: string | RegExp): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: heading, exact: typeof heading === 'string' })).toBeVisible();
  }

  /** Notes what was done since the last part, under a name. */
  over(part: string): void {
    const before = Object.values(this.parts).reduce((sum, one) => sum + one, 0);
    this.parts[part] = this.count - before;
  }

  /** Clicks what leads to another page, and waits until that is loaded. */
  private async land(control: Locator): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await Promise.all([loaded, this.click(control)]);
  }
}
