// What every test has: a server of the worker's own, a page that may not report a problem, and a check with axe.
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { startServer, type Server } from './server.ts';

export type Options = {
  /** Problems that a test provokes on purpose, for example the 404 of a page that must not be found. */
  expectedProblems: RegExp[];
};

type WorkerOptions = {
  /** Further arguments of `serve`, for example `--with-demo`. */
  serve: string[];
};

export const test = base.extend<Options & { problems: string[] }, WorkerOptions & { server: Server }>({
  expectedProblems: [[], { option: true }],
  serve: [[], { option: true, scope: 'worker' }],

  server: [
    async ({ serve }, use) => {
      const server = await startServer(serve);
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  baseURL: async ({ server }, use) => use(server.url),

  problems: [
    async ({ context, expectedProblems }, use) => {
      const problems: string[] = [];
      const note = (text: string) => {
        if (!expectedProblems.some((expected) => expected.test(text))) problems.push(text);
      };
      context.on('console', (message) => {
        if (message.type() === 'error') note(`console: ${message.text()} (${message.location().url})`);
      });
      context.on('weberror', (error) => note(`script: ${error.error().message}`));
      context.on('response', (response) => {
        if (response.status() >= 500) note(`${response.status()}: ${response.url()}`);
      });
      await use(problems);
      expect(problems, 'the browser reported no problem').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Whether pages run scripts in this project. */
export function hasScripts(): boolean {
  return test.info().project.use.javaScriptEnabled !== false;
}

/** Fails with a readable list when axe finds anything. It runs as a script, so it is skipped where pages have none. */
export async function expectAccessible(page: Page): Promise<void> {
  if (!hasScripts()) return;
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map((it) => `${it.id}: ${it.help}\n  ${it.nodes.map((node) => node.target.join(' ')).join('\n  ')}`);
  expect(found, `axe on ${page.url()}`).toEqual([]);
}
