// More connections than the process has descriptors for, requests that never end, and being asked to stop meanwhile.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { program, root } from '../support/program.ts';
import { freePort } from '../support/server.ts';
import { kill } from '../support/mortal.ts';
import { opened } from '../support/writers.ts';

const held = Number(process.env.CONNECTIONS ?? 1_500);

test.describe.configure({ mode: 'default' });
test.beforeEach(() => {
  test.skip(test.info().project.name !== 'desktop-light', 'it needs no browser: once is enough');
  test.setTimeout(120_000);
});

/** A server with 1,024 descriptors. */
async function small(data: string, address: string) {
  const { DATABASE_URL, DATABASE_APP_URL, ...env } = process.env;
  const arguments_ = ['-c', 'ulimit -n 1024; exec "$0" "$@"', program, 'serve', '--listen', address, '--data-dir', join(data, 'data')];
  const child = spawn('bash', arguments_, { cwd: root, env: { ...env, FAULTLINE_SHOW_SECRETS: 'true', RUST_LOG: 'warn' } });
  let written = '';
  await new Promise<void>((done, fail) => {
    child.on('exit', () => fail(new Error(written)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        written += chunk.toString();
        if (written.includes('Faultline is at')) done();
      });
    }
  });
  return { child, console: () => written };
}

test('ordinary requests are answered while idle and slow connections take every descriptor, and stopping waits for none of them', async () => {
  const data = await mkdtemp(join(tmpdir(), 'faultline-many-'));
  await chmod(data, 0o711);
  const address = `127.0.0.1:${await freePort()}`;
  const { child, console: written } = await small(data, address);
  const sockets: Socket[] = [];
  try {
    const { client, engagement } = await opened(`http://${address}`, written());
    const [host, port] = address.split(':');
    const slow = [
      '',
      'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ',
      'POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nemail=',
    ];
    const hold = (n: number) =>
      new Promise<void>((done) => {
        const socket = connect(Number(port), host, () => {
          socket.write(slow[n % slow.length]);
          done();
        });
        socket.on('error', () => done());
        sockets.push(socket);
      });
    const times: number[] = [];
    for (let n = 0; n < held; n++) {
      await hold(n);
      if (n % 100 !== 99) continue;
      const begun = performance.now();
      const answer = await fetch(`http://${address}${engagement}/systems`, { headers: { cookie: client.cookie, connection: 'close' } });
      expect(answer.status).toBe(200);
      await answer.text();
      times.push(performance.now() - begun);
    }
    times.sort((a, b) => a - b);
    console.log(`${held} connections held, ${times.length} requests between: slowest ${Math.round(times.at(-1) ?? 0)} ms, half within ${Math.round(times[times.length >> 1])} ms`);
    expect(times.at(-1), 'milliseconds for an ordinary request').toBeLessThan(3_000);
    // A request that is under way is finished; the others do not hold it up.
    const under_way = client.post(`${engagement}/systems/new`, { version: '0', name: 'ERP', kind: 'erp' });
    await new Promise((done) => setTimeout(done, 10));
    const asked = performance.now();
    child.removeAllListeners('exit');
    const gone = new Promise<number>((done) => child.on('exit', () => done(performance.now() - asked)));
    child.kill('SIGTERM');
    expect((await under_way).status, 'what was under way').toBe(303);
    const took = await gone;
    console.log(`stopped after ${Math.round(took)} ms`);
    expect(took).toBeLessThan(10_000);
    expect(written()).not.toMatch(/panicked/);
  } finally {
    sockets.forEach((socket) => socket.destroy());
    if (child.exitCode === null) await kill(child, 'SIGKILL');
    await rm(data, { recursive: true, force: true });
  }
});

test('a second signal ends it at once', async () => {
  const data = await mkdtemp(join(tmpdir(), 'faultline-twice-'));
  await chmod(data, 0o711);
  const address = `127.0.0.1:${await freePort()}`;
  const { child } = await small(data, address);
  const [host, port] = address.split(':');
  const socket = connect(Number(port), host);
  socket.on('error', () => undefined);
  socket.write('POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nemail=');
  try {
    await new Promise((done) => setTimeout(done, 200));
    const asked = performance.now();
    child.removeAllListeners('exit');
    const ended = new Promise<number | null>((done) => child.on('exit', (code) => done(code)));
    child.kill('SIGTERM');
    await new Promise((done) => setTimeout(done, 300));
    child.kill('SIGTERM');
    expect(await ended).toBe(2);
    expect(performance.now() - asked).toBeLessThan(1_500);
  } finally {
    socket.destroy();
    if (child.exitCode === null) await kill(child, 'SIGKILL');
    // The private PostgreSQL is told by the death of its parent, and needs a moment more.
    await rm(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }
});
