// A PostgreSQL of an administrator's own: no server of ours starts, watches or restarts it.
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { chmod, chown, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where its programs are: on the path, or where Debian keeps them. */
async function programs(): Promise<string> {
  try {
    return execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    const folder = '/usr/lib/postgresql';
    const versions = (await readdir(folder)).sort((a, b) => Number(a) - Number(b));
    return join(folder, versions.at(-1)!, 'bin');
  }
}

/** The account that it runs under: it refuses to run as root. */
function account(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (what: string) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

export class Postgres {
  private child?: ChildProcess;

  private constructor(
    private readonly bin: string,
    private readonly folder: string,
    private readonly socket: string,
  ) {}

  /** A new cluster in a folder, with a database of an owner who is no superuser. */
  static async create(folder: string): Promise<Postgres> {
    const { uid, gid } = account();
    const [cluster, socket] = [join(folder, 'cluster'), join(folder, 'socket')];
    for (const made of [cluster, socket]) {
      await mkdir(made, { recursive: true });
      await chmod(made, made === cluster ? 0o700 : 0o755);
      if (uid !== undefined) await chown(made, uid, gid!);
    }
    const postgres = new Postgres(await programs(), cluster, socket);
    await run(join(postgres.bin, 'initdb'), ['-D', cluster, '-U', 'admin', '-A', 'trust', '-E', 'UTF8', '--no-sync'], { uid, gid, cwd: cluster });
    await postgres.start();
    for (const sql of ['create role firm_owner login createrole', 'create database faultline owner firm_owner']) await postgres.psql(sql);
    return postgres;
  }

  /** How its owner signs in. */
  get url(): string {
    return `postgres://firm_owner@localhost/faultline?host=${this.socket}&port=5432`;
  }

  /** Starts it, and waits until it answers. */
  async start(): Promise<void> {
    for (let tries = 0; tries < 100; tries++) {
      if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) {
        const options = ['-D', this.folder, '-k', this.socket, '-p', '5432', '-c', 'listen_addresses='];
        this.child = spawn(join(this.bin, 'postgres'), options, { ...account(), cwd: this.folder, stdio: 'ignore' });
      }
      const answers = await this.psql('select 1').then(() => true, () => false);
      if (answers) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error('PostgreSQL does not start');
  }

  /** Ends it at once, without a chance to tidy up. */
  async die(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const gone = new Promise<void>((done) => this.child!.once('exit', () => done()));
    this.child!.kill(signal);
    await gone;
  }

  private async psql(sql: string): Promise<void> {
    await run(join(this.bin, 'psql'), ['-h', this.socket, '-U', 'admin', '-d', 'postgres', '-c', sql], { timeout: 5_000 });
  }
}
