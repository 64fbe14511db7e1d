// The client reads what was published, says something, decides, and keeps a copy.
import { readFile } from 'node:fs/promises';
import { expect, expectAccessible, hasScripts } from '../../support/test.ts';
import type { Hands } from '../../support/hands.ts';

export async function signIn(person: Hands, address: string, email: string, passPhrase: string): Promise<void> {
  await person.page.goto(address);
  await person.write('Email', email);
  await person.write('Password', passPhrase);
  await person.press('Sign in');
}

export async function readRoom(client: Hands, title: string, path: string, step: string): Promise<void> {
  await client.see(title);
  await expect(client.main.getByRole('region', { name: 'The verdict' })).toContainText(path);
  await client.goTo('Map');
  await expect(client.main.getByRole('row', { name: step }).first()).toBeVisible();
  await client.goTo('Verdict');
  await expect(client.main).toContainText(path);
}

export async function comment(client: Hands, text: string): Promise<void> {
  await client.write('Add a comment', text, client.main.getByRole('form', { name: 'Add a comment' }));
  await client.press('Send comment');
  await expect(client.main.getByRole('listitem').filter({ hasText: text })).toBeVisible();
}

/** Decides at 320 px: reads what is agreed, confirms it by name, and keeps the certificate. */
export async function accept(client: Hands, reason: string, name: string): Promise<void> {
  await client.page.setViewportSize({ width: 320, height: 640 });
  const bar = client.main.getByRole('region', { name: 'Decide' });
  await expect(bar).toBeInViewport();
  await client.follow('Decide', bar);
  await client.see('Your decision');
  await expectAccessible(client.page);
  await client.tick('Accept: go ahead as proposed');
  await client.write('Why, or what you would like to know', reason);
  await client.press('Continue');
  await expect(client.main.getByText('Price with tax')).toBeVisible();
  await client.write('Your name', name);
  await client.press('Accept');
  await expect(client.main.getByText('accepted the recommendation.')).toBeVisible();
  await expectAccessible(client.page);
  if (hasScripts()) expect(await client.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  const certificate = await readFile(await client.download('Download the certificate'));
  expect(certificate.subarray(0, 2).toString()).toBe('PK');
  await client.page.setViewportSize({ width: 1280, height: 720 });
}

export async function keepCopies(client: Hands, title: string, path: string): Promise<void> {
  await client.goTo('Downloads');
  const pdf = await readFile(await client.download('PDF'));
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  const markdown = await readFile(await client.download('Markdown'), 'utf8');
  expect(markdown).toContain(title);
  expect(markdown).toContain(path);
  const json = JSON.parse(await readFile(await client.download('JSON'), 'utf8'));
  expect(JSON.stringify(json)).toContain(title);
}
