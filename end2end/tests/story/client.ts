// A client who never saw the room: understands, asks, gets the answer, grants an access, approves a field of the source of truth,
// accepts the quote and takes the certificate home. How a page is read and worked is the business of the client.
import { expect, test } from '../../support/test.ts';

export interface Client {
  open(address: string): Promise<void>;
  /** Reads the page, under a name for the count. */
  read(name: string): Promise<void>;
  /** That the page has this heading of a part. */
  headed(heading: string): Promise<void>;
  /** That the page says this, in the item of a list when one is named. */
  told(text: string | RegExp, item?: string): Promise<void>;
  /** Goes to a page of the room. */
  goTo(place: string): Promise<void>;
  /** Follows what stays at the foot of every page. */
  decide(): Promise<void>;
  follow(link: string): Promise<void>;
  /** Presses a button, in the item of a list when one is named. */
  press(button: string, item?: string): Promise<void>;
  unfold(summary: RegExp): Promise<void>;
  /** Chooses one of a few. */
  tick(choice: RegExp): Promise<void>;
  write(label: string, text: string): Promise<void>;
  /** Follows a link to a file, and gives its name. */
  download(link: string): Promise<string>;
}

const question = 'Who is on call while the connector is changed?';
const field = 'Payment: day of settlement';

/** Goes the whole way; `answer` is what the consultant does with a question. */
export async function decides(client: Client, room: string, answer: (question: string) => Promise<string>): Promise<void> {
  await test.step('understands', async () => {
    await client.open(room);
    for (const part of ['What is wrong', 'What we propose', 'By when', 'What happens if you wait']) await client.headed(part);
    for (const said of ['Stabilise', /[\d,.]+ GBP with tax/, /The price holds until \d+ \w+ \d{4}/]) await client.told(said);
    await client.read('the page to decide on');
  });

  await test.step('asks, and gets the answer', async () => {
    await client.follow('Ask something first');
    await client.read('the decision');
    await client.tick(/^Ask something first$/);
    await client.write('Why, or what you would like to know', question);
    await client.press('Continue');
    await client.told(question);
    const answered = await answer(question);
    await client.open(room);
    await client.goTo('Decision');
    await client.told(answered);
    await client.read('the answer');
  });

  await test.step('grants an access', async () => {
    await client.goTo('Access');
    await client.read('what is asked for');
    await client.follow('Warehouse');
    await client.read('the request');
    await client.tick(/^We grant it/);
    await client.press('Send answer');
    await client.told('Granted');
    await client.read('the access');
  });

  await test.step('approves a field', async () => {
    await client.goTo('Source of truth');
    await client.unfold(/fields to approve or dispute/);
    await client.read('the source of truth');
    await client.press('Approve', field);
    await client.told('Approved', field);
  });

  await test.step('accepts, and takes the certificate home', async () => {
    await client.decide();
    await client.told(/Can be accepted until/);
    await client.told(/[0-9a-f]{64}/);
    await client.read('what is accepted');
    await client.tick(/^Accept/);
    await client.press('Continue');
    await client.told('Price with tax');
    await client.read('once more');
    await client.write('Your name', 'Priya Nair');
    await client.press('Accept');
    await client.told('accepted the recommendation.');
    await client.read('the receipt');
    expect(await client.download('Download the certificate')).toMatch(/certificate.*\.zip$/);
  });
}
