// What comes from outside: a token for a program, files beside a sample, and a report from the client room.
import { picture } from '../support/picture.ts';
import { expect, expectAccessible, hasScripts, test } from '../support/test.ts';

const shot = { name: 'wrong-order.png', mimeType: 'image/png', buffer: picture() };
const log = { name: 'hook.log', mimeType: 'text/plain', buffer: Buffer.from('14:05 POST /orders 201 for ada.lovelace@example.org') };

// Answers to forms that come back.
test.use({ expectedProblems: [/status of 422/] });

test('a token is made, shown once, used by a program, and revoked', async ({ demo, visitor }) => {
  const engagement = await demo.draft('tomasz', 'A token for the monitor');
  const page = await visitor('tomasz');
  await page.goto(`${demo.url}${engagement}/tokens`);
  await page.getByLabel('Name').fill('ERP monitor');
  await page.getByLabel('Your password').fill(demo.password('tomasz'));
  await page.getByRole('button', { name: 'Make token' }).click();
  await expect(page.getByText('Tick at least one thing it may do.').first()).toBeVisible();
  await expect(page.getByLabel('Name')).toHaveValue('ERP monitor');
  await page.getByLabel('Send failure samples').check();
  await page.getByLabel('How long it lives').selectOption({ label: '30 days' });
  await page.getByLabel('Your password').fill(demo.password('tomasz'));
  await page.getByRole('button', { name: 'Make token' }).click();
  await expect(page.getByText('Copy it now: it is not shown again.')).toBeVisible();
  await expectAccessible(page);
  const token = await page.locator('#token').innerText();

  const send = (key: string) =>
    fetch(`${demo.url}/api/v1/engagements/${engagement.replace('/e/', '')}/samples`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': key, 'content-type': 'application/json' },
      body: JSON.stringify({ summary: 'Sent by a program', symptom: 'late', occurred_at: '2026-11-02T14:05:00Z', detected_by: 'monitor' }),
    });
  expect((await send('one')).status).toBe(201);
  await page.goto(`${demo.url}${engagement}/samples`);
  await page.getByRole('link', { name: 'Sent by a program' }).click();
  await expect(page.getByText('Sent with the API token')).toBeVisible();

  await page.goto(`${demo.url}/account`);
  await expect(page.getByRole('row', { name: /ERP monitor/ })).toBeVisible();
  await page.goto(`${demo.url}${engagement}/tokens`);
  await expect(page.locator('body')).not.toContainText(token);
  await expectAccessible(page);
  await page.locator('summary').filter({ hasText: 'Revoke' }).click();
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(page.getByText('That token is revoked.')).toBeVisible();
  expect((await send('two')).status).toBe(401);
});

test('files are added to a sample, shown, and removed; a drawing that could carry a script is refused', async ({ demo, visitor }) => {
  const engagement = await demo.draft('tomasz', 'Files beside a sample');
  const sample = { summary: 'Order 7 twice', symptom: 'duplicate', occurred_at: '2026-11-02T14:05', origin: 'unknown', cause: 'unknown', detected_by: 'staff', outcome: 'failed' };
  const added = (await demo.send('tomasz', `${engagement}/samples/new`, sample)).split('?')[0];
  const page = await visitor('tomasz');
  page.on('dialog', (dialog) => Promise.reject(new Error(`a file ran: ${dialog.message()}`)));
  await page.goto(demo.url + added);
  const [field, files] = [page.getByLabel('Add files', { exact: true }).and(page.locator('input')), page.locator('.files li')];

  await field.setInputFiles({ name: 'map.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>') });
  await page.getByRole('form', { name: 'Add files' }).locator('button').click();
  await expect(page.getByText(/“map.svg” is not taken/).first()).toBeVisible();

  await field.setInputFiles([shot, log]);
  await page.getByRole('form', { name: 'Add files' }).locator('button').click();
  await expect(files).toHaveCount(2);
  await expect(page.getByRole('img', { name: 'Screenshot: wrong-order.png' })).toBeVisible();
  // Without scripts nobody can ask the picture how wide it is.
  if (hasScripts()) await expect.poll(() => page.getByRole('img', { name: /wrong-order/ }).evaluate((it: HTMLImageElement) => it.naturalWidth)).toBe(60);
  await expectAccessible(page);
  const text = await demo.as('tomasz').then(async (it) => it.get((await page.getByRole('link', { name: 'hook.txt' }).getAttribute('href'))!));
  expect(await text.text()).not.toContain('lovelace');

  await files.filter({ hasText: 'hook.txt' }).locator('summary').filter({ hasText: 'Remove' }).click();
  await files.filter({ hasText: 'hook.txt' }).getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(files).toHaveCount(1);
});

test('what is redacted more is searched for in text files, and pictures wait until somebody has looked at them', async ({ demo, visitor }) => {
  const engagement = await demo.draft('tomasz', 'Words taken out');
  const sample = { summary: 'Order of Blue Harbour twice', symptom: 'duplicate', occurred_at: '2026-11-02T14:05', origin: 'unknown', cause: 'unknown', detected_by: 'staff', outcome: 'failed' };
  const added = (await demo.send('tomasz', `${engagement}/samples/new`, sample)).split('?')[0];
  const page = await visitor('tomasz');
  await page.goto(demo.url + added);
  const note = { name: 'note.log', mimeType: 'text/plain', buffer: Buffer.from('14:05 order 7 for Blue Harbour sent twice') };
  await page.getByLabel('Add files', { exact: true }).and(page.locator('input')).setInputFiles([shot, note]);
  await page.getByRole('form', { name: 'Add files' }).locator('button').click();
  await expect(page.locator('.files li')).toHaveCount(2);
  const text = await page.getByRole('link', { name: 'note.txt' }).getAttribute('href');

  await page.locator('summary').filter({ hasText: 'Redact more' }).click();
  await page.getByLabel('Text to redact').fill('Blue Harbour');
  await page.getByRole('button', { name: 'Redact', exact: true }).click();
  await expect(page.getByText('1 searched. It stood in 1, and was replaced there.')).toBeVisible({ timeout: 20_000 });
  const read = await demo.as('tomasz').then((it) => it.get(text!));
  expect(await read.text()).not.toContain('Harbour');

  await expectAccessible(page);
  const row = page.getByRole('row', { name: /wrong-order/ });
  await expect(row.getByRole('link', { name: 'Blank parts' })).toBeVisible();
  const looked = page.getByRole('button', { name: 'Record that I looked at the ticked ones' });
  await looked.click();
  await expect(page.getByText('Tick the pictures and PDFs that you have looked at.').first()).toBeVisible();
  await row.getByRole('checkbox').check();
  await looked.click();
  await expect(page.getByText('No picture or PDF is left to look at.')).toBeVisible();
  await page.getByRole('link', { name: 'Redacted more' }).click();
  await expect(page.getByRole('row', { name: /Tomasz Brandt/ })).toBeVisible();
  await expectAccessible(page);
});

test('a screenshot is pasted and a file dropped, and both are sent with the form', async ({ demo, visitor }) => {
  test.skip(!hasScripts(), 'pasting and dropping are comforts of scripts');
  const engagement = await demo.draft('tomasz', 'Pasted and dropped');
  const sample = { summary: 'Order 8 twice', symptom: 'duplicate', occurred_at: '2026-11-02T14:05', origin: 'unknown', cause: 'unknown', detected_by: 'staff', outcome: 'failed' };
  const added = (await demo.send('tomasz', `${engagement}/samples/new`, sample)).split('?')[0];
  const page = await visitor('tomasz');
  await page.goto(demo.url + added);
  await page.evaluate((bytes) => {
    const bag = (file: File) => {
      const bag = new DataTransfer();
      bag.items.add(file);
      return bag;
    };
    const png = new File([new Uint8Array(bytes)], 'image.png', { type: 'image/png' });
    dispatchEvent(new ClipboardEvent('paste', { clipboardData: bag(png) }));
    const text = new File(['one line'], 'dropped.log', { type: 'text/plain' });
    document.querySelector('[data-drop]')!.dispatchEvent(new DragEvent('drop', { dataTransfer: bag(text), cancelable: true, bubbles: true }));
  }, [...shot.buffer]);
  await expect(page.locator('.chosen li')).toHaveCount(2);
  await expect(page.locator('.chosen')).toContainText('screenshot');
  await page.getByRole('form', { name: 'Add files' }).locator('button').click();
  await expect(page.locator('.files li')).toHaveCount(2);
  await expect(page.locator('.files')).toContainText('dropped.txt');
});

test('a contributor reports a failure with a screenshot, and staff see who it was', async ({ demo, visitor }) => {
  const room = (await demo.engagement()).replace('/e/', '/room/');
  const summary = `Order 9 twice${hasScripts() ? '' : ', without scripts'}`;
  const page = await visitor('priya');
  await page.goto(demo.url + room);
  await page.getByRole('navigation', { name: 'Client room' }).getByRole('link', { name: 'Report a failure' }).click();
  await expectAccessible(page);
  await page.getByLabel('What happened').fill(summary);
  await page.getByLabel('What it looked like').selectOption({ label: 'Duplicate' });
  await page.locator('input[name=occurred_at]').fill('2026-11-02');
  await page.getByLabel('It happened, time').fill('14:05');
  await page.getByText('More, if you know it').click();
  await expectAccessible(page);
  await page.getByLabel('Evidence', { exact: true }).fill('ada.lovelace@example.org saw it');
  if (hasScripts()) {
    await expect(page.getByLabel('Time zone')).not.toHaveValue('');
    // The camera of a phone takes more than anybody reads: it is sent smaller, and joins the other files.
    const photo = await page.evaluate(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 4000, height: 3000 });
      const pen = canvas.getContext('2d')!;
      for (let at = 0; at < 4000; at += 7) pen.fillRect(at, (at * 31) % 3000, 5, 900);
      const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 1));
      return [...new Uint8Array(await blob!.arrayBuffer())];
    });
    await page.getByLabel('Picture', { exact: true }).setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(photo) });
    await expect(page.locator('.chosen')).toContainText('made smaller from');
    await expect(page.locator('.chosen')).toContainText('of 24 MB');
    await page.getByRole('button', { name: 'Remove all' }).click();
    await expect(page.locator('.chosen')).toBeHidden();
  }
  await page.getByLabel('Files').and(page.locator('input')).setInputFiles(shot);
  await page.getByRole('button', { name: 'Send report' }).click();
  await expect(page.getByText('Thank you. Your consultants have it now.')).toBeVisible();
  const sent = page.getByRole('row', { name: summary }).first();
  await expect(sent).toContainText('Waits for your consultants');
  await expect(sent.getByRole('img', { name: 'Picture you sent: wrong-order.png' })).toBeVisible();

  const staff = await visitor('tomasz');
  await staff.goto(`${demo.url}${room.replace('/room/', '/e/')}/samples?state=new&q=Order+9+twice`);
  await staff.getByRole('link', { name: summary, exact: true }).first().click();
  await expect(staff.getByText('Submitted from the client room by')).toBeVisible();
  await expect(staff.getByRole('img', { name: /wrong-order/ })).toBeVisible();
  await expect(staff.locator('.evidence-text')).not.toContainText('lovelace');
});
