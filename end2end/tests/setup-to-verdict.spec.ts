// From the set-up link to the client's PDF and the work that was quoted, the whole way of the product.
// With scripts it is walked by keyboard alone, without them by pointer: the same steps for both.
import { expect, test } from '../support/test.ts';
import * as document from './story/document.ts';
import * as evidence from './story/evidence.ts';
import * as people from './story/people.ts';
import * as quote from './story/quote.ts';
import * as room from './story/room.ts';

const client = 'Kestrel Cycles';
const title = 'Web orders to ERP';
const integration = 'Order script';
const intended = `Shop: Order paid
ERP: Create the order via Order script
ERP: In stock?
  ? yes
  ERP: Release to the warehouse
  ? no -> Tell the customer
---
Shop: Tell the customer
`;
const actual = `Shop: Order paid
ERP: Create the order via Order script
Office: Copy the order into a spreadsheet [manual copy-paste] (5 min x 200/month) !memory
ERP: Release to the warehouse
`;
const pasted = `when;what happened;symptom;integration;cause;order
2024-11-12 10:00;Order 2002 was booked twice;duplicate;Order script;replayed;2002
2024-11-13 11:30;Order 2003 was booked twice;duplicate;Order script;replayed;2003
`;

test('a consultant comes from the set-up link to a verdict, and the client to the PDF', async ({ fresh, someone }) => {
  test.setTimeout(600_000);
  const [admin, consultant, reader] = [await someone(), await someone(), await someone()];
  const mara = { name: 'Mara Lindt', email: 'mara@firm.example', role: 'Consultant' } as const;
  const rosa = { name: 'Rosa Feld', email: 'rosa@kestrel.example', role: 'Client', client } as const;

  await test.step('everyone comes in', async () => {
    await people.becomeFirstAdmin(admin, fresh.setUpLink());
    await people.addClient(admin, client);
    await people.join(consultant, await people.invite(admin, mara));
    await people.join(reader, await people.invite(admin, rosa));
    await reader.press('Sign out', reader.page.locator('body'));
  });

  await test.step('the engagement is opened, and the client is let into its room', async () => {
    await document.openEngagement(consultant, client, title);
    await document.addMember(consultant, `${rosa.name} · ${rosa.email}`, 'Client contributor');
  });

  await test.step('what is involved is written down', async () => {
    await document.addSystem(consultant, 'Shop', 'Shop', 'Rosa Feld');
    await document.addSystem(consultant, 'ERP', 'ERP', 'Nils Aker');
    await document.addIntegration(consultant, integration, 'Shop', 'ERP');
    await document.addWorkflow(consultant, 'Order to parcel');
    await document.writeMap(consultant, 'Intended', intended);
    await document.writeMap(consultant, 'Actual', actual);
    await document.compareMaps(consultant, 'Copy the order into a spreadsheet');
    await document.agreeOnTruth(consultant);
  });

  await test.step('failures are collected and confirmed', async () => {
    await evidence.addSample(consultant, 'Order 2001 was booked twice after a retry', integration);
    await evidence.importSamples(consultant, pasted, 2);
    await evidence.confirmSamples(consultant, ['Order 2002 was booked twice', 'Order 2003 was booked twice']);
    await evidence.recordControls(consultant);
  });

  await test.step('the verdict stands and is published', async () => {
    await evidence.readVerdict(consultant, 'Stabilise');
    await evidence.publish(consultant, 'What we know after the first week.');
  });

  await test.step('the next step is quoted', async () => {
    await quote.issueQuote(consultant, rosa.name);
  });

  await test.step('the client reads, answers and keeps it', async () => {
    await room.signIn(reader, fresh.url, rosa.email, people.passPhrase);
    await room.readRoom(reader, title, 'Stabilise', 'Copy the order into a spreadsheet');
    await room.comment(reader, 'The spreadsheet is mine. I would love to stop.');
    await room.keepCopies(reader, title, 'Stabilise');
  });

  await test.step('the client accepts it with the quote, on a telephone', async () => {
    await quote.readQuote(reader);
    await room.accept(reader, 'Please begin after the spring sale.', rosa.name);
  });

  await test.step('the consultant sees what the client said', async () => {
    await consultant.goTo('Publish');
    await expect(consultant.main.getByRole('region', { name: 'Decisions' })).toContainText('Please begin after the spring sale.');
    await expect(consultant.main.getByRole('region', { name: 'Comments' })).toContainText('I would love to stop.');
    await quote.closeQuote(consultant, rosa.name, 'Please begin after the spring sale.', '30');
  });
});
