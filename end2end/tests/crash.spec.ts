// The process dies at any moment; what it acknowledged is there with its audit row, and nothing is there by halves.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { kill, start } from '../support/mortal.ts';
import { freePort } from '../support/server.ts';

const kills = Number(process.env.KILLS ?? 12);
const writers = 4;

class Client {
  cookie = '';
  constructor(private readonly url: string) {}

  async post(path: string, fields: Record<string, string>): Promise<Response> {
    const answer = await fetch(this.url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: this.cookie, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
    const cookie = answer.headers.getSetCookie()[0];
    if (cookie) this.cookie = cookie.split(';')[0];
    return answer;
  }

  async page(path: string): Promise<string> {
    return (await fetch(this.url + path, { headers: { cookie: this.cookie } })).text();
  }
}

test('what was acknowledged survives every kill, with its audit row, and nothing is half there', async () => {
  test.skip(test.info().project.name !== 'desktop-light', 'it needs no browser: once is enough');
  test.setTimeout(60_000 + kills * 10_000);
  const data = await mkdtemp(join(tmpdir(), 'faultline-crash-'));
  // As root, PostgreSQL runs under another account, which must be able to pass through.
  await chmod(data, 0o711);
  const address = `127.0.0.1:${await freePort()}`;
  const client = new Client(`http://${address}`);
  let running = await start(join(data, 'data'), address);
  try {
    const token = /\/join\/(\w+)/.exec(running.written)?.[1];
    const joined = await client.post(`/join/${token}`, { name: 'Ada', email: 'ada@example.com', password: 'seven quiet lanterns glow' });
    expect(joined.status).toBe(303);
    const made = await client.post('/clients', { name: 'Kestrel Cycles' });
    const owner = made.headers.get('location')?.split('#')[1] ?? '';
    const opened = await client.post('/engagements/new', { client: owner, title: 'Web orders' });
    const engagement = opened.headers.get('location') ?? '';
    expect(engagement).toMatch(/^\/e\//);

    const acknowledged = new Set<string>();
    let next = 0;
    let writing = true;
    const write = async () => {
      while (writing) {
        const name = `System-${next++}.`;
        const fields = { version: '0', name, kind: 'crm' };
        const answer = await client.post(`${engagement}/systems/new`, fields).catch(() => undefined);
        if (answer?.status === 303) acknowledged.add(name);
        else await new Promise((done) => setTimeout(done, 20));
      }
    };
    const all = Promise.all(Array.from({ length: writers }, write));
    for (let killed = 0; killed < kills; killed++) {
      await new Promise((done) => setTimeout(done, 100 + ((killed * 37) % 250)));
      await kill(running.child, 'SIGKILL');
      running = await start(join(data, 'data'), address);
    }
    writing = false;
    await all;

    const names = (html: string) => html.match(/System-\d+\./g) ?? [];
    const stored = new Set(names(await client.page(`${engagement}/systems`)));
    const audited: string[] = [];
    let before = '';
    for (;;) {
      const html = await client.page(`${engagement}/activity${before}`);
      const rows = html.match(/<strong>System-\d+\.<\/strong>/g) ?? [];
      audited.push(...rows.flatMap(names));
      const older = /activity\?before=(\d+)/.exec(html)?.[1];
      if (!older) break;
      before = `?before=${older}`;
    }
    expect(acknowledged.size, 'the writers got something done').toBeGreaterThan(kills);
    expect([...acknowledged].filter((name) => !stored.has(name)), 'acknowledged and lost').toEqual([]);
    expect(audited.length, 'one audit row each').toBe(new Set(audited).size);
    expect([...audited].sort(), 'stored and audited alike').toEqual([...stored].sort());
    console.log(`${kills} kills, ${acknowledged.size} writes acknowledged, ${stored.size} stored, ${audited.length} audit rows`);
  } finally {
    await kill(running.child, 'SIGINT');
    await rm(data, { recursive: true, force: true });
  }
});
