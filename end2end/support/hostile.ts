// Inputs that mean harm: a small set of each kind, and every form that a person meets, filled with them.
// HOSTILE names a file with more of them, as a list of { id, cls, where, text | b64 }.
import { readFileSync } from 'node:fs';
import { deflateRawSync, gzipSync } from 'node:zlib';

export type Input = { id: string; where: 'field' | 'upload-name' | 'upload-body' | 'csv' | 'id' | 'url' | 'header' | 'json'; bytes: Buffer };

const fields = [
  "=cmd|' /C calc'!A0", '\t=1+1', '@SUM(1,1)', '<script>alert(1)</script>', '</title><svg onload=alert(1)>', "' OR 1=1--", '$$;select 1;$$',
  '\0', 'a\0b', '‮م', 'á'.repeat(500), '𝕒𝕕𝕞𝕚𝕟', 'İ', '\ud83d', '﷒'.repeat(100), '#read("/etc/passwd")', '#while true {}', '{{7*7}}', '${7*7}',
  '1e309', '-1', '9223372036854775808', 'NaN', '99999999-99-99', '0000-00-00T99:99', 'x'.repeat(70_000), '\r\nSet-Cookie: x=1', '  ', '[x](javascript:alert(1))',
  'http://169.254.169.254/latest/meta-data/', '&#x09;', '%00%0a', '\u2028', 'a -> b\n'.repeat(2_000), '- '.repeat(5_000), '['.repeat(5_000), '>'.repeat(5_000),
];
const names = ['../../etc/passwd', 'C:\\x', 'file.csv\0.png', '..', 'con', 'a'.repeat(300) + '.csv', 'a\r\nSet-Cookie: x=1.csv', '‮gpj.exe', 'x.svg', 'a"b.csv'];
const ids = ['../../etc/passwd', '%2e%2e%2fetc', "' OR 1=1--", '%00', '0x1', '00000000-0000-0000-0000-000000000000', 'a'.repeat(2_000), '%ff', '%E2%80%AE'];
const headers = [
  'X-Forwarded-For: 127.0.0.1', 'X-Forwarded-Host: evil.invalid', 'X-HTTP-Method-Override: DELETE', 'Origin: null', `Cookie: faultline=${'a'.repeat(9_000)}`, 'Cookie: faultline=AAAA',
  'Content-Length: 99999999999', 'Transfer-Encoding: chunked\r\nContent-Length: 3', 'Range: bytes=0-,0-,0-', 'Content-Encoding: gzip', 'Expect: 100-continue', 'If-Match: *',
  'Sec-Fetch-Site: cross-site', 'Accept-Encoding: gzip;q=1,*;q=0', 'x-request-id: a\tb', 'Authorization: Bearer ' + 'a'.repeat(4_000), 'Last-Event-ID: -1',
];
const bodies: Record<string, Buffer | string> = {
  empty: '', nul: 'id,amount\n1,a\0b\n', utf16: Buffer.from('\ufeffid,amount\n1,2\n', 'utf16le'), surrogate: Buffer.from([0x69, 0x64, 0x0a, 0xed, 0xa0, 0x80, 0x0a]),
  open: 'id,amount\n1,"open\n2,3\n', wide: `${Array.from({ length: 20_000 }, (_, n) => `c${n}`).join()}\n`, same: 'id,id,id\n1,2,3\n', ragged: 'id\n1,2,3,4\n',
  xxe: '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><definitions>&x;</definitions>',
  laughs: `<!DOCTYPE l [<!ENTITY a "${'l'.repeat(100)}">${[...'bcdefgh'].map((name, n) => `<!ENTITY ${name} "${`&${'abcdefg'[n]};`.repeat(10)}">`).join('')}]><l>&h;</l>`,
  svg: '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', gif: 'GIF89a/*<script>alert(1)</script>*/=0',
  png: Buffer.from('89504e470d0a1a0a0000000d494844527fffffff7fffffff0806000000', 'hex'), pdf: '%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj',
  gzip: gzipSync(Buffer.alloc(30_000_000, 48)), zip: zip('a.csv', Buffer.alloc(30_000_000, 48)), slip: zip('../../x.csv', Buffer.from('a')), sheet: zip('xl/workbook.xml', Buffer.from('<x')),
  deep: '['.repeat(100_000), nested: '{"nodes":'.repeat(20_000), map: 'lane A\n  step x\n'.repeat(3_000), log: 'case,activity,time\n1,a,x\n1,b,2026-13-45\n',
};

/** An archive of one file. */
function zip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const head = Buffer.alloc(26);
  for (const [at, value] of [[0, 20], [4, 8]]) head.writeUInt16LE(value, at);
  head.writeUInt32LE(packed.length, 14);
  head.writeUInt32LE(content.length, 18);
  head.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, Buffer.from(name), packed]);
  const entry = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(entry.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, entry, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

/** Every input: ours, and those of the file that HOSTILE names. */
export function inputs(): Input[] {
  const of = (where: Input['where'], all: (string | Buffer)[]) => all.map((one, n) => ({ id: `${where}-${n}`, where, bytes: Buffer.from(one as string) }));
  const json = ['[]', '"x"', '{"version":-1}', '{"version":99999999999999999999}', '{"id":null}', '{"__proto__":{"x":1}}', '['.repeat(1_000), '{"a":1,"a":2}', '{"summary":"\\u0000"}'];
  const own = [...of('field', fields), ...of('upload-name', names), ...of('id', ids), ...of('url', fields.map((field) => field.slice(0, 300))), ...of('header', headers), ...of('json', json), ...of('upload-body', Object.values(bodies))];
  if (!process.env.HOSTILE) return own;
  type Listed = { id: string; where: Input['where']; text?: string; b64?: string };
  const more = JSON.parse(readFileSync(process.env.HOSTILE, 'utf8')) as Listed[];
  return [...own, ...more.map((one) => ({ id: one.id, where: one.where, bytes: one.b64 === undefined ? Buffer.from(one.text ?? '') : Buffer.from(one.b64, 'base64') }))];
}

export type Form = { page: string; action: string; multipart: boolean; fields: [string, string][]; typed: string[]; files: string[] };

const decoded = (text: string) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#x27;|&#39;/g, "'").replace(/&amp;/g, '&');

/** The forms of a page that are sent to the server, with what they hold. */
export function formsOf(page: string, html: string): Form[] {
  const forms: Form[] = [];
  for (const [, head, inside] of html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)) {
    if (!/method="?post/i.test(head)) continue;
    const attribute = (text: string, name: string) => decoded(new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? '');
    const form: Form = { page, action: attribute(head, 'action') || page, multipart: /multipart/.test(head), fields: [], typed: [], files: [] };
    for (const [, kind, rest, text] of inside.matchAll(/<(input|textarea|select|button)\b([^>]*)>(?:(.*?)<\/(?:textarea|select)>)?/gs)) {
      const name = attribute(rest, 'name');
      if (!name) continue;
      const type = attribute(rest, 'type');
      if (type === 'file') form.files.push(name);
      else if (kind === 'select') {
        const options = [...(text ?? '').matchAll(/<option\b([^>]*)>/g)].map(([, option]) => option);
        const chosen = options.find((option) => /\bselected/.test(option)) ?? options[0] ?? '';
        form.fields.push([name, attribute(chosen, 'value')]);
      } else if (type === 'checkbox' || type === 'radio') {
        if (/\bchecked/.test(rest)) form.fields.push([name, attribute(rest, 'value') || 'on']);
        continue;
      } else if (kind !== 'button') form.fields.push([name, kind === 'textarea' ? decoded(text ?? '') : attribute(rest, 'value')]);
      else continue;
      if (type !== 'file') form.typed.push(name);
    }
    forms.push(form);
  }
  return forms;
}

/** A form as a browser sends it, with some fields and files changed. */
export function sent(form: Form, changed: Map<string, Buffer>, file?: { name: Buffer; content: Buffer }): { type: string; body: Buffer } {
  const values = form.fields.map(([name, value]) => [name, changed.get(name) ?? Buffer.from(value)] as const);
  if (!form.multipart) {
    const percent = (bytes: Buffer) => [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
    return { type: 'application/x-www-form-urlencoded', body: Buffer.from(values.map(([name, value]) => `${encodeURIComponent(name)}=${percent(value)}`).join('&')) };
  }
  const parts: (string | Buffer)[] = [];
  for (const [name, value] of values) parts.push(`--edge\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n`, value, '\r\n');
  for (const name of form.files) {
    parts.push(`--edge\r\ncontent-disposition: form-data; name="${name}"; filename="`, file?.name ?? 'a.csv', '"\r\ncontent-type: application/octet-stream\r\n\r\n', file?.content ?? 'id\n1\n', '\r\n');
  }
  return { type: 'multipart/form-data; boundary=edge', body: Buffer.concat([...parts.map((part) => Buffer.from(part as string)), Buffer.from('--edge--\r\n')]) };
}
