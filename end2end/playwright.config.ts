// Which browsers the tests run in: light and dark, wide and narrow, and one without JavaScript.
import { execFileSync } from 'node:child_process';
import { defineConfig } from '@playwright/test';
import type { Options } from './support/test.ts';

const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };

export default defineConfig<Options>({
  testDir: 'tests',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  reporter: 'list',
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Zurich',
    trace: 'retain-on-failure',
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
    { name: 'desktop-light', use: { viewport: wide, colorScheme: 'light' } },
    { name: 'desktop-dark', use: { viewport: wide, colorScheme: 'dark' } },
    { name: 'phone-light', use: { viewport: narrow, colorScheme: 'light', hasTouch: true } },
    { name: 'no-js', use: { viewport: wide, colorScheme: 'light', javaScriptEnabled: false } },
  ],
});

/** The browser of the system; Playwright's own is not downloaded. */
function chromium(): string {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return execFileSync('sh', ['-c', 'command -v chromium || command -v chromium-browser || command -v google-chrome'], {
    encoding: 'utf8',
  }).trim();
}
