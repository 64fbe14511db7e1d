// What LibreOffice reads in a document, as text: another program than ours says what stands in what we write.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** All sheets as CSV in UTF-8: commas, quotes, as shown. */
const csv = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1';

/** The text of a text document. */
export async function textOf(document: Buffer): Promise<string> {
  const told = await converted(document, 'told.docx', 'txt:Text (encoded):UTF8');
  return told.get('told.txt') ?? '';
}

/** The sheets of a workbook: rows of cells, the first with their names. */
export async function sheetsOf(workbook: Buffer): Promise<Map<string, string[][]>> {
  const told = await converted(workbook, 'told.xlsx', csv);
  return new Map([...told].map(([file, text]) => [file.slice('told-'.length, -'.csv'.length), rows(text)]));
}

/** The files that LibreOffice makes of one. */
async function converted(bytes: Buffer, name: string, to: string): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-office-'));
  try {
    await writeFile(join(folder, name), bytes);
    const own = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    execFileSync('soffice', [own, '--headless', '--convert-to', to, '--outdir', join(folder, 'out'), join(folder, name)], {
      stdio: 'ignore',
      timeout: 100_000,
    });
    const made = (await readdir(join(folder, 'out'))).map(async (file) => {
      const text = await readFile(join(folder, 'out', file), 'utf8');
      return [file, text.replace(/^\uFEFF/, '')] as const;
    });
    return new Map(await Promise.all(made));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function rows(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\n') rows.push([]);
    if (end === '') break;
  }
  return rows.filter((row) => row.some((cell) => cell));
}
