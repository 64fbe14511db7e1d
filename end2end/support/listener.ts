// A client who neither sees the page nor points at it: what it says is read from the accessibility tree, a control is chosen in
// the tree by its role and name, and Tab leads to it until the tree says that it has the focus. No key is pressed by a locator.
import { expect, type Page } from '@playwright/test';
import type { Client } from '../tests/story/client.ts';
import { fits, linesOf, Tree, type Node } from './tree.ts';
import { Words } from './words.ts';

/** More stops than anybody would go through to a control that was heard of. */
const patience = 60;

export class Listener implements Client {
  readonly words = new Words();
  tabs = 0;
  /** Keys other than Tab; a text that is typed is one. */
  count = 0;

  constructor(readonly page: Page) {}

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.arrived();
  }

  async read(name: string): Promise<void> {
    this.words.read(name, (await this.tree()).lines());
  }

  async headed(heading: string): Promise<void> {
    const found = (await this.tree()).the('heading', heading);
    expect(found.states.level, heading).toBe(2);
  }

  async told(text: string | RegExp, item?: string): Promise<void> {
    const heard = async () => {
      const tree = await this.tree();
      return item ? linesOf(itemOf(tree, item)).join('\n') : tree.text();
    };
    if (typeof text === 'string') await expect.poll(heard).toContain(text);
    else await expect.poll(heard).toMatch(text);
  }

  async goTo(place: string): Promise<void> {
    await this.land((tree) => tree.the('link', place, tree.the('navigation', 'Client room').within));
  }

  async decide(): Promise<void> {
    await this.land((tree) => tree.the('link', 'Decide', tree.the('region', 'Decide').within));
  }

  async follow(name: string): Promise<void> {
    await this.land((tree) => tree.the('link', name, tree.the('main').within));
  }

  async press(name: string, item?: string): Promise<void> {
    await this.land((tree) => tree.the('button', name, (item ? itemOf(tree, item) : tree.the('main')).within));
  }

  async unfold(name: RegExp): Promise<void> {
    const fold = (tree: Tree) => tree.the('DisclosureTriangle', name, tree.the('main').within);
    await this.reach(fold);
    expect(fold(await this.tree()).states.expanded, `${name} is told as folded`).toBe(false);
    await this.key('Enter');
    await expect.poll(async () => fold(await this.tree()).states.expanded, `${name} is told as open`).toBe(true);
  }

  async tick(name: RegExp): Promise<void> {
    const radio = (tree: Tree) => tree.the('radio', name, tree.the('main').within);
    await this.reach(radio);
    if (radio(await this.tree()).states.checked !== 'true') await this.key('Space');
    await expect.poll(async () => radio(await this.tree()).states.checked, `${name} is told as chosen`).toBe('true');
  }

  async write(label: string, text: string): Promise<void> {
    const named = new RegExp(`^${label}( required)?$`);
    const field = (tree: Tree) => tree.the('textbox', named, tree.the('main').within);
    await this.reach(field);
    this.count += 1;
    await this.page.keyboard.type(text);
    await expect.poll(async () => field(await this.tree()).value, `what ${label} holds`).toBe(text);
  }

  async download(name: string): Promise<string> {
    await this.reach((tree) => tree.the('link', name, tree.the('main').within));
    const arrives = this.page.waitForEvent('download');
    await this.key('Enter');
    return (await arrives).suggestedFilename();
  }

  effort(): string {
    return `${this.tabs} presses of Tab or an arrow, ${this.count} other keys and texts, ${this.words}`;
  }

  private tree(): Promise<Tree> {
    return Tree.of(this.page);
  }

  /** Goes to a control that leads to another page, and there. */
  private async land(find: (tree: Tree) => Node): Promise<void> {
    await this.reach(find);
    const loaded = this.page.waitForEvent('load');
    await this.key('Enter');
    await loaded;
    await this.arrived();
  }

  private async arrived(): Promise<void> {
    const tree = await this.tree();
    expect(tree.lacks(), `what the tree of “${tree.nodes[0].name}” lacks`).toEqual([]);
  }

  /** Moves the focus to a control, past the rail by the link that every page begins with. */
  private async reach(find: (tree: Tree) => Node): Promise<void> {
    let tree = await this.tree();
    const wanted = find(tree);
    if (tree.focus.role === 'RootWebArea' && isIn(wanted, 'main')) tree = await this.skip();
    for (let presses = 0; tree.focus.id !== wanted.id; presses++) {
      expect(presses, `stops on the way to ${wanted.role} “${wanted.name}”`).toBeLessThan(patience);
      const from = tree.focus;
      const forward = tree.place(from) < tree.place(wanted);
      const grouped = from.role === 'radio' && wanted.role === 'radio' && from.above?.id === wanted.above?.id;
      tree = await this.move(grouped ? (forward ? 'ArrowDown' : 'ArrowUp') : forward ? 'Tab' : 'Shift+Tab');
      // The order of the stops is the order of reading.
      const on = forward ? tree.place(tree.focus) > tree.place(from) : tree.place(tree.focus) < tree.place(from);
      expect(on, `from “${from.name}” to “${tree.focus.name}”, on the way to “${wanted.name}”`).toBe(true);
    }
  }

  /** A page begins with the way past its rail; a form leads back to where one was instead, from where one goes on. */
  private async skip(): Promise<Tree> {
    const first = await this.move('Tab');
    if (isIn(first.focus, 'main')) return first;
    expect(fits(first.focus.name, 'Skip to the content'), `the first stop, “${first.focus.name}”`).toBe(true);
    await this.key('Enter');
    const tree = await this.tree();
    expect(tree.focus.role, 'where that leads').toBe('main');
    return tree;
  }

  private async move(key: string): Promise<Tree> {
    this.tabs += 1;
    await this.page.keyboard.press(key);
    return this.tree();
  }

  private async key(key: string): Promise<void> {
    this.count += 1;
    await this.page.keyboard.press(key);
  }
}

/** The item of a list that says something. */
function itemOf(tree: Tree, text: string): Node {
  const item = tree.all('listitem', undefined, tree.the('main').within).find((one) => linesOf(one).join('\n').includes(text));
  if (!item) throw new Error(`No item of a list says “${text}”`);
  return item;
}

function isIn(node: Node, role: string): boolean {
  for (let up = node.above; up; up = up.above) if (up.role === role) return true;
  return false;
}
