// Starts the release binary with an empty data folder of its own, the way a new user does.
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program, root } from './program.ts';

const patience = 90_000;

export type Server = {
  /** Where it listens, without a slash at the end. */
  url: string;
  /** Everything it has written to its console so far. */
  console: () => string;
  /** The one-time link of the first admin. */
  setUpLink: () => string;
  /** The process, by its number. */
  id: () => number;
  /** The folder of its data, for a second process beside it. */
  data: string;
  /** Ends it as Ctrl-C does, and forgets its data. */
  stop: () => Promise<void>;
};

/** Starts a server and waits until it says where it is. `more` are further arguments of `serve`; `beside` another shares its data. */
export async function startServer(more: string[] = [], beside?: Server): Promise<Server> {
  const data = beside?.data ?? (await mkdtemp(join(tmpdir(), 'faultline-browser-')));
  // As root, PostgreSQL runs under another account, which must be able to pass through.
  await chmod(data, 0o711);
  const address = `127.0.0.1:${await freePort()}`;
  // Of one data folder only one process serves with its private PostgreSQL; others name that as their database.
  const socket = join(data, 'data', 'postgres', 'socket');
  const shared = beside ? ['--database-url', `postgres://faultline_owner@localhost/faultline?host=${socket}&port=5432`] : [];
  const { DATABASE_URL, DATABASE_APP_URL, ...env } = process.env;
  const child = spawn(
    program,
    ['serve', '--listen', address, '--data-dir', join(data, 'data'), ...shared, ...more],
    { cwd: root, env: { ...env, FAULTLINE_SHOW_SECRETS: 'true' }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let written = '';
  const ended = new Promise<void>((done) => child.on('exit', () => done()));
  const ready = new Promise<void>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`The server did not start in time:\n${written}`)), patience);
    const listen = (chunk: Buffer) => {
      written += chunk.toString();
      if (written.includes(`Faultline is at http://${address}`)) {
        clearTimeout(timer);
        done();
      }
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('error', fail);
    child.on('exit', () => fail(new Error(`The server ended:\n${written}`)));
  });
  const stop = async () => {
    child.kill('SIGINT');
    await ended;
    if (!beside) await rm(data, { recursive: true, force: true });
  };
  try {
    await ready;
  } catch (error) {
    await stop();
    throw error;
  }
  const url = `http://${address}`;
  return { url, data, id: () => child.pid ?? 0, console: () => written, setUpLink: () => linkIn(written, url), stop };
}

/** The first link of this server on a line of its own. */
function linkIn(text: string, url: string): string {
  const link = text.split('\n').map((line) => line.trim()).find((line) => line.startsWith(`${url}/`));
  if (!link) throw new Error(`The console shows no link:\n${text}`);
  return link;
}

/** A port that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? done(address.port) : fail(new Error('no port'))));
    });
  });
}
