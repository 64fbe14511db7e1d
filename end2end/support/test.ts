// What every test has: servers of its own, people at pages that may not report a problem, and a check with axe.
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { Demo, type Name } from './demo.ts';
import { Hands } from './hands.ts';
import { startServer, type Server } from './server.ts';

export type Options = {
  /** Problems that a test provokes on purpose, for example the 404 of a page that must not be found. */
  expectedProblems: RegExp[];
};

type Fixtures = {
  /** Problems that browsers reported; none may be left when the test ends. */
  problems: string[];
  /** An empty server of the test's own. */
  fresh: Server;
  /** A page in a browser of its own. */
  browserOf: (options?: BrowserContextOptions) => Promise<Page>;
  /** Someone with a browser of their own. With scripts they work by keyboard alone, without them by pointer. */
  someone: () => Promise<Hands>;
  /** A page of the demo's server in the browser of one of its people, or of nobody. */
  visitor: (who: Name | 'nobody') => Promise<Page>;
};

/** `demo` is a server with the demo, shared by the tests of a worker, which leave its engagement as it is. */
export const test = base.extend<Options & Fixtures, { demo: Demo }>({
  expectedProblems: [[], { option: true }],

  demo: [
    async ({}, use) => {
      const server = await startServer(['--with-demo']);
      try {
        await use(await Demo.of(server));
      } finally {
        await server.stop();
      }
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  fresh: async ({}, use, info) => {
    const server = await startServer();
    await use(server);
    await server.stop();
    if (info.errors.length) await info.attach('server console', { body: server.console(), contentType: 'text/plain' });
  },

  problems: [
    async ({ expectedProblems }, use) => {
      const problems: string[] = [];
      await use(problems);
      const unexpected = problems.filter((problem) => !expectedProblems.some((expected) => expected.test(problem)));
      expect(unexpected, 'the browser reported no problem').toEqual([]);
    },
    { auto: true },
  ],

  context: async ({ context, problems }, use) => {
    watch(context, problems);
    await use(context);
  },

  browserOf: async ({ browser, problems }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      watch(context, problems);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },

  someone: async ({ browserOf }, use) => use(async () => new Hands(await browserOf(), hasScripts())),

  visitor: async ({ browserOf, demo }, use) => {
    await use(async (who) => browserOf(who === 'nobody' ? {} : { storageState: await demo.session(who) }));
  },
});

export { expect };

/** Whether pages run scripts in this project. */
export function hasScripts(): boolean {
  return test.info().project.use.javaScriptEnabled !== false;
}

function watch(context: BrowserContext, problems: string[]): void {
  context.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => problems.push(`script: ${error.error().message}`));
  context.on('response', (response) => {
    if (response.status() >= 500) problems.push(`${response.status()}: ${response.url()}`);
  });
}

/** Fails with a readable list when axe finds anything. It runs as a script, so it is skipped where pages have none. */
export async function expectAccessible(page: Page): Promise<void> {
  if (hasScripts()) await expectNothing(page, axe(page));
}

/** The same in other colours, by the rules that colours decide: a page is laid out and named alike in all of them. */
export async function expectColours(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  if (!hasScripts()) return;
  // Without motion, so that no colour is still on its way.
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await expectNothing(page, axe(page).withRules(['color-contrast', 'link-in-text-block']));
}

/** At work in the page itself, which has no frames, and without a list of all that is well: half the time. */
function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
}

async function expectNothing(page: Page, builder: AxeBuilder): Promise<void> {
  const { violations } = await builder.analyze();
  const found = violations.map((it) => `${it.id}: ${it.help}\n  ${it.nodes.map((node) => node.target.join(' ')).join('\n  ')}`);
  expect(found, `axe on ${page.url()}`).toEqual([]);
}
