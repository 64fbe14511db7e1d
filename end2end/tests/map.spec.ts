// A map as somebody hears it: the drawing and the table tell the same, in an order that makes sense.
import { expect, test } from '../support/test.ts';

const text = `Shop: Order paid
ERP: Stock left?
  ? yes
  ERP: Reserve the stock
  ? no -> Tell the customer
Office: Copy the order into a spreadsheet [manual copy-paste] (5 min x 200/month) !memory
---
Shop: Tell the customer
`;

// Answers to a form that comes back, which browsers note as an error.
test.use({ expectedProblems: [/status of 422/] });

test('a map reads as a list of steps, each with what it is and where it leads', async ({ demo, visitor }) => {
  const engagement = await demo.draft('tomasz', 'A map to listen to');
  const workflow = await demo.send('tomasz', `${engagement}/workflows/new`, { version: '0', name: 'Order to parcel' });
  const map = await demo.send('tomasz', `${workflow}/actual/text`, { version: '0', text });

  const page = await visitor('tomasz');
  await page.goto(demo.url + map);
  await expect(page.getByRole('document', { name: 'Order to parcel: actual map' })).toMatchAriaSnapshot(`
    - 'document "Order to parcel: actual map"':
      - link "Order paid. Automated task in Shop"
      - link /^Stock left\\?\\. Decision in ERP/
      - link "Reserve the stock. Automated task in ERP"
      - link "Copy the order into a spreadsheet. Copy-paste in Office; 5 min × 200/month, from memory"
      - link "Tell the customer. Notification in Shop"
  `);
  await expect(page.getByRole('table', { name: 'Every step, in the order told' })).toMatchAriaSnapshot(`
    - table:
      - rowgroup:
        - row "Number Step Lane Kind Facts Leads to"
      - rowgroup:
        - row "1 Order paid Shop Automated task 2 Stock left?"
        - 'row "2 Stock left? ERP Decision yes: 3 Reserve the stock no: 5 Tell the customer"':
          - 'cell "yes: 3 Reserve the stock no: 5 Tell the customer"':
            - list:
              - listitem:
                - text: "yes:"
                - link "3 Reserve the stock"
              - listitem:
                - text: "no:"
                - link "5 Tell the customer"
        - row "3 Reserve the stock ERP Automated task 4 Copy the order into a spreadsheet"
        - row "4 Copy the order into a spreadsheet Office Copy-paste (by hand) 5 min × 200/month; from memory"
        - row "5 Tell the customer Shop Notification (by hand)"
  `);
});

test('a step of the drawing leads to its row of the table, by keyboard', async ({ demo, visitor }) => {
  const page = await visitor('tomasz');
  await page.goto(`${demo.url}${await demo.workflow()}/intended`);
  const drawing = page.getByRole('document', { name: /intended map$/ });
  const step = drawing.getByRole('link').first();
  await step.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('tr:target')).toBeInViewport();
});

test('text that cannot be understood comes back as it was, with the line and what to do', async ({ demo, visitor }) => {
  const engagement = await demo.draft('tomasz', 'A map with a slip');
  const workflow = await demo.send('tomasz', `${engagement}/workflows/new`, { version: '0', name: 'Order to parcel' });
  const page = await visitor('tomasz');
  await page.goto(`${demo.url}${workflow}/intended/text`);
  const slip = 'Shop: Order paid\n-> Nowhere at all\n';
  await page.getByLabel('Text of the map').fill(slip);
  await page.getByRole('button', { name: 'Save map' }).click();
  await expect(page.getByRole('alert')).toContainText('Line 2');
  await expect(page.getByLabel('Text of the map')).toHaveValue(slip);
});
