// Which browsers the tests run in: light and dark, wide and narrow, and one without JavaScript.
import { execFileSync } from 'node:child_process';
import { defineConfig } from '@playwright/test';
import type { Options } from './support/test.ts';

const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };

/** What depends on the size of the window. */
const sizes = ['pages.spec.ts', 'start.spec.ts'];
/** What is gone through in dark from its beginning; every page is looked at in both by pages.spec.ts. */
const dark = ['start.spec.ts'];
/** What measures time: after everything else, when no other test is at work. */
const timed = ['time.spec.ts'];
/** What must work without scripts. */
const scriptless = [
  'pages.spec.ts',
  'start.spec.ts',
  'setup-to-verdict.spec.ts',
  'import.spec.ts',
  'from-outside.spec.ts',
  'reconcile.spec.ts',
  'patterns.spec.ts',
  'resume.spec.ts',
  'intake.spec.ts',
  'questions.spec.ts',
  'to-quote.spec.ts',
  'client-walk.spec.ts',
  'share.spec.ts',
  'quote.spec.ts',
];

export default defineConfig<Options>({
  testDir: 'tests',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  // What passes only the second time is listed as flaky, and is to be looked into.
  retries: process.env.CI ? 1 : 0,
  // On a loaded machine a quick build takes its time; what is measured is measured by time.spec.ts.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    locale: 'en-GB',
    timezoneId: 'Europe/Zurich',
    // A trace pictures the page at every key, which takes most of the time: only when asked for.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium(),
      // No sandbox: tests also run as root; the pages are our own. The rest keeps the browser from calling home.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'desktop-light', testIgnore: timed, use: { viewport: wide, colorScheme: 'light' } },
    { name: 'desktop-dark', testMatch: dark, use: { viewport: wide, colorScheme: 'dark' } },
    { name: 'phone-light', testMatch: sizes, use: { viewport: narrow, colorScheme: 'light', hasTouch: true } },
    { name: 'phone-dark', testMatch: dark, use: { viewport: narrow, colorScheme: 'dark', hasTouch: true } },
    { name: 'no-js', testMatch: scriptless, use: { viewport: wide, colorScheme: 'light', javaScriptEnabled: false } },
    {
      name: 'time',
      testMatch: timed,
      use: { viewport: wide, colorScheme: 'light' },
      dependencies: ['desktop-light', 'desktop-dark', 'phone-light', 'phone-dark', 'no-js'],
    },
  ],
});

/** The browser of the system; Playwright's own is not downloaded. */
function chromium(): string {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return execFileSync('sh', ['-c', 'command -v chromium || command -v chromium-browser || command -v google-chrome'], {
    encoding: 'utf8',
  }).trim();
}
