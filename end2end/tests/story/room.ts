// The client reads what was published, says something, decides, and keeps a copy.
import { readFile } from 'node:fs/promises';
import { expect } from '../../support/test.ts';
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

export async function accept(client: Hands, reason: string): Promise<void> {
  await client.goTo('Decision');
  await client.tick('Accept: go ahead as proposed');
  await client.write('Why, or what you would like to know', reason);
  await client.press('Send decision');
  await expect(client.main.getByText('accepted the recommendation.')).toBeVisible();
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
