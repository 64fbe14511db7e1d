// The process or its database dies at any moment; what was acknowledged is there with its audit row, and nothing is there by
// halves. Meanwhile nobody is told that something is wrong with us, and soon it works again.
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { kill, start } from '../support/mortal.ts';
import { Postgres } from '../support/postgres.ts';
import { freePort } from '../support/server.ts';
import { type Client, Writers, kept, opened } from '../support/writers.ts';

const kills = Number(process.env.KILLS ?? 6);
/** How soon writes are acknowledged again after the database died, in milliseconds. */
const healed = 5_000;

test.describe.configure({ mode: 'default' });
test.beforeEach(() => {
  test.skip(test.info().project.name !== 'desktop-light', 'it needs no browser: once is enough');
  test.setTimeout(60_000 + kills * 15_000);
});

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function folder(): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'faultline-crash-'));
  // As root, PostgreSQL runs under another account, which must be able to pass through.
  await chmod(data, 0o711);
  return data;
}

async function expectAllKept(client: Client, engagement: string, acknowledged: Set<string>): Promise<void> {
  const { stored, audited } = await kept(client, engagement);
  expect(acknowledged.size, 'the writers got something done').toBeGreaterThan(kills);
  expect([...acknowledged].filter((name) => !stored.has(name)), 'acknowledged and lost').toEqual([]);
  expect(audited.length, 'one audit row each').toBe(new Set(audited).size);
  expect([...audited].sort(), 'stored and audited alike').toEqual([...stored].sort());
  console.log(`${kills} kills, ${acknowledged.size} writes acknowledged, ${stored.size} stored, ${audited.length} audit rows`);
}

test('what was acknowledged survives every kill, with its audit row, and nothing is half there', async () => {
  const data = await folder();
  const address = `127.0.0.1:${await freePort()}`;
  let running = await start(join(data, 'data'), address);
  try {
    const { client, engagement } = await opened(`http://${address}`, running.written);
    const writers = new Writers(client, engagement, 8);
    for (let killed = 0; killed < kills; killed++) {
      await pause(100 + ((killed * 37) % 250));
      await kill(running.child, 'SIGKILL');
      running = await start(join(data, 'data'), address);
    }
    await writers.stop();
    await expectAllKept(client, engagement, writers.acknowledged);
  } finally {
    await kill(running.child, 'SIGINT');
    await rm(data, { recursive: true, force: true });
  }
});

// One server keeps the database and starts it again when it dies; to the other one it is a database elsewhere.
test('a database that dies, private or elsewhere, is answered with 503 until it is back within five seconds, and loses nothing', async () => {
  const data = await folder();
  const addresses = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
  const first = await start(join(data, 'data'), addresses[0]);
  const elsewhere = `postgres://faultline_owner@localhost/faultline?host=${join(data, 'data/postgres/socket')}&port=5432`;
  // Once there is an admin: a server that starts before makes a new link, and the older one stops working.
  const { client, engagement } = await opened(`http://${addresses[0]}`, first.written);
  const second = await start(join(data, 'data'), addresses[1], ['--database-url', elsewhere]);
  try {
    const servers = [client, client.at(`http://${addresses[1]}`)].map((client) => new Writers(client, engagement, 4));
    const slowest = [0, 0];
    for (let killed = 0; killed < kills; killed++) {
      await pause(300 + ((killed * 137) % 700));
      const pid = await readFile(join(data, 'data/postgres/cluster/postmaster.pid'), 'utf8');
      process.kill(Number(pid.split('\n')[0]), 'SIGKILL');
      const dead = performance.now();
      // What was under way may still be acknowledged: only what comes after the first answer of the new one counts.
      await pause(150);
      const since = performance.now();
      while (servers.some((writers) => writers.last < since) && performance.now() - dead < 2 * healed) await pause(20);
      servers.forEach((writers, n) => (slowest[n] = Math.max(slowest[n], (writers.last < since ? performance.now() : writers.last) - dead)));
    }
    for (const writers of servers) await writers.stop();
    console.log(`healed after ${slowest.map(Math.round).join(' and ')} ms at most (private, elsewhere)`);
    for (const [n, writers] of servers.entries()) expect(writers.strange, ['private', 'elsewhere'][n]).toEqual([]);
    for (const ms of slowest) expect(ms).toBeLessThan(healed);
    const acknowledged = new Set(servers.flatMap((writers) => [...writers.acknowledged]));
    await expectAllKept(client, engagement, acknowledged);
  } finally {
    await kill(second.child, 'SIGINT');
    await kill(first.child, 'SIGINT');
    await rm(data, { recursive: true, force: true });
  }
});

// Nobody of ours watches it: an administrator's own keeper starts it again.
test('a PostgreSQL of an administrator that dies is waited for with 503, and loses nothing', async () => {
  const data = await folder();
  const address = `127.0.0.1:${await freePort()}`;
  const postgres = await Postgres.create(join(data, 'postgres'));
  const running = await start(join(data, 'data'), address, ['--database-url', postgres.url]);
  try {
    const { client, engagement } = await opened(`http://${address}`, running.written);
    const writers = new Writers(client, engagement, 8);
    let slowest = 0;
    for (let killed = 0; killed < kills; killed++) {
      await pause(300 + ((killed * 137) % 700));
      await postgres.die();
      const dead = performance.now();
      await postgres.start();
      const since = performance.now();
      while (writers.last < since && performance.now() - dead < 2 * healed) await pause(20);
      slowest = Math.max(slowest, (writers.last < since ? performance.now() : writers.last) - dead);
    }
    await writers.stop();
    console.log(`healed after ${Math.round(slowest)} ms at most (an administrator's own)`);
    expect(writers.strange).toEqual([]);
    expect(slowest).toBeLessThan(healed);
    await expectAllKept(client, engagement, writers.acknowledged);
    // Away for longer, every page says so and when to come back.
    await postgres.die();
    await pause(600);
    const answer = await fetch(`http://${address}${engagement}`, { headers: { cookie: client.cookie } });
    expect([answer.status, answer.headers.has('retry-after')]).toEqual([503, true]);
    expect((await fetch(`http://${address}/healthz`)).status).toBe(200);
    expect((await fetch(`http://${address}/readyz`)).status).toBe(503);
    await postgres.start();
    await expect.poll(async () => (await fetch(`http://${address}/readyz`)).status, { timeout: healed }).toBe(200);
  } finally {
    await kill(running.child, 'SIGINT');
    await postgres.die('SIGINT');
    await rm(data, { recursive: true, force: true });
  }
});
