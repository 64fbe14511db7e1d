// Hostile inputs through every form, upload, address, header and command: no fault of ours, in bounded time and memory,
// while others work undisturbed.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Demo, type Name } from '../support/demo.ts';
import { type Form, formsOf, type Input, inputs, sent } from '../support/hostile.ts';
import { addressOf, readerOf, routes } from '../support/pages.ts';
import { program, root } from '../support/program.ts';
import { startServer } from '../support/server.ts';
import { expect, test } from '@playwright/test';

const whole = Boolean(process.env.HOSTILE);
/** Of a kind of input, how many a form gets; with HOSTILE all of them. */
const each = whole ? Infinity : 12;
/** The longest answer, and the largest growth of memory. */
const seconds = 5;
const megabytes = 64;
/** Forms that would end what the others need: sessions, people, engagements. */
const ends = /sign-out|password|disable|sessions|\/join\/|archive|\/people\/|members/;

type Fault = { what: string; input: string; status: number; ms: number };

test.beforeEach(() => {
  test.skip(test.info().project.name !== 'desktop-light', 'it needs no browser: once is enough');
});

/** What a process holds, in megabytes. */
function memory(id: number): number {
  return Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

// One after another: what one measures another would disturb.
test.describe.configure({ mode: 'default' });

/** As many as said, spread over all of them. */
function some<T>(all: T[], most: number): T[] {
  return all.length <= most ? all : Array.from({ length: most }, (_, n) => all[Math.floor((n * all.length) / most)]);
}

test('hostile inputs in every form, upload, address and header are answered, soon, and disturb nobody', async () => {
  test.setTimeout(whole ? 3_600_000 : 900_000);
  const server = await startServer(['--with-demo']);
  try {
    const demo = await Demo.of(server);
    const all = inputs();
    const of = (...where: Input['where'][]) => all.filter((input) => where.includes(input.where));
    const cookies = new Map<Name, string>();
    const cookieOf = async (name: Name) => {
      const found = cookies.get(name) ?? (await demo.session(name)).cookies.map((it) => `${it.name}=${it.value}`).join('; ');
      cookies.set(name, found);
      return found;
    };
    const faults: Fault[] = [];
    let requests = 0;
    const counted: Record<number, number> = {};
    const ask = async (what: string, input: string, path: string, init: RequestInit) => {
      const begun = performance.now();
      const answer = await fetch(server.url + path, { redirect: 'manual', ...init }).catch((error: Error) => error);
      const text = answer instanceof Error ? String(answer.cause ?? answer) : await answer.text().catch((error: Error) => String(error));
      const [status, ms] = [answer instanceof Error ? 0 : answer.status, performance.now() - begun];
      requests++;
      counted[status] = (counted[status] ?? 0) + 1;
      if (status >= 500 || ms > seconds * 1000) faults.push({ what, input, status, ms });
      if (status === 0 && !/ECONNRESET|EPIPE|other side closed/.test(text)) faults.push({ what: `${what}: ${text}`, input, status, ms });
      return { status, text };
    };
    // Every form of every page, each once.
    const forms = new Map<string, Form & { who: Name }>();
    for (const route of routes()) {
      const reader = readerOf(route);
      const who = reader === 'nobody' ? 'tomasz' : reader;
      const path = await addressOf(demo, route).catch(() => undefined);
      if (!path) continue;
      const { text } = await ask(route, 'none', path, { headers: { cookie: await cookieOf(who) } });
      for (const form of formsOf(path, text)) {
        const key = form.action.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}').replace(/\?.*/, '') + form.typed.join();
        if (!ends.test(form.action)) forms.set(key, { ...form, who });
      }
    }
    expect(forms.size, 'forms found').toBeGreaterThan(25);
    // Somebody else at work, who must not notice.
    const others: number[] = [];
    let working = true;
    const other = (async () => {
      const cookie = await cookieOf('daniel');
      while (working) {
        const begun = performance.now();
        const answer = await fetch(`${server.url}/rooms`, { headers: { cookie } });
        await answer.text();
        others.push(performance.now() - begun);
        if (answer.status !== 200) faults.push({ what: 'the other person', input: 'none', status: answer.status, ms: 0 });
        await new Promise((done) => setTimeout(done, 100));
      }
    })();
    const before = memory(server.id());
    const send = async (form: Form & { who: Name }, input: string, changed: Map<string, Buffer>, file?: { name: Buffer; content: Buffer }) => {
      const { type, body } = sent(form, changed, file);
      const headers = { cookie: await cookieOf(form.who), 'content-type': type, 'sec-fetch-site': 'same-origin' };
      await ask(`POST ${form.action}`, input, form.action, { method: 'POST', headers, body: new Uint8Array(body) });
    };
    for (const form of forms.values()) {
      for (const [n, input] of some(of('field'), each).entries()) {
        const typed = form.typed.filter((name) => name !== 'version');
        if (!typed.length) break;
        await send(form, input.id, new Map([[typed[n % typed.length], input.bytes]]));
      }
      for (const input of some(of('field'), whole ? 40 : 4)) await send(form, input.id, new Map(form.typed.map((name) => [name, input.bytes])));
      if (!form.files.length) continue;
      for (const input of some(of('csv', 'upload-body'), each)) await send(form, input.id, new Map(), { name: Buffer.from('a.csv'), content: input.bytes });
      for (const input of some(of('upload-body'), whole ? 60 : 8)) for (const name of ['a.xlsx', 'a.bpmn', 'a.png', 'a.json']) await send(form, `${input.id} as ${name}`, new Map(), { name: Buffer.from(name), content: input.bytes });
      for (const input of some(of('upload-name'), each)) await send(form, input.id, new Map(), { name: input.bytes, content: Buffer.from('id,amount\n1,2\n') });
    }
    const cookie = await cookieOf('tomasz');
    const engagement = await demo.engagement();
    const plain = (bytes: Buffer) => [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('').slice(0, 6_000);
    const queries = ['q', 'after', 'before', 'page', 'sort', 'state', 'symptom', 'limit', 'version', 'from', 'fault'];
    for (const input of [...of('id'), ...of('url')]) {
      for (const place of ['', '/samples/', '/workflows/', '/systems/', '/verdict/', '/reconcile/']) await ask(`GET ${place}{id}`, input.id, `${engagement}${place}${place ? plain(input.bytes) : `/samples?q=${plain(input.bytes)}`}`, { headers: { cookie } });
      for (const name of whole ? queries : some(queries, 4)) await ask(`GET ?${name}`, input.id, `${engagement}/samples?${name}=${plain(input.bytes)}`, { headers: { cookie } });
    }
    for (const input of [...of('json'), ...of('field')]) {
      const headers = { cookie, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', authorization: `Bearer ${'t'.repeat(40)}`, 'idempotency-key': 'k' };
      for (const path of [`/api/v1${engagement.replace('/e/', '/engagements/')}/samples`, `${await demo.workflow()}/actual/save`]) await ask(`JSON ${path}`, input.id, path, { method: 'POST', headers, body: new Uint8Array(input.bytes) });
    }
    for (const input of of('header')) {
      const { status, ms } = await raw(server.url, `GET ${engagement}/samples HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: ${cookie}\r\n${input.bytes.toString('latin1')}\r\n\r\n`);
      requests++;
      if (status >= 500 || ms > seconds * 1000) faults.push({ what: 'header', input: input.id, status, ms });
    }
    working = false;
    await other;
    others.sort((a, b) => a - b);
    const p99 = others[Math.floor(others.length * 0.99)];
    const grown = memory(server.id()) - before;
    const worst = faults.slice(0, 40).map(({ what, input, status, ms }) => `${status} ${Math.round(ms)} ms ${what} ${input}`);
    console.log(`${requests} requests, ${forms.size} forms, ${all.length} inputs: ${JSON.stringify(counted)}; others p99 ${Math.round(p99)} ms of ${others.length}; memory ${Math.round(before)} MB, grown by ${Math.round(grown)} MB`);
    expect(worst, `${faults.length} answers`).toEqual([]);
    expect(server.console(), 'nothing panicked').not.toMatch(/panicked at/);
    expect(p99, 'others wait for no more than a second').toBeLessThan(1_000);
    expect(grown, 'megabytes more').toBeLessThan(megabytes);
  } finally {
    await server.stop();
  }
});

/** Sends bytes as they are, and gives the status of what comes back; 0 when the connection is closed without a word. */
function raw(url: string, text: string): Promise<{ status: number; ms: number }> {
  const begun = performance.now();
  return new Promise((done) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(text, 'latin1'));
    let answer = '';
    // A body that was announced and never comes is waited for by the server, not by this test.
    const end = () => {
      socket.destroy();
      done({ status: Number(/^HTTP\/1.1 (\d+)/.exec(answer)?.[1] ?? 0), ms: answer ? performance.now() - begun : 0 });
    };
    socket.setTimeout(2_000, end);
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      end();
    });
    socket.on('error', end);
    socket.on('close', end);
  });
}

test('hostile files end every command with an answer or a sentence', async () => {
  test.setTimeout(whole ? 1_800_000 : 180_000);
  const folder = mkdtempSync(join(tmpdir(), 'faultline-hostile-'));
  const file = join(folder, 'input');
  const faults: string[] = [];
  let runs = 0;
  try {
    const targets = [['convert', 'bpmn', 'text'], ['convert', 'n8n', 'text'], ['convert', 'mermaid', 'bpmn'], ['convert', 'event_log', 'text'], ['convert', 'text', 'svg'], ['assess'], ['reconcile', file]];
    for (const input of some(inputs().filter((it) => ['csv', 'upload-body', 'json'].includes(it.where)), whole ? Infinity : 24)) {
      writeFileSync(file, input.bytes);
      const commands = [...targets.map((target) => [...target, file]), ['redact', '--key', 'k'], ['layout']];
      for (const arguments_ of commands) {
        const { code, said, ms } = await command(arguments_, input.bytes);
        runs++;
        if (![0, 1, 2].includes(code ?? -1) || /panicked at|overflow/.test(said) || ms > seconds * 1000) faults.push(`${arguments_.slice(0, 3).join(' ')} ${input.id}: ${code} after ${Math.round(ms)} ms, ${said.slice(0, 200)}`);
      }
    }
    console.log(`${runs} commands`);
    expect(faults).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a closed pipe and a full disk end every command with a sentence', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-output-'));
  try {
    const [a, b] = ['a.csv', 'b.csv'].map((name) => join(folder, name));
    writeFileSync(a, 'id,amount\n' + Array.from({ length: 20_000 }, (_, n) => `${n},1\n`).join(''));
    writeFileSync(b, 'id,amount\n' + Array.from({ length: 20_000 }, (_, n) => `${n},2\n`).join(''));
    const same = await shell(`"${program}" reconcile ${a} ${a}`);
    const different = await shell(`"${program}" reconcile ${a} ${b}`);
    const could_not = await shell(`"${program}" reconcile ${a} ${folder}/none.csv`);
    expect([same.code, different.code, could_not.code]).toEqual([0, 1, 2]);
    for (const call of ['schema', 'rules', '--help', 'serve --help', `redact --key k <${a}`, `reconcile --json ${a} ${b}`, `reconcile ${a} ${b}`]) {
      const full = await shell(`"${program}" ${call} >/dev/full`);
      expect(full.code, `${call} >/dev/full: ${full.said}`).toBe(2);
      const closed = await shell(`set -o pipefail; "${program}" ${call} | true`);
      for (const { said } of [full, closed]) expect(said, call).not.toMatch(/panicked/);
      const nobody = await shell(`"${program}" ${call} >/dev/full 2>/dev/full`);
      expect(nobody.code, `${call} with nobody to hear it`).toBe(2);
    }
    for (const bad of [`reconcile --threads 0 ${a} ${b}`, `reconcile --threads 9999999999 ${a} ${b}`, `convert event_log text --steps 99999999 ${a}`, 'serve --connections 1', 'serve --database-connections 99999']) {
      expect((await shell(`"${program}" ${bad}`)).code, bad).toBe(2);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function command(arguments_: string[], input: Buffer): Promise<{ code: number | null; said: string; ms: number }> {
  const begun = performance.now();
  return new Promise((done) => {
    const child = spawn(program, arguments_, { cwd: root, stdio: ['pipe', 'ignore', 'pipe'], timeout: 20_000, killSignal: 'SIGKILL' });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(0, 100_000);
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('close', (code) => done({ code, said, ms: performance.now() - begun }));
  });
}

function shell(line: string): Promise<{ code: number | null; said: string }> {
  return new Promise((done) => {
    const child = spawn('bash', ['-c', line], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'], timeout: 20_000 });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('close', (code) => done({ code, said }));
  });
}
