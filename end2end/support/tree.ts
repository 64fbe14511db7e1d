// The accessibility tree of a page as the browser hands it to a screen reader, in the order in which it is read out.
// Nothing is asked of the page itself, so it is the same with and without scripts.
import type { CDPSession, Page } from '@playwright/test';

/** A node that the browser does not keep back. */
export type Node = {
  /** What stays the same while the page stays. */
  id: number;
  role: string;
  name: string;
  value: string;
  states: Record<string, unknown>;
  above?: Node;
  /** All that is in it, at any depth, in the order of reading. */
  within: Node[];
};

type Wanted = string | RegExp;

/** Roles that stand in a line of text and do not end it. */
const inline = new Set(['StaticText', 'link', 'strong', 'emphasis', 'time', 'code', 'mark', 'Abbr', 'superscript', 'ListMarker']);
/** What the browser keeps for itself: the pieces of a line, and boxes without a meaning. */
const silent = new Set(['InlineTextBox', 'none', 'generic']);

export class Tree {
  private constructor(readonly nodes: Node[]) {}

  static async of(page: Page): Promise<Tree> {
    const session = await page.context().newCDPSession(page);
    try {
      return new Tree(await read(session));
    } finally {
      await session.detach();
    }
  }

  /** The deepest node that has the focus: the whole page when nothing has. */
  get focus(): Node {
    return this.nodes.filter((node) => node.states.focused === true).at(-1) ?? this.nodes[0];
  }

  /** The nodes of a role and a name, within one of them when it is given. */
  all(role: string, name?: Wanted, within: Node[] = this.nodes): Node[] {
    return within.filter((node) => node.role === role && (name === undefined || fits(node.name, name)));
  }

  /** The first of them; what is not in the tree cannot be chosen. */
  the(role: string, name?: Wanted, within?: Node[]): Node {
    const found = this.all(role, name, within)[0];
    if (!found) throw new Error(`The tree has no ${role} ${name ?? ''}:\n${this.told()}`);
    return found;
  }

  place(node: Node): number {
    return this.nodes.findIndex((one) => one.id === node.id);
  }

  /** What a listener lacks on this page. */
  lacks(): string[] {
    const lacks: string[] = [];
    const levels = this.all('heading').map((heading) => Number(heading.states.level));
    if (levels.filter((level) => level === 1).length !== 1) lacks.push(`headings of level 1: ${levels.join(' ')}`);
    levels.forEach((level, at) => {
      if (level > (levels[at - 1] ?? 1) + 1) lacks.push(`a level is left out before ${this.all('heading')[at].name}`);
    });
    if (this.all('main').length !== 1) lacks.push('one main part');
    const stops = this.nodes.filter((node) => node.states.focusable === true && node.role !== 'RootWebArea');
    if (!/^Skip to/.test(stops[0]?.name ?? '')) lacks.push('a first link that leads to the content');
    for (const node of [...stops, ...this.all('image'), ...this.all('table'), ...this.all('navigation')]) {
      if (!node.name.trim() && node.role !== 'main') lacks.push(`a name for ${node.role} after “${this.before(node)}”`);
    }
    return lacks;
  }

  /** The lines that are read out, of the main part unless another is given. */
  lines(of: Node = this.the('main')): string[] {
    return linesOf(of);
  }

  text(of?: Node): string {
    return this.lines(of).join('\n');
  }

  private before(node: Node): string {
    return this.nodes.slice(0, this.place(node)).findLast((one) => one.role === 'StaticText')?.name ?? '';
  }

  private told(): string {
    return this.nodes.filter((node) => node.name && !inline.has(node.role)).map((node) => `${node.role} ${node.name}`).join('\n');
  }
}

export function fits(text: string, wanted: Wanted): boolean {
  return typeof wanted === 'string' ? text.trim() === wanted : wanted.test(text.trim());
}

/** Text of a node in lines: a block ends one, a link or a date does not. A field is read with what it holds. */
export function linesOf(of: Node): string[] {
  const lines: string[] = [];
  let ended = true;
  for (const node of of.within) {
    if (!inline.has(node.role)) ended = true;
    const said = node.role === 'StaticText' ? node.name : node.value;
    if (!said) continue;
    if (ended) lines.push(said);
    else lines[lines.length - 1] += said;
    ended = node.role !== 'StaticText';
  }
  return lines.map((line) => line.replace(/\s+/g, ' ').trim()).filter(Boolean);
}

type Raw = Awaited<ReturnType<typeof rawNodes>>[number];

function rawNodes(session: CDPSession) {
  return session.send('Accessibility.getFullAXTree').then(({ nodes }) => nodes);
}

async function read(session: CDPSession): Promise<Node[]> {
  const raw = await rawNodes(session);
  const byId = new Map(raw.map((node) => [node.nodeId, node]));
  const nodes: Node[] = [];
  const walk = (one: Raw, above?: Node): void => {
    const role = String(one.role?.value ?? '');
    let here = above;
    if (!one.ignored && !silent.has(role)) {
      here = { id: one.backendDOMNodeId ?? 0, role, name: words(one.name), value: words(one.value), states: states(one), above, within: [] };
      nodes.push(here);
      for (let up = above; up; up = up.above) up.within.push(here);
    }
    for (const below of one.childIds ?? []) {
      const next = byId.get(below);
      if (next && role !== 'StaticText') walk(next, here);
    }
  };
  walk(raw[0]);
  return nodes;
}

function words(value: Raw['name']): string {
  return value?.value === undefined ? '' : String(value.value);
}

function states(one: Raw): Record<string, unknown> {
  return Object.fromEntries((one.properties ?? []).map(({ name, value }) => [name, value.value]));
}
