// The consultant writes down what is there: systems, integrations, the workflow twice, and which system is right.
import { expect } from '../../support/test.ts';
import type { Hands } from '../../support/hands.ts';

export async function openEngagement(at: Hands, client: string, title: string): Promise<void> {
  await at.goTo('Engagements');
  await at.follow('Open an engagement');
  await at.choose('Client', client);
  await at.write('Title', title);
  await at.press('Open engagement');
  await at.see(title);
}

export async function addMember(at: Hands, person: string, capacity: string): Promise<void> {
  await at.follow('Members');
  await at.choose('Person', person);
  await at.choose('Capacity', capacity);
  await at.press('Add member');
  await expect(at.main.getByRole('cell', { name: capacity })).toBeVisible();
}

export async function addSystem(at: Hands, name: string, kind: string, owner: string): Promise<void> {
  await at.goTo('Systems and integrations');
  await at.follow('Add a system');
  await at.write('Name', name);
  await at.choose('Kind', kind);
  await at.write('Business owner', owner);
  await at.choose('API access', 'Read and write');
  await at.choose('Delivery', 'Webhook');
  await at.choose('API version is pinned', 'No');
  await at.tick('Rate limits is known');
  await at.write('Rate limits: what was found, and who says so', '60 calls a minute, says the vendor.');
  await at.press('Save system');
  await expect(at.main.getByRole('link', { name, exact: true })).toBeVisible();
}

export async function addIntegration(at: Hands, name: string, from: string, to: string): Promise<void> {
  await at.goTo('Systems and integrations');
  await at.follow('Add an integration');
  await at.write('Name', name);
  await at.choose('From', from);
  await at.choose('To', to);
  await at.choose('Criticality', 'Critical');
  await at.choose('Middleware', 'Script');
  await at.choose('Transport', 'Scheduled job');
  await at.choose('Timing', 'Every few minutes');
  await at.choose('Can be changed: code or configuration', 'Yes');
  await at.write('What happens when it breaks?', 'Parcels go out twice, and finance hears of it last.');
  await at.write('Integration logic', 'Nils Aker');
  await at.press('Save integration');
  await expect(at.main.getByRole('row', { name }).getByText(`${from} → ${to}`)).toBeVisible();
}

export async function addWorkflow(at: Hands, name: string): Promise<void> {
  await at.goTo('Workflows');
  await at.follow('Add a workflow');
  await at.write('Name', name);
  await at.write('Start event', 'A customer pays for an order.');
  await at.tick('Returns: asked');
  await at.write('Returns: the answer', 'Taken back for 30 days, booked by hand.');
  await at.press('Save workflow');
  await at.see(name);
}

/** From a page of the workflow. Text that cannot be understood comes back as it was typed. */
export async function writeMap(at: Hands, side: 'Intended' | 'Actual', text: string): Promise<void> {
  await at.follow(side, at.main.getByRole('navigation', { name: 'Views of the workflow' }));
  await at.follow('Write the map');
  await at.write('Text of the map', text);
  await at.press('Save map');
  await expect(at.main.getByRole('group', { name: /drawing$/ }).locator('svg[role]')).toBeVisible();
}

/** Confirms what is suggested, one by one, and says what a step means that nobody intended. */
export async function compareMaps(at: Hands, shadowStep: string): Promise<void> {
  await at.follow('Compare', at.main.getByRole('navigation', { name: 'Views of the workflow' }));
  const suggested = at.main.getByRole('region', { name: 'Suggested pairs' });
  for (let left = await suggested.getByRole('row').count(); left > 1; left--) {
    await at.press((await suggested.getByRole('button', { name: /^Confirm/ }).first().getAttribute('aria-label'))!, suggested);
  }
  const row = at.main.getByRole('region', { name: 'Differences' }).getByRole('row').filter({ hasText: shadowStep });
  const said = (await row.getByRole('rowheader').textContent())!;
  await at.choose(`What it means: ${said}`, 'Workaround', row);
  await at.write(`Why: ${said}`, 'Nobody trusts the nightly run, so someone keeps a second list.', row);
  await at.press('Save judgements');
  await expect(row.getByRole('combobox')).toHaveValue('workaround');
}

export async function agreeOnTruth(at: Hands): Promise<void> {
  await at.goTo('Source of truth');
  await at.follow('Add a data type');
  await at.write('Name', 'Order');
  await at.write('What one record stands for', 'One basket that somebody paid for.');
  await at.press('Save data type');
  await at.follow('Add a field');
  await at.choose('Data type', 'Order');
  await at.write('Name', 'Status');
  await at.choose('Shop', 'Owns');
  await at.choose('ERP', 'Read-only');
  await at.tick('ERP was seen writing it');
  await at.choose('Standing', 'Agreed');
  await at.write('Decided by', 'Rosa Feld');
  await at.press('Save field');
  await expect(at.main.getByRole('row', { name: 'Status' }).getByText('Agreed')).toBeVisible();
}
