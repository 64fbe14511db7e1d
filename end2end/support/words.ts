// The words that somebody reads who goes through the product: no line twice.

/** Words that a grown-up reads in a minute. */
const pace = 230;

export class Words {
  private count = 0;
  private readonly seen = new Set<string>();

  /** Counts what a page says that was not said before. */
  read(name: string, lines: string[]): void {
    const fresh = lines.filter((line) => !this.seen.has(line));
    for (const line of lines) this.seen.add(line);
    const words = fresh.join(' ').split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    this.count += words;
    console.log(`${name}: ${words} words`);
  }

  get minutes(): number {
    return this.count / pace;
  }

  toString(): string {
    return `${this.count} words, ${this.minutes.toFixed(1)} minutes`;
  }
}
