// A server that dies at any moment and comes back to the same data.
import { type ChildProcess, spawn } from 'node:child_process';
import { program, root } from './program.ts';

export type Running = { child: ChildProcess; written: string };

/** Starts a server on a data folder that outlives it. */
export async function start(data: string, address: string, more: string[] = []): Promise<Running> {
  const { DATABASE_URL, DATABASE_APP_URL, ...env } = process.env;
  const child = spawn(program, ['serve', '--listen', address, '--data-dir', data, ...more], { cwd: root, env: { ...env, FAULTLINE_SHOW_SECRETS: 'true' } });
  const running = { child, written: '' };
  await new Promise<void>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`no start in 90 s:\n${running.written}`)), 90_000);
    const listen = (chunk: Buffer) => {
      running.written += chunk.toString();
      if (!running.written.includes('Faultline is at')) return;
      clearTimeout(timer);
      done();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.on('exit', () => fail(new Error(`the server ended:\n${running.written}`)));
  });
  return running;
}

/** Ends a process at once, without a chance to tidy up, and waits until it is gone. */
export async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  child.removeAllListeners('exit');
  const gone = new Promise<void>((done) => child.on('exit', () => done()));
  child.kill(signal);
  await gone;
}
