// Writers that note what was acknowledged, and what the server then has of it.
export class Client {
  cookie = '';
  constructor(readonly url: string) {}

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

  /** The same person at another server of the same database. */
  at(url: string): Client {
    return Object.assign(new Client(url), { cookie: this.cookie });
  }
}

/** The first admin, and an engagement of theirs. */
export async function opened(url: string, console: string): Promise<{ client: Client; engagement: string }> {
  const client = new Client(url);
  const token = /\/join\/(\w+)/.exec(console)?.[1];
  const send = async (path: string, fields: Record<string, string>) => {
    const answer = await client.post(path, fields);
    if (answer.status !== 303) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`);
    return answer.headers.get('location') ?? '';
  };
  await send(`/join/${token}`, { name: 'Ada', email: 'ada@example.com', password: 'seven quiet lanterns glow' });
  const owner = (await send('/clients', { name: 'Kestrel Cycles' })).split('#')[1] ?? '';
  const engagement = await send('/engagements/new', { client: owner, title: 'Web orders' });
  if (!engagement.startsWith('/e/')) throw new Error(`an engagement is opened at ${engagement}`);
  return { client, engagement };
}

let next = 0;

/** Writers of systems, until they are stopped. */
export class Writers {
  readonly acknowledged = new Set<string>();
  /** Answers that were neither a success nor 503 with the time to come back; 0 for none at all. */
  readonly strange: number[] = [];
  /** When a write was last acknowledged. */
  last = 0;
  private writing = true;
  private readonly all: Promise<void>[];

  constructor(private readonly client: Client, private readonly engagement: string, writers: number) {
    this.all = Array.from({ length: writers }, () => this.write());
  }

  async stop(): Promise<void> {
    this.writing = false;
    await Promise.all(this.all);
  }

  private async write(): Promise<void> {
    while (this.writing) {
      const name = `System-${next++}.`;
      const answer = await this.client.post(`${this.engagement}/systems/new`, { version: '0', name, kind: 'crm' }).catch(() => undefined);
      await answer?.arrayBuffer().catch(() => undefined);
      if (answer?.status === 303) {
        this.acknowledged.add(name);
        this.last = performance.now();
        continue;
      }
      const told = answer?.status === 503 && answer.headers.has('retry-after');
      if (!told) this.strange.push(answer?.status ?? 0);
      await new Promise((done) => setTimeout(done, 20));
    }
  }
}

/** The systems of an engagement, and those that its activity tells of, each as often as it does. */
export async function kept(client: Client, engagement: string): Promise<{ stored: Set<string>; audited: string[] }> {
  const names = (html: string) => html.match(/System-\d+\./g) ?? [];
  const stored = new Set(names(await client.page(`${engagement}/systems`)));
  const audited: string[] = [];
  for (let before = ''; ; ) {
    const html = await client.page(`${engagement}/activity${before}`);
    audited.push(...(html.match(/<strong>System-\d+\.<\/strong>/g) ?? []).flatMap(names));
    const older = /activity\?before=(\d+)/.exec(html)?.[1];
    if (!older) return { stored, audited };
    before = `?before=${older}`;
  }
}
