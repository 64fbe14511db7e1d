// How a person works a page, written once for both kinds of hands: the keyboard alone, or a pointer.
// Steps name controls as people see them; how a control is reached is the business of the hands.
import { expect, type Locator, type Page } from '@playwright/test';
import { Keyboard } from './keyboard.ts';

export interface Way {
  /** Makes a control act: a link, a button, the fold of a section. */
  act(control: Locator): Promise<void>;
  /** Replaces what a field holds. */
  write(field: Locator, text: string): Promise<void>;
  /** Writes a day, `YYYY-MM-DD`, into a field for days. */
  writeDay(field: Locator, day: string): Promise<void>;
  /** Writes a time, `HH:MM`, into a field for times. */
  writeTime(field: Locator, time: string): Promise<void>;
  /** Chooses an entry of a select by its label. */
  choose(select: Locator, option: string): Promise<void>;
  /** Ticks a box or a radio button. */
  tick(box: Locator): Promise<void>;
  /** Goes to a page of the rail or of the room. */
  goTo(place: string): Promise<void>;
}

/** Hands with a pointer: what a browser without scripts must be enough for. */
class Pointer implements Way {
  constructor(private readonly page: Page) {}

  act = (control: Locator) => control.click();
  write = (field: Locator, text: string) => field.fill(text);
  writeDay = (field: Locator, day: string) => field.fill(day);
  writeTime = (field: Locator, time: string) => field.fill(time);
  tick = (box: Locator) => box.check();
  goTo = (place: string) => this.page.getByRole('navigation').getByRole('link', { name: place, exact: true }).last().click();

  async choose(select: Locator, option: string): Promise<void> {
    await select.selectOption({ label: option });
  }
}

/** Someone at a page. */
export class Hands {
  private readonly way: Way;

  constructor(readonly page: Page, keyboardOnly: boolean) {
    this.way = keyboardOnly ? new Keyboard(page) : new Pointer(page);
  }

  /** The page's own part, without the rail. */
  get main(): Locator {
    return this.page.getByRole('main');
  }

  /** A field by its label. Within `around` when the page has several of that name. */
  field(label: string, around: Locator = this.main): Locator {
    const named = (text: string) => around.getByLabel(text, { exact: true });
    return named(label).or(named(`${label} required`));
  }

  async write(label: string, text: string, around?: Locator): Promise<void> {
    await this.way.write(this.field(label, around), text);
  }

  /** Writes a day, `YYYY-MM-DD`. */
  async writeDay(label: string, day: string): Promise<void> {
    const field = this.field(label);
    await this.way.writeDay(field, day);
    await expect(field).toHaveValue(day);
  }

  /** Writes a moment, `YYYY-MM-DDTHH:MM`, into the two fields for its day and its time. */
  async writeMoment(label: string, moment: string): Promise<void> {
    const [day, time] = moment.split('T');
    const [dayField, timeField] = [this.field(label), this.field(`${label}, time`)];
    await this.way.writeDay(dayField, day);
    await this.way.writeTime(timeField, time);
    await expect(dayField).toHaveValue(day);
    await expect(timeField).toHaveValue(time);
  }

  async choose(label: string, option: string, around?: Locator): Promise<void> {
    const select = this.field(label, around).and(this.page.locator('select'));
    await this.way.choose(select, option);
    await expect(select.locator('option:checked'), `the choice of “${label}”`).toHaveText(option);
  }

  async tick(label: string, around?: Locator): Promise<void> {
    const box = this.field(label, around).and(this.page.locator('input'));
    await this.way.tick(box);
    await expect(box).toBeChecked();
  }

  /** Follows a link to its page. */
  async follow(name: string, around: Locator = this.main): Promise<void> {
    await this.land(() => this.way.act(around.getByRole('link', { name, exact: true }).first()));
  }

  /** Presses a button that sends a form, and waits for the answer. */
  async press(name: string, around: Locator = this.main): Promise<void> {
    await this.land(() => this.way.act(around.getByRole('button', { name, exact: true })));
  }

  /** Goes to a page of the rail or of the room. */
  async goTo(place: string): Promise<void> {
    await this.land(() => this.way.goTo(place));
  }

  /** Opens a folded part of the page. */
  async unfold(summary: string): Promise<void> {
    await this.way.act(this.main.locator('summary').filter({ hasText: summary }));
  }

  /** Follows a link to a file and gives what was saved. */
  async download(name: string): Promise<string> {
    const saved = this.page.waitForEvent('download');
    await this.way.act(this.main.getByRole('link', { name, exact: true }));
    return (await saved).path();
  }

  /** That the page has this heading: where one is. */
  async see(heading: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: heading, exact: true })).toBeVisible();
  }

  /** Waits until what follows an act is loaded. */
  private async land(act: () => Promise<void>): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await Promise.all([loaded, act()]);
  }
}
