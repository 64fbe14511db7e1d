// A server with the demo: its people, signed in once each, and the addresses of its rows.
// Sessions are shared by the tests of a worker, because the door limits how often one address may try.
import { request, type APIRequestContext } from '@playwright/test';
import type { Server } from './server.ts';

/** The people of the demo, by the part before the dot of their address. */
const names = ['helena', 'tomasz', 'amina', 'priya', 'daniel'] as const;
export type Name = (typeof names)[number];

/** The cookies of someone who is signed in, as a browser context takes them. */
type Session = Awaited<ReturnType<APIRequestContext['storageState']>>;

export class Demo {
  private readonly sessions = new Map<Name, Session>();
  private readonly requests = new Map<Name, APIRequestContext>();

  private constructor(
    readonly url: string,
    readonly server: Server,
    private readonly doors: Map<Name, { email: string; password: string }>,
  ) {}

  static async of(server: Server): Promise<Demo> {
    const doors = new Map<Name, { email: string; password: string }>();
    for (const [, email, password] of server.console().matchAll(/^\s*(\S+@\S+\.example)\s{2,}(\S.*?)\s*$/gm)) {
      const name = names.find((name) => email.startsWith(`${name}.`));
      if (name) doors.set(name, { email, password });
    }
    if (doors.size !== names.length) throw new Error(`The demo's people are not on the console:\n${server.console()}`);
    return new Demo(server.url, server, doors);
  }

  /** Requests as one of the people, outside any browser. */
  async as(name: Name): Promise<APIRequestContext> {
    const before = this.requests.get(name);
    if (before) return before;
    const made = await request.newContext({ baseURL: this.url, timeout: 30_000 });
    const entered = await made.post('/sign-in', { form: this.doors.get(name)!, maxRedirects: 0 });
    if (entered.status() !== 303) throw new Error(`${name} cannot sign in: ${entered.status()}`);
    this.requests.set(name, made);
    return made;
  }

  /** The address that one of the people signs in with. */
  email(name: Name): string {
    return this.doors.get(name)!.email;
  }

  /** The password of one of the people. */
  password(name: Name): string {
    return this.doors.get(name)!.password;
  }

  /** A session of one of the people that a test may end. */
  async ownSession(name: Name): Promise<Session> {
    const made = await request.newContext({ baseURL: this.url, timeout: 30_000 });
    await made.post('/sign-in', { form: this.doors.get(name)!, maxRedirects: 0 });
    return made.storageState();
  }

  /** A session of one of the people, for a browser. */
  async session(name: Name): Promise<Session> {
    const session = this.sessions.get(name) ?? (await (await this.as(name)).storageState());
    this.sessions.set(name, session);
    return session;
  }

  /** The first address on a page that fits. A group in the pattern is given instead of the whole. */
  async find(name: Name, page: string, pattern: RegExp): Promise<string> {
    const html = await (await (await this.as(name)).get(page)).text();
    const found = pattern.exec(html);
    if (!found) throw new Error(`${page} leads nowhere like ${pattern}`);
    return found[1] ?? found[0];
  }

  /** The address of the engagement that is told in full. */
  engagement(): Promise<string> {
    return this.find('daniel', '/rooms', /(?<=href=")\/room\/[0-9a-f-]{36}/).then((room) => room.replace('/room/', '/e/'));
  }

  /** The address of a workflow of it that has both maps. */
  async workflow(): Promise<string> {
    const engagement = await this.engagement();
    return this.find('tomasz', `${engagement}/workflows`, new RegExp(`(?<=href=")${engagement}/workflows/[0-9a-f-]{36}`));
  }

  /** Sends a form as one of the people, and gives the address it leads to. */
  async send(name: Name, page: string, form: Record<string, string>): Promise<string> {
    const answer = await (await this.as(name)).post(page, { form, maxRedirects: 0 });
    if (answer.status() !== 303) throw new Error(`${page} answers ${answer.status()}:\n${await answer.text()}`);
    return answer.headers().location;
  }

  /** Opens a workflow in an engagement of its own, with the maps given as text. */
  async written(name: Name, title: string, maps: { intended?: string; actual?: string } = {}): Promise<string> {
    const engagement = await this.draft(name, title);
    const workflow = await this.send(name, `${engagement}/workflows/new`, { version: '0', name: 'Order to parcel' });
    for (const [side, text] of Object.entries(maps)) await this.send(name, `${workflow}/${side}/text`, { version: '0', text });
    return workflow;
  }

  /** Opens an engagement for a test to write in. */
  async draft(name: Name, title: string): Promise<string> {
    const client = await this.find(name, '/engagements/new', /<option value="([0-9a-f-]{36})"/);
    return this.send(name, '/engagements/new', { client, title });
  }
}
