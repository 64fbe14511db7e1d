// The documents of the demo's version, opened by LibreOffice and compared as text with the Markdown: the same words in the same
// order. What only one of them has is named here, and nothing else may differ.
import type { APIRequestContext } from '@playwright/test';
import { sheetsOf, textOf } from '../support/office.ts';
import { expect, test } from '../support/test.ts';

/** Signs between words that each form has its own of: bullets, brackets, the rules of a table. */
const words = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

/** Those of the pieces that the text does not have after the one before: in the order in which they are told. */
function missing(pieces: string[], text: string): string[] {
  const told = ` ${words(text)} `;
  let at = 0;
  return pieces.filter((piece) => {
    const found = told.indexOf(` ${words(piece)} `, at);
    if (found >= 0) at = found + words(piece).length;
    return found < 0;
  });
}

const lines = (text: string) => text.split('\n').filter((line) => words(line));

test.describe('documents', () => {
  test.setTimeout(240_000);

  test('the text document says what the Markdown says, word for word', async ({ demo }) => {
    const [docx, markdown] = await downloads(await demo.as('priya'), await room(demo), ['docx', 'md']);
    const plain = markdown
      .toString()
      // Links by their words; the caption of a map is told by its picture there, and what kind a payload is by its look.
      .replace(/^\*Map of .*\*$/gm, '')
      .replace(/^```\w*$/gm, '')
      .replace(/\\(?=[^\p{L}\p{N}\s])/gu, '');
    const told = await textOf(docx);
    // The front has each form in its own order: from the summary on they are compared.
    const [ours, theirs] = [plain.slice(plain.indexOf('## Summary')), told.slice(told.lastIndexOf('\nSummary\n'))];
    expect(lines(ours).length).toBeGreaterThan(500);
    const many = /the (workbook and the )?JSON ha(ve|s) them all/;
    expect(missing(lines(ours).filter((line) => !many.test(line)), theirs), 'what only the Markdown says').toEqual([]);
    const own = (line: string) => many.test(line) || ['Figure', 'What', 'Measured against'].includes(line.trim());
    expect(missing(lines(theirs).filter((line) => !own(line)), ours), 'what only the text document says').toEqual([]);
  });

  test('the workbook has a row for each entry, in the words of the document', async ({ demo }) => {
    const [xlsx, json, markdown] = await downloads(await demo.as('priya'), await room(demo), ['xlsx', 'json', 'md']);
    const { document, assessment } = JSON.parse(json.toString());
    const sheets = await sheetsOf(xlsx);
    const counts = (name: string) => sheets.get(name)!.length - 1;
    for (const [name, entries] of Object.entries({
      Systems: document.systems,
      Integrations: document.integrations,
      'Source of truth': document.fields,
      Patterns: document.samples.patterns,
      Access: document.access.requests,
      'Areas of care': document.access.areas,
      Gates: assessment.gates,
      Risks: assessment.flags,
      Actions: assessment.verdict.plan,
    })) {
      expect(counts(name), name).toBe((entries as unknown[]).length);
    }
    const plain = ` ${words(markdown.toString().replace(/\\(?=[^\p{L}\p{N}\s])/gu, ''))} `;
    for (const name of ['Access', 'Areas of care', 'Assumptions', 'Differences', 'Flows', 'Plan', 'Questions', 'Quote lines']) {
      // A moment has another form in a cell.
      const sentence = (cell: string) => /\p{L}{2}/u.test(cell) && words(cell).split(' ').length > 3;
      const texts = sheets.get(name)!.slice(1).flat().filter(sentence);
      expect(texts.length, name).toBeGreaterThan(0);
      expect(texts.filter((text) => !plain.includes(` ${words(text)} `)), `what only the sheet “${name}” says`).toEqual([]);
    }
  });
});

async function room(demo: { engagement(): Promise<string> }): Promise<string> {
  return (await demo.engagement()).replace('/e/', '/room/');
}

async function downloads(who: APIRequestContext, room: string, kinds: string[]): Promise<Buffer[]> {
  const bodies = kinds.map(async (kind) => {
    const answer = await who.get(`${room}/recommendation.${kind}?version=1`);
    expect(answer.status(), kind).toBe(200);
    return answer.body();
  });
  return Promise.all(bodies);
}
