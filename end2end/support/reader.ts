// A client who sees the page and taps on it; taps and words are counted.
import { expect, type Locator } from '@playwright/test';
import type { Client } from '../tests/story/client.ts';
import { Counted } from './counted.ts';
import { Words } from './words.ts';

export class Reader extends Counted implements Client {
  readonly words = new Words();

  async open(address: string): Promise<void> {
    await this.page.goto(address);
  }

  /** What is folded is not read. */
  async read(name: string): Promise<void> {
    this.words.read(name, (await this.main.innerText()).split('\n').map((line) => line.trim()));
  }

  async headed(heading: string): Promise<void> {
    await expect(this.main.getByRole('heading', { level: 2, name: heading })).toBeVisible();
  }

  async told(text: string | RegExp, item?: string): Promise<void> {
    await expect(this.part(item)).toContainText(text);
  }

  async decide(): Promise<void> {
    await this.follow('Decide', this.main.getByRole('region', { name: 'Decide' }));
  }

  override async press(name: string, item?: string): Promise<void> {
    await super.press(name, this.part(item));
  }

  override async unfold(summary: RegExp): Promise<void> {
    await this.click(this.main.locator('summary').filter({ hasText: summary }));
  }

  override async tick(name: RegExp): Promise<void> {
    await this.click(this.main.getByRole('radio', { name }));
  }

  async download(name: string): Promise<string> {
    const arrives = this.page.waitForEvent('download');
    await this.click(this.main.getByRole('link', { name, exact: true }).first());
    return (await arrives).suggestedFilename();
  }

  effort(): string {
    return `${this.count} taps, ${this.words}`;
  }

  private part(item?: string): Locator {
    return item ? this.main.getByRole('listitem').filter({ hasText: item }) : this.main;
  }
}
