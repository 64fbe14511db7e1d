// What went wrong, what should have stopped it, and what follows from both.
import { expect } from '../../support/test.ts';
import type { Hands } from '../../support/hands.ts';

export async function addSample(at: Hands, summary: string, integration: string): Promise<void> {
  await at.goTo('Failure samples');
  await at.follow('Add a sample');
  await at.write('What happened', summary);
  await at.choose('Symptom', 'Duplicate');
  await at.choose('Integration', integration);
  await at.writeMoment('Occurred', '2024-11-11T09:05');
  await at.choose('Noticed by', 'Customer');
  await at.choose('Cause', 'Replayed');
  await at.write('Retries', '2');
  await at.write('Evidence', 'POST /orders 504 after 30 s\nX-Api-Key: 4fA9bQ72LmZx81TrKe30Vw65\nsent again at 09:06');
  await at.tick('Confirmed: someone of us has seen it in the systems');
  await at.press('Save sample');
  await at.see(summary);
  await expect(at.main.getByText('4fA9bQ72LmZx81TrKe30Vw65'), 'a secret is never stored').toHaveCount(0);
}

export async function importSamples(at: Hands, rows: string, count: number): Promise<void> {
  await at.goTo('Failure samples');
  await at.follow('Import a file');
  await at.write('Or rows pasted from a spreadsheet', rows);
  await at.press('Read it');
  await at.see('Check before storing');
  await expect(at.main.getByRole('region', { name: 'First rows' })).toContainText('Duplicate');
  await at.press(`Store ${count} samples`);
  await at.see('Imported');
  await at.follow('See the samples');
}

/** From the list of samples. */
export async function confirmSamples(at: Hands, summaries: string[]): Promise<void> {
  for (const summary of summaries) await at.tick(`Tick: ${summary}`);
  await at.press('Confirm');
  await expect(at.main.getByText(`${summaries.length} samples changed.`)).toBeVisible();
}

export async function recordControls(at: Hands): Promise<void> {
  await at.goTo('Controls');
  await at.follow('Record controls');
  await at.choose('Idempotency key on create and update', 'Missing');
  await at.choose('Correlation id across systems', 'Missing');
  await at.choose('Time received', 'In place');
  await at.press('Save controls');
  const row = at.main.getByRole('row', { name: 'Correlation id across systems' });
  await expect(row.getByText('Missing')).toBeVisible();
}

export async function readVerdict(at: Hands, path: string): Promise<void> {
  await at.goTo('Verdict');
  await expect(at.main.getByRole('region', { name: 'Verdict of the engagement' })).toContainText(path);
  await expect(at.main.getByRole('heading', { name: 'What would change it' })).toBeVisible();
}

export async function publish(at: Hands, note: string): Promise<void> {
  await at.goTo('Publish');
  await at.write('Note to the client', note);
  await at.press('Publish version 1');
  await expect(at.main.getByRole('row', { name: /^Version 1/ })).toContainText(note);
}
