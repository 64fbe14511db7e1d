// The process dies while programs send samples; what they send again until it is answered is stored once, and audited once.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { kill, start } from '../support/mortal.ts';
import { freePort } from '../support/server.ts';

const kills = Number(process.env.KILLS ?? 20);
const senders = 4;

test('what programs send again after every kill is stored once, with its audit row', async () => {
  test.skip(test.info().project.name !== 'desktop-light', 'it needs no browser: once is enough');
  test.setTimeout(60_000 + kills * 10_000);
  const data = await mkdtemp(join(tmpdir(), 'faultline-ingest-'));
  // As root, PostgreSQL runs under another account, which must be able to pass through.
  await chmod(data, 0o711);
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  let running = await start(join(data, 'data'), address);
  try {
    let cookie = '';
    const post = async (path: string, fields: Record<string, string>) => {
      const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await fetch(url + path, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(fields).toString() });
      cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
      return answer;
    };
    const link = /\/join\/(\w+)/.exec(running.written)?.[1];
    await post(`/join/${link}`, { name: 'Ada', email: 'ada@example.com', password: 'seven quiet lanterns glow' });
    const client = (await post('/clients', { name: 'Kestrel Cycles' })).headers.get('location')?.split('#')[1] ?? '';
    const engagement = (await post('/engagements/new', { client, title: 'Web orders' })).headers.get('location') ?? '';
    const made = await post(`${engagement}/tokens`, { name: 'Monitor', lifetime: 'week', scopes: 'samples:write', password: 'seven quiet lanterns glow' });
    const token = /id="token">(\w+)</.exec(await made.text())?.[1];
    expect(token).toBeTruthy();
    const samples = `${url}/api/v1/engagements/${engagement.replace('/e/', '')}/samples`;

    const answered = new Map<string, string>();
    let [next, again, sending] = [0, 0, true];
    const send = async () => {
      while (sending) {
        const name = `Order-${next++}.`;
        const one = { summary: name, symptom: 'duplicate', occurred_at: '2026-11-02T14:05:00Z', detected_by: 'monitor' };
        const body = JSON.stringify([one, { ...one, summary: `${name}b` }]);
        const headers = { authorization: `Bearer ${token}`, 'idempotency-key': name, 'content-type': 'application/json' };
        for (;;) {
          const answer = await fetch(samples, { method: 'POST', headers, body }).catch(() => undefined);
          const text = await answer?.text().catch(() => undefined);
          if (answer?.status === 201 && text) {
            answered.set(name, text);
            break;
          }
          again++;
          await new Promise((done) => setTimeout(done, answer?.status === 429 ? 2000 : 20));
        }
        // Every third is sent once more, although it was answered.
        if (next % 3 === 0) {
          const replay = await fetch(samples, { method: 'POST', headers, body }).catch(() => undefined);
          const text = await replay?.text().catch(() => undefined);
          if (replay?.status === 201 && text) expect(text, 'the answer of the first time').toBe(answered.get(name));
        }
        await new Promise((done) => setTimeout(done, 250));
      }
    };
    const all = Promise.all(Array.from({ length: senders }, send));
    for (let killed = 0; killed < kills; killed++) {
      await new Promise((done) => setTimeout(done, 150 + ((killed * 37) % 400)));
      await kill(running.child, 'SIGKILL');
      running = await start(join(data, 'data'), address);
    }
    sending = false;
    await all;

    const page = async (path: string) => (await fetch(url + path, { headers: { cookie } })).text();
    const csv = await page(`${engagement}/samples.csv`);
    const stored = csv.match(/Order-\d+\.b?/g) ?? [];
    expect(stored.length, 'nothing is stored twice').toBe(new Set(stored).size);
    const expected = [...answered.keys()].flatMap((name) => [name, `${name}b`]);
    expect([...stored].sort(), 'stored and answered alike').toEqual(expected.sort());
    const audited: string[] = [];
    for (let before = ''; ; ) {
      const html = await page(`${engagement}/activity${before}`);
      audited.push(...(html.match(/<strong>Order-\d+\.b?<\/strong>/g) ?? []).map((name) => name.replace(/<\/?strong>/g, '')));
      const older = /activity\?before=(\d+)/.exec(html)?.[1];
      if (!older) break;
      before = `?before=${older}`;
    }
    expect(audited.sort(), 'one audit row each').toEqual([...stored].sort());
    console.log(`${kills} kills, ${answered.size} requests answered, ${again} sent again, ${stored.length} samples, ${audited.length} audit rows`);
  } finally {
    await kill(running.child, 'SIGINT');
    await rm(data, { recursive: true, force: true });
  }
});
