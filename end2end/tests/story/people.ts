// Everyone comes in: the first admin by the set-up link, the others by links that the admin makes.
import { expect } from '../../support/test.ts';
import type { Hands } from '../../support/hands.ts';

export const passPhrase = 'seven quiet lanterns glow';

export async function becomeFirstAdmin(admin: Hands, link: string): Promise<void> {
  await admin.page.goto(link);
  await admin.see('Become the first admin');
  await admin.write('Your name', 'Ada Quill');
  await admin.write('Email', 'ada@firm.example');
  await admin.write('Password', passPhrase);
  await admin.press('Set password and sign in');
  await admin.see('Engagements');
}

export async function addClient(admin: Hands, name: string): Promise<void> {
  await admin.goTo('Clients');
  await admin.write('Name', name);
  await admin.press('Add client');
  await expect(admin.page.getByRole('link', { name })).toBeVisible();
}

export type Invited = { name: string; email: string; role: 'Consultant' | 'Client'; client?: string };

/** Gives the one-time link. */
export async function invite(admin: Hands, { name, email, role, client }: Invited): Promise<string> {
  await admin.goTo('People');
  await admin.follow('Invite someone');
  await admin.write('Name', name);
  await admin.write('Email', email);
  await admin.tick(role);
  if (client) await admin.choose('Client', client);
  await admin.press('Make the link');
  await admin.see(`A link for ${name}`);
  return (await admin.main.getByText(/^https?:\/\/\S+\/join\/\S+$/).textContent()) ?? '';
}

export async function join(person: Hands, link: string): Promise<void> {
  await person.page.goto(link);
  await person.see('Set your password');
  await person.write('Password', passPhrase);
  await person.press('Set password and sign in');
  await expect(person.page).toHaveURL(/\/(rooms?.*)?$/);
}
